/** The fast path: answers common requests without the SDK's HTTP handler, with the same bytes. */
import type { IncomingHttpHeaders } from "node:http";
import { Readable } from "node:stream";
import { type JSONRPCMessage, ProtocolErrorCode, type Server } from "@modelcontextprotocol/server";
import type { Catalogue } from "../../catalogue.ts";
import { SingleRequestTransport } from "../sdk/single-request-transport.ts";
import { STREAM_HEADERS } from "../sse.ts";
import { Classifier, type FastPathRequest } from "./classify.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A pair is sent as one body. Answers to other requests share its first buffer. */
  readonly body: Buffer | Readable | readonly [shared: Buffer, end: Buffer];
}

const JSON_HEADERS = { "content-type": "application/json" };

export class FastPath {
  readonly #catalogue: Catalogue;
  readonly #createServer: () => Server;
  readonly #classifier: Classifier;
  /** Servers without a connection. */
  readonly #idle: Server[] = [];
  /** The beginning of each list's response up to the end of the result, by era and method. */
  readonly #lists = new Map<string, Promise<Buffer>>();

  /** `createServer` creates an SDK server that answers one request at a time. */
  constructor(catalogue: Catalogue, createServer: () => Server) {
    this.#catalogue = catalogue;
    this.#createServer = createServer;
    this.#classifier = new Classifier(fastMethods(catalogue));
  }

  /**
   * Resolves with undefined if the request must go to the SDK's HTTP handler. Calls `disconnected` for a signal that
   * aborts when the client disconnects, only if there is something to cancel.
   */
  async answer(
    headers: IncomingHttpHeaders,
    body: unknown,
    disconnected: () => AbortSignal,
  ): Promise<Answer | undefined> {
    const accepted = this.#classifier.classify(headers, body);
    if (!accepted) return undefined;
    const { request, classification } = accepted;
    if (request.method === "tools/call") {
      // Only the SDK's handler compares arguments with headers.
      if (this.#catalogue.headerSchema(request.params?.name as string)) return undefined;
      const response = await this.#run(accepted, disconnected());
      return response && (response instanceof Readable ? stream(response) : whole(response));
    }
    const key = `${classification.era} ${request.method}`;
    let list = this.#lists.get(key);
    if (!list) {
      list = this.#list(accepted);
      this.#lists.set(key, list);
      list.catch(() => this.#lists.delete(key));
    }
    // The SDK writes the members of a response in this order.
    const end = Buffer.from(`,"jsonrpc":"2.0","id":${JSON.stringify(request.id)}}`);
    return { status: 200, headers: JSON_HEADERS, body: [await list, end] };
  }

  async #list(accepted: FastPathRequest): Promise<Buffer> {
    const response = await this.#run(accepted, new AbortController().signal);
    if (!response || !("result" in response))
      throw new Error(`${accepted.request.method} returned no result`);
    return Buffer.from(`{"result":${JSON.stringify(response.result)}`);
  }

  async #run(
    { request, classification, revision }: FastPathRequest,
    signal: AbortSignal,
  ): Promise<JSONRPCMessage | Readable | undefined> {
    if (signal.aborted) return undefined;
    const server = this.#idle.pop() ?? this.#createServer();
    const transport = new SingleRequestTransport(classification, revision);
    const cancel = (): void => void transport.close();
    signal.addEventListener("abort", cancel, { once: true });
    void transport.ended.then(() => {
      signal.removeEventListener("abort", cancel);
      // A server that is still connected would refuse the next request.
      if (server.transport === undefined) this.#idle.push(server);
    });
    return transport.run(server, request);
  }
}

/** The methods whose answer depends on nothing but the request. */
function fastMethods(catalogue: Catalogue): ReadonlySet<string> {
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
  // The only error of a handler for which the specification requires an HTTP status other than 200.
  const isRefused =
    "error" in message && message.error.code === ProtocolErrorCode.MissingRequiredClientCapability;
  return {
    status: isRefused ? 400 : 200,
    headers: JSON_HEADERS,
    body: Buffer.from(JSON.stringify(message)),
  };
}

function stream(body: Readable): Answer {
  return { status: 200, headers: STREAM_HEADERS, body };
}
