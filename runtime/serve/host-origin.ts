/** Checks the Host and Origin headers, against DNS rebinding and foreign web pages, and answers CORS. */
import { isIPv6 } from "node:net";
import {
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  validateHostHeader,
  validateOriginHeader,
} from "@modelcontextprotocol/server";
import type Koa from "koa";

export interface HostOriginOptions {
  /** Host names that a request may name, in addition to those of this machine. Ports are ignored. */
  readonly allowedHosts?: readonly string[];
  /**
   * Web pages that may send requests: an origin such as `https://app.example`, or a host name, which stands for its
   * origins of every scheme and port. Pages of this machine may send requests too, but only the pages listed here
   * get the CORS headers to read the answer.
   */
  readonly allowedOrigins?: readonly string[];
}

/** `isAllowedPage`: the request comes from a page in `allowedOrigins`. */
type Verdict =
  | { readonly ok: true; readonly isAllowedPage: boolean }
  | { readonly ok: false; readonly message: string };

/** Request headers that a page may send; names that begin with `mcp-` are allowed too. */
const HEADERS = [
  "authorization",
  "content-type",
  "accept",
  "mcp-session-id",
  "mcp-protocol-version",
  "mcp-method",
  "mcp-name",
  "last-event-id",
  "traceparent",
  "tracestate",
];
const EXPOSED = "WWW-Authenticate, Mcp-Session-Id, MCP-Protocol-Version";
/** Seconds for which a browser may cache a preflight; browsers accept no more. */
const MAX_AGE = "7200";

export class HostOriginPolicy {
  readonly #hosts: string[];
  /** Complete origins. */
  readonly #origins: ReadonlySet<string>;
  readonly #originHosts: string[];

  /** Throws a `TypeError` for an entry that is neither a host name nor an origin. */
  constructor({ allowedHosts = [], allowedOrigins = [] }: HostOriginOptions) {
    this.#hosts = [...localhostAllowedHostnames(), ...allowedHosts.map(hostName)];
    this.#origins = new Set(allowedOrigins.filter(isOrigin).map(parseOrigin));
    this.#originHosts = allowedOrigins.filter((entry) => !isOrigin(entry)).map(hostName);
  }

  /** Accepts a request or gives the reason for its refusal. Sets the CORS headers for an allowed page. */
  check(ctx: Koa.Context): Verdict {
    const host = validateHostHeader(ctx.get("host"), this.#hosts);
    if (!host.ok) return host;
    const origin = ctx.get("origin");
    if (this.#origins.size + this.#originHosts.length > 0) ctx.vary("Origin");
    if (origin === "") return { ok: true, isAllowedPage: false };
    if (!this.#isAllowed(origin)) {
      const local = validateOriginHeader(origin, localhostAllowedOrigins());
      return local.ok ? { ok: true, isAllowedPage: false } : local;
    }
    // Only the origin of the request, and without credentials: the server uses no cookies.
    ctx.set("Access-Control-Allow-Origin", origin);
    ctx.set("Access-Control-Expose-Headers", EXPOSED);
    return { ok: true, isAllowedPage: true };
  }

  /** Answers a CORS preflight; returns false for any other request. */
  answerPreflight(ctx: Koa.Context): boolean {
    if (ctx.method !== "OPTIONS" || ctx.get("access-control-request-method") === "") return false;
    const wanted = ctx
      .get("access-control-request-headers")
      .toLowerCase()
      .split(",")
      .map((name) => name.trim())
      .filter((name) => /^mcp-[a-z0-9-]{1,100}$/.test(name));
    ctx.set("Access-Control-Allow-Methods", "GET, POST, DELETE");
    ctx.set("Access-Control-Allow-Headers", [...new Set([...HEADERS, ...wanted])].join(", "));
    ctx.set("Access-Control-Max-Age", MAX_AGE);
    ctx.status = 204;
    return true;
  }

  #isAllowed(origin: string): boolean {
    return this.#origins.has(origin) || validateOriginHeader(origin, this.#originHosts).ok;
  }
}

/** Normalises a host name as URLs do: lower case, IPv6 in brackets, no port. Throws a `TypeError` for anything else. */
export function hostName(entry: string): string {
  const host = isIPv6(entry) ? `[${entry.replace(/%.*$/, "")}]` : entry;
  const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined;
  if (!url || /[/?#@*\\\s]/.test(host))
    throw new TypeError(
      `Expected a host name such as app.example, found "${entry}". Wildcards are not supported.`,
    );
  return url.hostname;
}

function isOrigin(entry: string): boolean {
  return entry.includes("://");
}

/** Normalises an origin as browsers send it. */
function parseOrigin(entry: string): string {
  const url = URL.canParse(entry) ? new URL(entry) : undefined;
  const rest = url && url.username + url.password + url.pathname.replace(/^\/$/, "") + url.search + url.hash;
  if (!url || rest !== "" || url.host === "" || url.host.includes("*"))
    throw new TypeError(
      `Expected an origin such as https://app.example, found "${entry}". Wildcards are not supported.`,
    );
  // `URL.origin` is "null" for browser extensions.
  return `${url.protocol}//${url.host}`;
}
