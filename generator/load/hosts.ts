import { lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { publicLookup as lookupPublic } from "../../runtime/contract/public-addresses.ts";

interface AllowedHost {
  readonly hostname: string;
  readonly port: string;
  readonly protocols: readonly string[];
}

/** The hosts that references may lead to: none, unless somebody names them. */
export class AllowedHosts {
  readonly #hosts: readonly AllowedHost[];

  /** `example.com` is https only; `http://example.com` and `example.com:8080` are what they say. */
  constructor(hosts: readonly string[]) {
    this.#hosts = hosts.map(parseHost);
  }

  allows(url: URL): boolean {
    return (
      url.username === "" &&
      url.password === "" &&
      this.#hosts.some(
        ({ hostname, port, protocols }) =>
          url.hostname === hostname && protocols.includes(url.protocol) && portOf(url) === port,
      )
    );
  }
}

const HOST = /^(?:(?<scheme>https?):\/\/)?(?<name>\[[^\]\s]+\]|[^\s/?#@*:[\]]+)(?::(?<port>\d+))?\/?$/i;

/** Throws a `TypeError` where a text does not name a host. */
export function parseHost(text: string): AllowedHost {
  const { scheme, name, port } = HOST.exec(text)?.groups ?? {};
  const url = `${scheme ?? "https"}://${name}${port === undefined ? "" : `:${port}`}`;
  if (name === undefined || !URL.canParse(url))
    throw new TypeError(`"${text}" is not a host, such as raw.githubusercontent.com`);
  const { hostname, protocol } = new URL(url);
  return {
    // As the URL parser writes it, which knows every way to write an IP address.
    hostname,
    port: portOf(new URL(url)),
    protocols: scheme !== undefined ? [protocol] : port !== undefined ? ["http:", "https:"] : ["https:"],
  };
}

function portOf(url: URL): string {
  return url.port || (url.protocol === "http:" ? "80" : "443");
}

/**
 * A lookup for the connections of references, which finds public addresses only: a name must not lead into the
 * network of the machine that generates. `localhost` may be named as such.
 */
export function publicLookup(resolve: LookupFunction = lookup): LookupFunction {
  const guarded = lookupPublic(
    (hostname, address) =>
      new Error(
        address === undefined
          ? `${hostname} has no address`
          : `${hostname} leads to an address that is not public`,
      ),
    resolve,
  );
  return (hostname, options, callback) =>
    (hostname === "localhost" ? resolve : guarded)(hostname, options, callback);
}
