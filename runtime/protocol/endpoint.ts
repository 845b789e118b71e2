/** A catalogue over HTTP. */
import { Readable } from "node:stream";
import {
  createMcpHandler,
  type JSONRPCMessage,
  ProtocolErrorCode,
  type Server,
} from "@modelcontextprotocol/server";
import type { Catalogue } from "../catalogue.ts";
import type { Logger } from "../log.ts";
import { refusal } from "../sessions/refusal.ts";
import { Classifier, type FastPathRequest, type Headers } from "./fast-path/classify.ts";
import { createCheckedServer, createRequestServer } from "./mcp.ts";
import { SingleRequestTransport } from "./sdk/single-request-transport.ts";
import { tasksOf } from "./task-methods.ts";

/** An answer over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A pair is sent one buffer after the other; answers to other requests share the second. */
  readonly body: Buffer | Readable | readonly [start: Buffer, shared: Buffer];
}

const JSON_HEADERS = { "content-type": "application/json" };

const STREAM_HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

const LISTEN = "subscriptions/listen";

/** More than any client needs to be told of. */
const MAX_LISTENED = 1000;

/**
 * Serves a catalogue over HTTP. Plain requests for lists and calls go a short way; everything else, and
 * everything that is not plainly right, goes through the SDK's own handler, which knows every refusal.
 */
export class Endpoint {
  readonly #handler: ReturnType<typeof createMcpHandler>;
  /** The same for whoever listens for changes, which goes on until one of the two ends it. */
  readonly #listening: ReturnType<typeof createMcpHandler>;
  #isDraining = false;
  readonly #catalogue: Catalogue;
  readonly #classifier: Classifier;
  readonly #idle: Server[] = [];
  /** The end of each list's answer, which is the same for every request: the result and the closing brace. */
  readonly #lists = new Map<string, Promise<Buffer>>();

  constructor(catalogue: Catalogue, logger: Logger) {
    this.#catalogue = catalogue;
    this.#classifier = new Classifier(shortMethods(catalogue));
    const options = {
      bus: catalogue.changes,
      onerror: (error: Error) => logger.debug({ server: catalogue.name, err: error }, "request refused"),
    };
    this.#handler = createMcpHandler(({ era }) => createCheckedServer(catalogue, era === "legacy"), options);
    this.#listening = createMcpHandler(() => createRequestServer(catalogue), options);
  }

  /**
   * An answer the short way; undefined if the request must go the SDK's.
   * `gone` is asked for the signal of a client that hung up, and only where there is something to cancel.
   */
  async answer(headers: Headers, body: unknown, gone: () => AbortSignal): Promise<Answer | undefined> {
    const plain = this.#classifier.classify(headers, body);
    if (!plain) return undefined;
    const { request, classification } = plain;
    if (request.method === "tools/call") {
      // The SDK's handler compares them with their headers.
      if (this.#catalogue.headerSchema(request.params?.name as string)) return undefined;
      const answer = await this.#run(plain, gone());
      return answer && (answer instanceof Readable ? streamed(answer) : whole(answer));
    }
    const key = `${classification.era} ${request.method}`;
    let list = this.#lists.get(key);
    if (!list) {
      list = this.#list(plain);
      this.#lists.set(key, list);
      list.catch(() => this.#lists.delete(key));
    }
    const start = Buffer.from(`{"jsonrpc":"2.0","id":${JSON.stringify(request.id)},"result":`);
    return { status: 200, headers: JSON_HEADERS, body: [start, await list] };
  }

  /** The SDK's way. `body` is the JSON of the request, which has none. */
  async fetch(request: Request, body: unknown): Promise<Response> {
    if (methodOf(body) === LISTEN) return this.#listen(request, body);
    return this.#handler.fetch(request, body === undefined ? {} : { parsedBody: body });
  }

  /** Ends what would go on without end. */
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
    if (this.#isDraining) return refusal(503, -32000, "The server is going away", { "retry-after": "1" });
    const stops = listenedFor(body).map((uri) => this.#catalogue.resources.watch(uri));
    const stop = (): void => {
      for (const each of stops) each();
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

  /** The result of a list, as the SDK encodes it. */
  async #list(plain: FastPathRequest): Promise<Buffer> {
    const response = await this.#run(plain, new AbortController().signal);
    if (!response || !("result" in response)) throw new Error(`${plain.request.method} gave no result`);
    return Buffer.from(`${JSON.stringify(response.result)}}`);
  }

  async #run(
    { request, classification, revision }: FastPathRequest,
    signal: AbortSignal,
  ): Promise<JSONRPCMessage | Readable | undefined> {
    if (signal.aborted) return undefined;
    const server = this.#idle.pop() ?? createRequestServer(this.#catalogue);
    const exchange = new SingleRequestTransport(classification, revision);
    const cancel = (): void => void exchange.close();
    signal.addEventListener("abort", cancel, { once: true });
    void exchange.ended.then(() => {
      signal.removeEventListener("abort", cancel);
      // One that is still connected would refuse its next request.
      if (server.transport === undefined) this.#idle.push(server);
    });
    return exchange.run(server, request);
  }
}

/** What can be answered without looking at more than the request. */
function shortMethods(catalogue: Catalogue): ReadonlySet<string> {
  const { hasTools, hasResources, hasPrompts, resources } = catalogue;
  return new Set([
    "server/discover",
    ...(hasTools ? ["tools/list", "tools/call"] : []),
    ...(hasPrompts ? ["prompts/list"] : []),
    ...(hasResources ? ["resources/templates/list"] : []),
    ...(hasResources && !resources.isListedByCode ? ["resources/list"] : []),
  ]);
}

function whole(message: JSONRPCMessage): Answer {
  // The one error of a handler that HTTP tells of, too.
  const isRefused =
    "error" in message && message.error.code === ProtocolErrorCode.MissingRequiredClientCapability;
  return {
    status: isRefused ? 400 : 200,
    headers: JSON_HEADERS,
    body: Buffer.from(JSON.stringify(message)),
  };
}

function streamed(body: Readable): Answer {
  return { status: 200, headers: STREAM_HEADERS, body };
}

function methodOf(body: unknown): unknown {
  return typeof body === "object" && body !== null && "method" in body ? body.method : undefined;
}

/** The resources whose changes a client of 2026-07-28 wants to be told of. */
function listenedFor(body: unknown): readonly string[] {
  const { params } = body as { params?: { notifications?: { resourceSubscriptions?: unknown } } };
  const uris = params?.notifications?.resourceSubscriptions;
  if (!Array.isArray(uris)) return [];
  return [...new Set(uris.filter((uri) => typeof uri === "string"))].slice(0, MAX_LISTENED);
}
