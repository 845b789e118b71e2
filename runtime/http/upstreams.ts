/** The upstreams of a server: where each of them is, and what is sent along with every request to it. */

import { CONNECTION_HEADERS, TOKEN } from "../contract/http-tokens.ts";
import { ToolError } from "../errors.ts";
import { fill, textOf } from "../expressions.ts";
import type { Logger } from "../log.ts";
import type { ServerDefinition, UpstreamDefinition } from "../server.ts";
import type { Destination } from "./egress.ts";

/** Where requests to an upstream go. */
export interface BaseUrl {
  readonly url: URL;
  /** Whoever runs the server named it: it then holds for operations with a server of their own too. */
  readonly chosen: boolean;
}

/** Base URLs by the upstream's name; the server's own is the one without a name. */
export type BaseUrls = ReadonlyMap<string | undefined, BaseUrl>;

/** The upstreams of a server by name, first its own without one. */
export function upstreamsOf(
  definition: ServerDefinition,
): readonly (readonly [string | undefined, UpstreamDefinition])[] {
  return [[undefined, definition], ...Object.entries(definition.upstreams ?? {})];
}

/** `acme`, or `acme.slack` for an upstream of its that has a name. */
export function upstreamName(server: string, upstream: string | undefined): string {
  return upstream === undefined ? server : `${server}.${upstream}`;
}

/** True for the lower-case name of a header that a tool spec or code may set. */
export function isSettable(header: string): boolean {
  return TOKEN.test(header) && header === header.toLowerCase() && !CONNECTION_HEADERS.has(header);
}

export class Upstreams {
  readonly #server: string;
  readonly #definitions: ReadonlyMap<string | undefined, UpstreamDefinition>;
  readonly #baseUrls: BaseUrls;
  readonly #logger: Logger;
  /** Where requests went without the headers of their upstream, which is told once. */
  readonly #bare = new Set<string>();

  /** Throws a `TypeError` for headers that cannot be set. */
  constructor(definition: ServerDefinition, baseUrls: BaseUrls, logger: Logger) {
    this.#logger = logger;
    this.#server = definition.name;
    this.#definitions = new Map(upstreamsOf(definition));
    this.#baseUrls = baseUrls;
    for (const [name, { headers = {} }] of this.#definitions)
      for (const header of Object.keys(headers))
        if (!isSettable(header))
          throw new TypeError(`The header ${JSON.stringify(header)} of ${this.nameOf(name)} cannot be set.`);
  }

  /** What an upstream is called where servers are told apart too. */
  nameOf(upstream: string | undefined): string {
    return upstreamName(this.#server, upstream);
  }

  baseUrl(upstream: string | undefined): URL | undefined {
    return this.#baseUrls.get(upstream)?.url;
  }

  /** Where the document says that an operation is, unless whoever runs the server says where the API is. */
  destination(upstream: string | undefined, own: string | undefined): Destination {
    const base = this.#baseUrls.get(upstream);
    const server = base?.chosen ? undefined : own;
    if (server) return { baseUrl: new URL(server), chosen: false };
    if (base && server === undefined) return { baseUrl: base.url, chosen: base.chosen };
    const name = this.nameOf(upstream);
    throw new ToolError("internal", "The server was not told where the API is.", {
      cause: new Error(`no base URL for ${name}: start it with --base-url ${name}=URL`),
    });
  }

  /**
   * What every request to an upstream carries. Nothing, where an operation has a server of its own at another
   * origin: credentials are for the upstream's base URL, and a document must not be able to have them sent elsewhere.
   * Throws a `ToolError` where a value is missing or cannot be sent.
   */
  headers(upstream: string | undefined, to: Destination): Record<string, string> {
    const headers = Object.entries(this.#definitions.get(upstream)?.headers ?? {});
    const { origin } = to.baseUrl;
    if (headers.length > 0 && origin !== this.#baseUrls.get(upstream)?.url.origin) {
      this.#tellBare(upstream, origin);
      return {};
    }
    const filled: Record<string, string> = {};
    for (const [name, template] of headers) {
      const value = fill(template, {});
      if (value !== undefined && value !== null) filled[name] = this.#checked(name, textOf(value), upstream);
    }
    return filled;
  }

  #tellBare(upstream: string | undefined, origin: string): void {
    const name = this.nameOf(upstream);
    if (this.#bare.has(`${name} ${origin}`)) return;
    this.#bare.add(`${name} ${origin}`);
    this.#logger.warn(
      { server: this.#server, upstream: name, origin },
      "requests go to a server of their operation's own without the upstream's headers: they are for its base URL",
    );
  }

  /** Nothing may end the header. The value can be a secret, and is told to nobody. */
  #checked(header: string, value: string, upstream: string | undefined): string {
    if (/^[\t\x20-\x7e]*$/.test(value)) return value;
    throw new ToolError("internal", "The server's settings for this API cannot be sent.", {
      cause: new Error(`the header ${header} of ${this.nameOf(upstream)} is not printable ASCII on one line`),
    });
  }
}
