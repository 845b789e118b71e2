/** A catalogue behind the Model Context Protocol: both eras, over HTTP and stdio. */
import {
  classifyInboundRequest,
  createMcpHandler,
  type JSONRPCMessage,
  type JSONRPCRequest,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  SUPPORTED_PROTOCOL_VERSIONS,
} from "@modelcontextprotocol/server";
import type { Catalogue } from "./catalogue.ts";
import { Exchange } from "./exchange.ts";
import type { Logger } from "./log.ts";

/** The stateless revision. Earlier ones, which start with `initialize`, are the SDK's own list. */
const MODERN = "2026-07-28";

/** How long a client may keep a list: a running server's lists never change. */
const CACHE_HINT = { ttlMs: 300_000, cacheScope: "public" } as const;

/** Headers of a request as Node gives them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

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
    return catalogue.call(params.name, params.arguments, ctx.mcpReq.signal);
  });
  return server;
}

/** The answer of the short way: bytes of a JSON body. */
export interface Answer {
  readonly body: Buffer;
}

/**
 * Serves a catalogue over HTTP. Plain requests for lists and calls go a short way; everything else, and
 * everything that is not plainly right, goes through the SDK's own handler, which knows every refusal.
 */
export class Endpoint {
  /** The SDK's handler, for whatever the short way does not take. */
  readonly handler: ReturnType<typeof createMcpHandler>;
  readonly #catalogue: Catalogue;
  readonly #idle: Server[] = [];
  readonly #lists = new Map<string, Promise<Buffer>>();

  constructor(catalogue: Catalogue, logger: Logger) {
    this.#catalogue = catalogue;
    this.handler = createMcpHandler(() => createServer(catalogue), {
      onerror: (error) => logger.debug({ server: catalogue.name, err: error }, "request refused"),
    });
  }

  /** Answers a request the short way; undefined if it must go the SDK's. */
  async answer(headers: Headers, body: unknown, signal: AbortSignal): Promise<Answer | undefined> {
    const plain = classify(headers, body);
    if (!plain) return undefined;
    const { request, classification } = plain;
    if (request.method === "tools/call") {
      const response = await this.#run(request, classification, signal);
      return response && { body: Buffer.from(JSON.stringify(response)) };
    }
    const key = `${classification.era} ${request.method}`;
    let list = this.#lists.get(key);
    if (!list) {
      list = this.#list(request, classification);
      this.#lists.set(key, list);
    }
    return { body: Buffer.concat([OPEN, Buffer.from(JSON.stringify(request.id)), RESULT, await list]) };
  }

  async close(): Promise<void> {
    await this.handler.close();
  }

  /** The result of a list as the SDK encodes it, and the end of the message. Only the id is ever different. */
  async #list(request: JSONRPCRequest, classification: Plain["classification"]): Promise<Buffer> {
    const response = await this.#run(request, classification, new AbortController().signal);
    if (!response || !("result" in response)) throw new Error(`${request.method} gave no result`);
    return Buffer.from(`${JSON.stringify(response.result)}}`);
  }

  async #run(
    request: JSONRPCRequest,
    classification: Plain["classification"],
    signal: AbortSignal,
  ): Promise<JSONRPCMessage | undefined> {
    const server = this.#idle.pop() ?? createServer(this.#catalogue);
    const exchange = new Exchange(classification);
    const cancel = (): void => void exchange.close();
    signal.addEventListener("abort", cancel, { once: true });
    try {
      return await exchange.run(server, request);
    } finally {
      signal.removeEventListener("abort", cancel);
      this.#idle.push(server);
    }
  }
}

const OPEN = Buffer.from('{"jsonrpc":"2.0","id":');
const RESULT = Buffer.from(',"result":');

interface Plain {
  readonly request: JSONRPCRequest;
  readonly classification: ConstructorParameters<typeof Exchange>[0];
}

/**
 * Whether a request can go the short way: a list without cursor or a call that wants no progress, with
 * every header in place and in agreement with the body.
 */
function classify(headers: Headers, body: unknown): Plain | undefined {
  const version = single(headers["mcp-protocol-version"]);
  const method = single(headers["mcp-method"]);
  const name = single(headers["mcp-name"]);
  const outcome = classifyInboundRequest({
    httpMethod: "POST",
    body,
    ...(version !== undefined && { protocolVersionHeader: version }),
    ...(method !== undefined && { mcpMethodHeader: method }),
    ...(name !== undefined && { mcpNameHeader: name }),
  });
  const request = body as JSONRPCRequest;
  if (outcome.kind === "modern") {
    if (outcome.messageKind !== "request" || outcome.classification.revision !== MODERN) return undefined;
    if (version !== MODERN || method !== request.method) return undefined;
    if (request.method === "tools/call" ? name !== request.params?.name : name !== undefined)
      return undefined;
    return isPlain(request, true) ? { request, classification: outcome.classification } : undefined;
  }
  if (outcome.kind !== "legacy" || outcome.reason !== "no-claim") return undefined;
  if (version !== undefined && !SUPPORTED_PROTOCOL_VERSIONS.includes(version)) return undefined;
  const accept = single(headers.accept) ?? "";
  if (!accept.includes("application/json") || !accept.includes("text/event-stream")) return undefined;
  return isPlain(request, false) ? { request, classification: { era: "legacy" } } : undefined;
}

function isPlain({ method, params }: JSONRPCRequest, modern: boolean): boolean {
  if (params?._meta?.progressToken !== undefined) return false;
  if (method === "tools/call") return typeof params?.name === "string";
  return (
    (method === "tools/list" || (modern && method === "server/discover")) && params?.cursor === undefined
  );
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
