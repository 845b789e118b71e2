/** Sends HTTP requests to upstreams: pooled, limited in time and size, cancellable. */
import type { LookupFunction } from "node:net";
import type { Agent } from "undici";
import { mediaType, sequenceKind } from "../contract/media-types.ts";
import { ToolError } from "../errors.ts";
import { assertPublic, type Destination, publicLookup } from "./egress.ts";
import type { UpstreamRequest } from "./request.ts";
import { collect, collectSequence, decompress } from "./response-body.ts";

export interface UpstreamOptions {
  /** Milliseconds from sending the request to the last byte of the answer. */
  readonly timeoutMs: number;
  /** Bytes of an answer, after decompression. */
  readonly maxResponseBytes: number;
  /** Milliseconds to read a sequence such as server-sent events; the values until then are the answer. */
  readonly streamMs: number;
  /** Looks up the names in base URLs of documents, in place of the system. */
  readonly lookup?: LookupFunction;
}

const UPSTREAM_DEFAULTS: UpstreamOptions = {
  timeoutMs: 30_000,
  maxResponseBytes: 10 * 1024 * 1024,
  streamMs: 10_000,
};

export interface UpstreamResponse {
  readonly status: number;
  readonly statusText: string;
  /** By lower-case name; the first value of a repeated header. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** The reason if a sequence was cut off. */
  readonly cut?: string;
}

interface Client {
  /** `any` connects to every address, `publicOnly` to public ones. */
  readonly agents: { readonly any: Agent; readonly publicOnly: Agent };
  readonly request: typeof import("undici").request;
}

export class Upstream {
  readonly #options: UpstreamOptions;
  #client: Client | undefined;
  #opening: Promise<Client> | undefined;

  constructor(options: Partial<UpstreamOptions> = {}) {
    this.#options = { ...UPSTREAM_DEFAULTS, ...options };
  }

  /** Loads the HTTP client, which a server needs only when a tool is called. */
  async open(): Promise<Client> {
    this.#opening ??= import("undici").then(({ Agent, request }) => {
      const { timeoutMs: timeout, lookup } = this.#options;
      const agent = (connect: object): Agent =>
        new Agent({
          connections: 128,
          pipelining: 1,
          keepAliveTimeout: 30_000,
          // `send` limits the whole exchange; these timeouts would start again with every byte.
          headersTimeout: 0,
          bodyTimeout: 0,
          connect: { timeout, ...connect },
        });
      const agents = { any: agent({}), publicOnly: agent({ lookup: publicLookup(lookup) }) };
      this.#client = { agents, request };
      return this.#client;
    });
    return this.#opening;
  }

  /** Milliseconds that a request may take by default. */
  get timeoutMs(): number {
    return this.#options.timeoutMs;
  }

  /** Sends a request. Redirects are not followed, since they could lead anywhere. Rejects with a `ToolError`. */
  async send(
    to: Destination,
    sent: UpstreamRequest,
    signal: AbortSignal,
    timeoutMs = this.timeoutMs,
  ): Promise<UpstreamResponse> {
    if (!to.operatorConfigured) assertPublic(to.baseUrl);
    const url = resolve(to.baseUrl, sent);
    const { maxResponseBytes, streamMs } = this.#options;
    const { agents, request } = this.#client ?? (await this.open());
    const abort = new AbortController();
    const cancel = (): void => abort.abort(reasonOf(signal));
    if (signal.aborted) cancel();
    signal.addEventListener("abort", cancel, { once: true });
    const started = performance.now();
    const timer = setTimeout(
      () => abort.abort(new ToolError("timeout", `The API did not answer within ${timeoutMs / 1000} s.`)),
      timeoutMs,
    );
    try {
      const answer = await request(url, {
        dispatcher: to.operatorConfigured ? agents.any : agents.publicOnly,
        method: sent.method as "GET",
        headers: { "user-agent": "speclathe", "accept-encoding": "gzip, br", ...sent.headers },
        body: sent.body ?? null,
        signal: abort.signal,
      });
      const headers: Record<string, string | undefined> = {};
      for (const name in answer.headers) {
        const value = answer.headers[name];
        headers[name] = Array.isArray(value) ? value[0] : value;
      }
      const head = { status: answer.statusCode, statusText: answer.statusText, headers };
      const encoding = headers["content-encoding"];
      if (head.status < 300 && sequenceKind(mediaType(headers["content-type"])) !== undefined) {
        clearTimeout(timer);
        const left = timeoutMs - (performance.now() - started);
        const limits = {
          bytes: maxResponseBytes,
          ms: Math.max(0, Math.min(streamMs, left)),
          seconds: Math.min(streamMs, timeoutMs) / 1000,
        };
        return { ...head, ...(await collectSequence(answer.body, encoding, limits, abort.signal)) };
      }
      const wire = await collect(answer.body, Number(headers["content-length"]), maxResponseBytes);
      return { ...head, body: await decompress(wire, encoding, maxResponseBytes) };
    } catch (error) {
      throw describe(error, abort.signal);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", cancel);
    }
  }

  async close(): Promise<void> {
    const { any, publicOnly } = this.#client?.agents ?? {};
    await Promise.all([any?.close(), publicOnly?.close()]);
  }
}

/** The reason for which a signal aborted a call: cancelled by the client, or a timeout. */
export function reasonOf(signal: AbortSignal): ToolError {
  const { reason } = signal as { reason: unknown };
  return reason instanceof ToolError ? reason : new ToolError("cancelled", "The call was cancelled.");
}

/** The URL of a request. Checks again that its parts are those that the target was built from. */
function resolve(baseUrl: URL, { target, headers }: UpstreamRequest): URL {
  const prefix = baseUrl.pathname.replace(/\/+$/, "");
  const url = new URL(baseUrl.origin + prefix + target);
  const query = target.indexOf("?");
  const path = prefix + (query === -1 ? target : target.slice(0, query));
  if (url.origin !== baseUrl.origin || url.pathname !== path || "host" in headers)
    throw new ToolError("invalid_arguments", "The arguments change the path or host of the request.");
  return url;
}

/** Converts a failure to a `ToolError`. Addresses of upstreams concern the operator alone: they go to the log. */
function describe(error: unknown, signal: AbortSignal): ToolError {
  if (signal.aborted && signal.reason instanceof ToolError) return signal.reason;
  if (error instanceof ToolError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (code === "UND_ERR_CONNECT_TIMEOUT")
    return new ToolError("timeout", "No connection to the API could be made in time.", { cause: error });
  if (
    /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/.test(code) ||
    error instanceof AggregateError
  )
    // Nothing was sent, so even a write can be repeated.
    return new ToolError("unavailable", "The API cannot be reached.", { cause: error, retryable: true });
  if (code.startsWith("HPE_"))
    return new ToolError("bad_response", "The API's answer is not valid HTTP.", { cause: error });
  return new ToolError("unavailable", "The connection to the API broke.", { cause: error });
}
