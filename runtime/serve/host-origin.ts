/** Who may call: the hosts a request may be for, and the web pages it may come from. */
import { isIPv6 } from "node:net";
import {
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  validateHostHeader,
  validateOriginHeader,
} from "@modelcontextprotocol/server";
import type Koa from "koa";

export interface GateOptions {
  /** Host names a request may be for, beside those of this machine; a port is of no account. */
  readonly allowedHosts?: readonly string[];
  /**
   * Web pages that may call: an origin such as `https://app.example`, or a host name, which stands for its
   * origins of every scheme and port. Pages of this machine may call too, as far as browsers let them:
   * only those named here are told that they may read the answer (CORS).
   */
  readonly allowedOrigins?: readonly string[];
}

/** `isPage`: it is for a web page that was named. */
export type Admission =
  | { readonly ok: true; readonly isPage: boolean }
  | { readonly ok: false; readonly message: string };

/** What a page may send beside what every page may: names, and all that begin with `mcp-`. */
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
/** Seconds a browser may remember an answer to a preflight; browsers allow themselves no more. */
const MAX_AGE = "7200";

export class Gate {
  readonly #hosts: string[];
  /** Origins to compare whole, and host names. */
  readonly #origins: ReadonlySet<string>;
  readonly #originHosts: string[];

  /** Throws a `TypeError` for what is neither a host name nor an origin. */
  constructor({ allowedHosts = [], allowedOrigins = [] }: GateOptions) {
    this.#hosts = [...localhostAllowedHostnames(), ...allowedHosts.map(hostName)];
    this.#origins = new Set(allowedOrigins.filter(isOrigin).map(parseOrigin));
    this.#originHosts = allowedOrigins.filter((entry) => !isOrigin(entry)).map(hostName);
  }

  /**
   * Lets a request pass, or says why not. A web page that has its name resolve to this machine must not be
   * able to speak to it, and neither must one that nobody named.
   */
  check(ctx: Koa.Context): Admission {
    const host = validateHostHeader(ctx.get("host"), this.#hosts);
    if (!host.ok) return host;
    const origin = ctx.get("origin");
    if (this.#origins.size + this.#originHosts.length > 0) ctx.vary("Origin");
    if (origin === "") return { ok: true, isPage: false };
    if (!this.#isNamed(origin)) {
      const local = validateOriginHeader(origin, localhostAllowedOrigins());
      return local.ok ? { ok: true, isPage: false } : local;
    }
    // The one origin that asked, never all of them, and without credentials: cookies are none of ours.
    ctx.set("Access-Control-Allow-Origin", origin);
    ctx.set("Access-Control-Expose-Headers", EXPOSED);
    return { ok: true, isPage: true };
  }

  /** Answers a browser that asks for a page whether it may send. */
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

  #isNamed(origin: string): boolean {
    return this.#origins.has(origin) || validateOriginHeader(origin, this.#originHosts).ok;
  }
}

/** A host name as it stands in a URL: in lower case, IPv6 in brackets, without a port. */
export function hostName(entry: string): string {
  const host = isIPv6(entry) ? `[${entry.replace(/%.*$/, "")}]` : entry;
  const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined;
  if (!url || /[/?#@*\\\s]/.test(host))
    throw new TypeError(`"${entry}" is no host name. Name one such as app.example; there is no wildcard.`);
  return url.hostname;
}

function isOrigin(entry: string): boolean {
  return entry.includes("://");
}

/** An origin as browsers send it. */
function parseOrigin(entry: string): string {
  const url = URL.canParse(entry) ? new URL(entry) : undefined;
  const rest = url && url.username + url.password + url.pathname.replace(/^\/$/, "") + url.search + url.hash;
  if (!url || rest !== "" || url.host === "" || url.host.includes("*"))
    throw new TypeError(
      `"${entry}" is no origin. Name one such as https://app.example; there is no wildcard.`,
    );
  // Those of browser extensions are "null" in a URL's own opinion.
  return `${url.protocol}//${url.host}`;
}
