/** The upstreams of a server: their base URLs, and the headers of every request to them. */

import { CONNECTION_HEADERS, TOKEN } from "../contract/http-tokens.ts";
import { ToolError } from "../errors.ts";
import { fill, textOf } from "../expressions.ts";
import type { Logger } from "../log.ts";
import type { ServerDefinition, UpstreamDefinition } from "../server.ts";
import type { Destination } from "./egress.ts";

/** The base URL of an upstream. */
export interface BaseUrl {
  readonly url: URL;
  /** The operator configured it: it then applies to operations with their own server, too. */
  readonly operatorConfigured: boolean;
}

/** Base URLs by name of the upstream; that of the server's own upstream is undefined. */
export type BaseUrls = ReadonlyMap<string | undefined, BaseUrl>;

/** The upstreams of a server by name, first its own, whose name is undefined. */
export function upstreamsOf(
  definition: ServerDefinition,
): readonly (readonly [string | undefined, UpstreamDefinition])[] {
  return [[undefined, definition], ...Object.entries(definition.upstreams ?? {})];
}

/** `acme` for the own upstream of a server, `acme.slack` for another one. */
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
  /** The destinations without headers of the upstream that were logged: each is logged once. */
  readonly #withoutHeaders = new Set<string>();

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

  /** The name of an upstream that is unique across servers. */
  nameOf(upstream: string | undefined): string {
    return upstreamName(this.#server, upstream);
  }

  baseUrl(upstream: string | undefined): URL | undefined {
    return this.#baseUrls.get(upstream)?.url;
  }

  /** The base URL of an operation: its own one (`own`), unless the operator configured that of the upstream. */
  destination(upstream: string | undefined, own: string | undefined): Destination {
    const base = this.#baseUrls.get(upstream);
    const server = base?.operatorConfigured ? undefined : own;
    if (server) return { baseUrl: new URL(server), operatorConfigured: false };
    if (base && server === undefined)
      return { baseUrl: base.url, operatorConfigured: base.operatorConfigured };
    const name = this.nameOf(upstream);
    throw new ToolError("internal", "The server has no base URL for this API.", {
      cause: new Error(`no base URL for ${name}: start it with --base-url ${name}=URL`),
    });
  }

  /**
   * The headers of every request to an upstream; none for an operation with its own server at another origin:
   * credentials are for the upstream's base URL, and a document must not be able to send them elsewhere. Throws a
   * `ToolError` if a value is missing or cannot be sent.
   */
  headers(upstream: string | undefined, to: Destination): Record<string, string> {
    const headers = Object.entries(this.#definitions.get(upstream)?.headers ?? {});
    const { origin } = to.baseUrl;
    if (headers.length > 0 && origin !== this.#baseUrls.get(upstream)?.url.origin) {
      this.#warnWithoutHeaders(upstream, origin);
      return {};
    }
    const filled: Record<string, string> = {};
    for (const [name, template] of headers) {
      const value = fill(template, {});
      if (value !== undefined && value !== null) filled[name] = this.#checked(name, textOf(value), upstream);
    }
    return filled;
  }

  #warnWithoutHeaders(upstream: string | undefined, origin: string): void {
    const name = this.nameOf(upstream);
    if (this.#withoutHeaders.has(`${name} ${origin}`)) return;
    this.#withoutHeaders.add(`${name} ${origin}`);
    this.#logger.warn(
      { server: this.#server, upstream: name, origin },
      "requests to an operation's own server are sent without the upstream's headers, which are for its base URL",
    );
  }

  /** Refuses values that could end the header. The value may be a secret, so no message contains it. */
  #checked(header: string, value: string, upstream: string | undefined): string {
    if (/^[\t\x20-\x7e]*$/.test(value)) return value;
    throw new ToolError("internal", "The server's settings for this API cannot be sent.", {
      cause: new Error(`the header ${header} of ${this.nameOf(upstream)} is not printable ASCII on one line`),
    });
  }
}
