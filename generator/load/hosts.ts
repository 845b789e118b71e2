import { lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

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
 * Looks up a name for one connection, which then goes to what was found here and nowhere else. A name must
 * not lead into the network of the machine that generates; an address that was named as such may.
 */
export function publicLookup(resolve: LookupFunction = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      const addresses = typeof found === "string" ? [{ address: found, family: 4 }] : (found ?? []);
      const isPrivate = addresses.some(({ address }) => ipaddr.process(address).range() !== "unicast");
      const [first] = addresses;
      if (error || !first) callback(error ?? new Error(`${hostname} has no address`), []);
      else if (isPrivate && hostname !== "localhost")
        callback(new Error(`${hostname} leads to an address that is not public`), []);
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
