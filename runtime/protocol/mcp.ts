/** A catalogue behind the Model Context Protocol: both eras, over HTTP and stdio. */
import {
  createMcpHandler,
  type JSONRPCMessage,
  type JSONRPCRequest,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  SUPPORTED_PROTOCOL_VERSIONS,
} from "@modelcontextprotocol/server";
import { silentCaller } from "../execute/caller.ts";
import type { Catalogue } from "../execute/catalogue.ts";
import type { Logger } from "../serve/log.ts";
import { type Classification, Classifier, type Headers, MODERN } from "./classify.ts";
import { Exchange } from "./exchange.ts";
import { type Answer, ListAnswer } from "./list.ts";

/** How long a client may keep a list: a running server's lists never change. */
const CACHE_HINT = { ttlMs: 300_000, cacheScope: "public" } as const;

/** An SDK server over a catalogue. It holds no state of its own and serves one connection at a time. */
export function createServer(catalogue: Catalogue): Server {
  const { name, title, version, instructions } = catalogue.info;
  const server = new Server(
    { name, title, version },
    {
      capabilities: { tools: {} },
      supportedProtocolVersions: [MODERN, ...SUPPORTED_PROTOCOL_VERSIONS],
      ...(instructions !== undefined && { instructions }),
      cacheHints: { "tools/list": CACHE_HINT, "server/discover": CACHE_HINT },
    },
  );
  server.setRequestHandler("tools/list", () => ({ tools: catalogue.advertised as never }));
  server.setRequestHandler("tools/call", async ({ params }, ctx) => {
    if (!catalogue.has(params.name))
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${params.name}`);
    const { transport } = server;
    const args = transport instanceof Exchange ? transport.arguments : params.arguments;
    return catalogue.call(params.name, args, silentCaller(ctx.mcpReq.signal, MODERN));
  });
  return server;
}

/**
 * Serves a catalogue over HTTP. Plain requests for lists and calls go a short way; everything else, and
 * everything that is not plainly right, goes through the SDK's own handler, which knows every refusal.
 */
export class Endpoint {
  /** The SDK's handler, for whatever the short way does not take. */
  readonly handler: ReturnType<typeof createMcpHandler>;
  readonly #catalogue: Catalogue;
  readonly #classifier = new Classifier();
  readonly #idle: Server[] = [];
  readonly #lists = new Map<string, Promise<ListAnswer>>();

  constructor(catalogue: Catalogue, logger: Logger) {
    this.#catalogue = catalogue;
    this.handler = createMcpHandler(() => createServer(catalogue), {
      onerror: (error) => logger.debug({ server: catalogue.name, err: error }, "request refused"),
    });
  }

  /**
   * The JSON of an answer the short way; undefined if the request must go the SDK's.
   * `gone` is asked for the signal of a client that hung up, and only where there is something to cancel.
   */
  async answer(headers: Headers, body: unknown, gone: () => AbortSignal): Promise<Answer | undefined> {
    const plain = this.#classifier.classify(headers, body);
    if (!plain) return undefined;
    const { request, classification } = plain;
    if (request.method === "tools/call") {
      const response = await this.#run(request, classification, gone());
      return response && { body: Buffer.from(JSON.stringify(response)) };
    }
    const key = `${classification.era} ${request.method}`;
    let list = this.#lists.get(key);
    if (!list) {
      list = this.#list(request, classification);
      this.#lists.set(key, list);
      list.catch(() => this.#lists.delete(key));
    }
    return (await list).answer(request.id);
  }

  async close(): Promise<void> {
    await this.handler.close();
  }

  /** The result of a list, as the SDK encodes it. */
  async #list(request: JSONRPCRequest, classification: Classification): Promise<ListAnswer> {
    const response = await this.#run(request, classification, new AbortController().signal);
    if (!response || !("result" in response)) throw new Error(`${request.method} gave no result`);
    return new ListAnswer(JSON.stringify(response.result));
  }

  async #run(
    request: JSONRPCRequest,
    classification: Classification,
    signal: AbortSignal,
  ): Promise<JSONRPCMessage | undefined> {
    if (signal.aborted) return undefined;
    const server = this.#idle.pop() ?? createServer(this.#catalogue);
    const exchange = new Exchange(classification);
    const cancel = (): void => void exchange.close();
    signal.addEventListener("abort", cancel, { once: true });
    try {
      return await exchange.run(server, request);
    } finally {
      signal.removeEventListener("abort", cancel);
      // One that is still connected would refuse its next request.
      if (server.transport === undefined) this.#idle.push(server);
    }
  }
}
