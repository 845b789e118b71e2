/** The transport of 2024-11-05, HTTP+SSE: one stream to the client, and messages posted beside it. */
import type { ServerResponse } from "node:http";
import type { JSONRPCMessage, Server } from "@modelcontextprotocol/server";
import type { SSEServerTransport } from "@modelcontextprotocol/server-legacy/sse";
import { type Arrived, refuse } from "./edge.ts";

const KEEP_ALIVE_MS = 15_000;
/** Bytes that wait for a client that does not read, before it is cut off. */
const MAX_WAITING = 4 * 1024 * 1024;

type Transport = Pick<SSEServerTransport, "sessionId" | "handleMessage" | "close"> & {
  /** Ends the stream as soon as everything that was asked is answered. */
  drain(): void;
};
type Open = (endpoint: string, res: ServerResponse) => Transport & Parameters<Server["connect"]>[0];

/** Connections of one server. A connection is a session: it ends with its stream. */
export class LegacySse {
  readonly #open: Open;
  readonly #createServer: () => Server;
  readonly #max: number;
  readonly #connections = new Map<string, Transport>();

  /** `open` makes a transport; `max`: connections at once. */
  constructor(open: Open, createServer: () => Server, max: number) {
    this.#open = open;
    this.#createServer = createServer;
    this.#max = max;
  }

  /** `GET /<name>/sse`: opens the stream, whose first event says where to post. */
  async stream({ ctx }: Arrived): Promise<void> {
    if (ctx.method !== "GET") {
      ctx.set("Allow", "GET");
      return refuse(ctx, 405, -32000, "Method not allowed.");
    }
    if (this.#connections.size >= this.#max) {
      ctx.set("Retry-After", "60");
      return refuse(ctx, 503, -32000, "Too many connections are open");
    }
    // What it was mounted under belongs to the address.
    const { pathname } = new URL(ctx.originalUrl, "http://localhost");
    const transport = this.#open(pathname.replace(/sse$/, "messages"), ctx.res);
    const { sessionId } = transport;
    this.#connections.set(sessionId, transport);
    ctx.res.once("close", () => this.#connections.delete(sessionId));
    // From here on the transport writes the response.
    ctx.respond = false;
    await this.#createServer().connect(transport);
  }

  /** `POST /<name>/messages?sessionId=…`: a message, whose answer comes on the stream. */
  async post({ ctx, body }: Arrived): Promise<void> {
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
      return refuse(ctx, 400, -32600, "Invalid Request: this is no JSON-RPC message");
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

/**
 * Imports the SDK's transport, which is an optional dependency. Throws a `TypeError` that names it if it is not
 * installed.
 */
export async function importLegacySse(): Promise<Open> {
  const { SSEServerTransport } = await import("@modelcontextprotocol/server-legacy/sse").catch((error) => {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new TypeError(
      "HTTP+SSE needs a package that is not installed: npm install @modelcontextprotocol/server-legacy",
    );
  });

  class Bounded extends SSEServerTransport {
    readonly #res: ServerResponse;
    readonly #running = new Set<unknown>();
    #isDraining = false;

    constructor(endpoint: string, res: ServerResponse) {
      super(endpoint, res);
      this.#res = res;
      const timer = setInterval(() => {
        if (!res.writableEnded) res.write(": keepalive\n\n");
      }, KEEP_ALIVE_MS).unref();
      res.once("close", () => clearInterval(timer));
    }

    override async handleMessage(...[message, extra]: Parameters<SSEServerTransport["handleMessage"]>) {
      const { id, method, params } = Object(message) as { id?: unknown; method?: unknown; params?: unknown };
      // It may be answered before this call ends.
      if (method !== undefined && id !== undefined) this.#running.add(id);
      try {
        await super.handleMessage(message, extra);
      } catch (error) {
        this.#settle(id);
        throw error;
      }
      if (method === "notifications/cancelled") this.#settle(Object(params).requestId);
    }

    override async send(message: JSONRPCMessage): Promise<void> {
      if (this.#res.writableLength > MAX_WAITING) this.#res.destroy();
      await super.send(message);
      if ("result" in message || "error" in message) this.#settle(message.id);
    }

    drain(): void {
      this.#isDraining = true;
      this.#settle(undefined);
    }

    #settle(id: unknown): void {
      this.#running.delete(id);
      if (this.#isDraining && this.#running.size === 0) this.close().catch(() => {});
    }
  }
  return (endpoint, res) => new Bounded(endpoint, res);
}
