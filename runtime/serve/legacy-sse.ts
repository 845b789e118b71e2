/** HTTP+SSE, the transport of 2024-11-05: one stream to the client, and messages posted beside it. */
import type { Server } from "@modelcontextprotocol/server";
import type { LegacySseTransport, OpenLegacySse } from "../protocol/sdk/legacy-sse-transport.ts";
import { type AcceptedRequest, refuse } from "./router.ts";

/** The connections of one server. A session is one connection: it ends with its stream. */
export class LegacySse {
  readonly #open: OpenLegacySse;
  readonly #createServer: () => Server;
  readonly #max: number;
  readonly #connections = new Map<string, LegacySseTransport>();

  /** `max`: simultaneous connections. */
  constructor(open: OpenLegacySse, createServer: () => Server, max: number) {
    this.#open = open;
    this.#createServer = createServer;
    this.#max = max;
  }

  /** `GET /<name>/sse`: opens the stream, whose first event is the path for messages. */
  async stream({ ctx }: AcceptedRequest): Promise<void> {
    if (ctx.method !== "GET") {
      ctx.set("Allow", "GET");
      return refuse(ctx, 405, -32000, "Method not allowed.");
    }
    if (this.#connections.size >= this.#max) {
      ctx.set("Retry-After", "60");
      return refuse(ctx, 503, -32000, "Too many connections are open");
    }
    // `originalUrl` includes the path under which this application is mounted.
    const { pathname } = new URL(ctx.originalUrl, "http://localhost");
    const transport = this.#open(pathname.replace(/sse$/, "messages"), ctx.res);
    const { sessionId } = transport;
    this.#connections.set(sessionId, transport);
    ctx.res.once("close", () => this.#connections.delete(sessionId));
    // The transport writes the response.
    ctx.respond = false;
    await this.#createServer().connect(transport);
  }

  /** `POST /<name>/messages?sessionId=…`: accepts a message, whose answer is sent on the stream. */
  async post({ ctx, body }: AcceptedRequest): Promise<void> {
    if (ctx.method !== "POST") {
      ctx.set("Allow", "POST");
      return refuse(ctx, 405, -32000, "Method not allowed.");
    }
    const { sessionId } = ctx.query;
    if (sessionId === undefined) return refuse(ctx, 400, -32000, "Bad Request: sessionId is required");
    const transport = this.#connections.get(String(sessionId));
    if (!transport) return refuse(ctx, 404, -32001, "Session not found");
    try {
      await transport.handleMessage(body);
    } catch {
      return refuse(ctx, 400, -32600, "Invalid Request: the body is not a JSON-RPC message");
    }
    ctx.status = 202;
    ctx.body = "Accepted";
  }

  drain(): void {
    for (const transport of this.#connections.values()) transport.drain();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#connections.values()].map((transport) => transport.close()));
  }
}
