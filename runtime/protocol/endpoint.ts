/** A catalogue over HTTP. */
import type { IncomingHttpHeaders } from "node:http";
import { createMcpHandler } from "@modelcontextprotocol/server";
import type { Catalogue } from "../catalogue.ts";
import type { Logger } from "../log.ts";
import { type Answer, FastPath } from "./fast-path/fast-path.ts";
import { errorResponse } from "./json-rpc-errors.ts";
import { createCheckedServer, createRequestServer } from "./mcp.ts";
import { MAX_SUBSCRIPTIONS } from "./sdk/notifying-server.ts";
import { tasksOf } from "./task-methods.ts";

interface EndpointOptions {
  readonly logger: Logger;
  /** False sends every request through the SDK's HTTP handler. */
  readonly fastPath: boolean;
}

const LISTEN = "subscriptions/listen";

/** Serves a catalogue over HTTP: by the fast path where it applies, and otherwise by the SDK's handler. */
export class Endpoint {
  readonly #catalogue: Catalogue;
  readonly #fastPath: FastPath | undefined;
  readonly #handler: ReturnType<typeof createMcpHandler>;
  /** The handler of `subscriptions/listen`, whose streams stay open until the client or the server ends them. */
  readonly #listening: ReturnType<typeof createMcpHandler>;
  #isDraining = false;

  constructor(catalogue: Catalogue, { logger, fastPath }: EndpointOptions) {
    this.#catalogue = catalogue;
    this.#fastPath = fastPath ? new FastPath(catalogue, () => createRequestServer(catalogue)) : undefined;
    const options = {
      bus: catalogue.changes,
      onerror: (error: Error) =>
        logger.debug({ server: catalogue.name, err: error }, "a request was refused"),
    };
    this.#handler = createMcpHandler(({ era }) => createCheckedServer(catalogue, era === "modern"), options);
    this.#listening = createMcpHandler(() => createRequestServer(catalogue), options);
  }

  /** Answers by the fast path; see `FastPath.answer`. */
  async answer(
    headers: IncomingHttpHeaders,
    body: unknown,
    disconnected: () => AbortSignal,
  ): Promise<Answer | undefined> {
    return this.#fastPath?.answer(headers, body, disconnected);
  }

  /** Answers by the SDK's handler. `body` is the JSON of the request, whose own body is empty. */
  async fetch(request: Request, body: unknown): Promise<Response> {
    if (methodOf(body) === LISTEN) return this.#listen(request, body);
    return this.#handler.fetch(request, body === undefined ? {} : { parsedBody: body });
  }

  /** Ends the streams that would stay open. */
  drain(): void {
    this.#isDraining = true;
    void this.#listening.close();
  }

  async close(): Promise<void> {
    this.drain();
    tasksOf(this.#catalogue).close();
    await this.#handler.close();
    this.#catalogue.resources.close();
  }

  async #listen(request: Request, body: unknown): Promise<Response> {
    if (this.#isDraining)
      return errorResponse(503, -32000, "The server is shutting down", { "retry-after": "1" });
    const unwatch = subscribedUris(body).map((uri) => this.#catalogue.resources.watch(uri));
    const stop = (): void => {
      for (const each of unwatch) each();
    };
    try {
      const response = await this.#listening.fetch(request, { parsedBody: body });
      const isStream = response.headers.get("content-type") === "text/event-stream";
      if (!isStream || request.signal.aborted) stop();
      else request.signal.addEventListener("abort", stop, { once: true });
      return response;
    } catch (error) {
      stop();
      throw error;
    }
  }
}

function methodOf(body: unknown): unknown {
  return typeof body === "object" && body !== null && "method" in body ? body.method : undefined;
}

/** The resources of a `subscriptions/listen`; those beyond the limit are ignored. */
function subscribedUris(body: unknown): readonly string[] {
  const { params } = body as { params?: { notifications?: { resourceSubscriptions?: unknown } } };
  const uris = params?.notifications?.resourceSubscriptions;
  if (!Array.isArray(uris)) return [];
  return [...new Set(uris.filter((uri) => typeof uri === "string"))].slice(0, MAX_SUBSCRIPTIONS);
}
