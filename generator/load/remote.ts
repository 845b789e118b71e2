/** Documents on other hosts. */
import { lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { publicLookup as lookupPublic } from "../../runtime/contract/public-addresses.ts";
import { decode, Failure } from "./local-files.ts";

const MAX_BYTES = 20_000_000;
const MAX_MILLISECONDS = 30_000;
const MAX_REDIRECTS = 5;
/** A host can generate an endless chain of documents. */
const MAX_DOCUMENTS = 1_000;

interface AllowedHost {
  readonly hostname: string;
  readonly port: string;
  readonly protocols: readonly string[];
}

/** The hosts that references may lead to. */
export class AllowedHosts {
  readonly #hosts: readonly AllowedHost[];

  /** `example.com` allows https only, `http://example.com` http only, and `example.com:8080` both. */
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

/** Parses the value of --allow-ref-host. Throws a `TypeError` if it is no host. */
export function parseHost(text: string): AllowedHost {
  const { scheme, name, port } = HOST.exec(text)?.groups ?? {};
  const url = `${scheme ?? "https"}://${name}${port === undefined ? "" : `:${port}`}`;
  if (name === undefined || !URL.canParse(url))
    throw new TypeError(`expected a host such as raw.githubusercontent.com, found "${text}"`);
  const { hostname, protocol } = new URL(url);
  return {
    // The URL parser normalises every notation of an IP address.
    hostname,
    port: portOf(new URL(url)),
    protocols: scheme !== undefined ? [protocol] : port !== undefined ? ["http:", "https:"] : ["https:"],
  };
}

function portOf(url: URL): string {
  return url.port || (url.protocol === "http:" ? "80" : "443");
}

/**
 * A lookup that finds public addresses only: a name must not lead into the network of the machine that generates. An
 * allowed IP address and `localhost` may.
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

export interface Fetched {
  readonly text: string;
  readonly isJson: boolean;
  /** The URL after redirects, which is the base of the document's own references. */
  readonly url: URL;
}

/** Fetches documents from the allowed hosts. */
export class Remote {
  readonly #hosts: AllowedHosts;
  #fetched = 0;

  constructor(hosts: readonly string[]) {
    this.#hosts = new AllowedHosts(hosts);
  }

  async fetch(url: URL): Promise<Fetched | Failure> {
    const host = `${url.protocol === "http:" ? "http://" : ""}${url.host}`;
    if (!this.#hosts.allows(url))
      return new Failure(
        "refused",
        `expected an allowed host, found "${url.href}"`,
        `Save the file next to the document, or allow the host with --allow-ref-host ${host}.`,
      );
    if (++this.#fetched > MAX_DOCUMENTS)
      return unreadable(`expected at most ${MAX_DOCUMENTS} fetched documents, found more`);
    try {
      return await get(url);
    } catch (error) {
      return unreadable(reason(error));
    }
  }
}

async function get(requested: URL): Promise<Fetched | Failure> {
  const { Agent, request } = await import("undici");
  const dispatcher = new Agent({ connect: { lookup: publicLookup() } });
  const signal = AbortSignal.timeout(MAX_MILLISECONDS);
  try {
    let url = requested;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
      const { statusCode, headers, body } = await request(url, {
        dispatcher,
        signal,
        headers: { "accept-encoding": "identity", "user-agent": "speclathe" },
      });
      const { location, "content-encoding": encoding = "identity", "content-type": type } = headers;
      if (statusCode >= 300 && statusCode < 400 && typeof location === "string") {
        await body.dump();
        const target = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
        // A redirect must not lead to an origin that was not allowed.
        if (target?.origin !== url.origin || target.username !== "" || target.password !== "")
          return unreadable(`expected redirects within ${url.origin}, found one to another origin`);
        url = target;
        continue;
      }
      if (statusCode !== 200) return unreadable(`expected status 200, found ${statusCode}`);
      if (encoding !== "identity")
        return unreadable(`expected an uncompressed response, found content-encoding ${encoding}`);
      const bytes = await readBounded(body);
      const text = bytes && decode(bytes);
      if (text === undefined) return unreadable(`expected at most ${MAX_BYTES / 1e6} MB, found more`);
      if (text instanceof Failure) return text;
      const isJson = url.pathname.endsWith(".json") || /[/+]json\b/i.test(String(type));
      return { text, isJson, url };
    }
    return unreadable(`expected at most ${MAX_REDIRECTS} redirects, found more`);
  } finally {
    await dispatcher.destroy();
  }
}

/** All bytes of a body; undefined if there are too many. */
async function readBounded(body: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no response within ${MAX_MILLISECONDS / 1000} seconds`;
  return error.message || (error as NodeJS.ErrnoException).code || error.name;
}

function unreadable(why: string): Failure {
  return new Failure("unreadable", why, "Correct the reference, or save the file next to the document.");
}
