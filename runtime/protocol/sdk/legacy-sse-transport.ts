import type { ServerResponse } from "node:http";
import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/server";
import type { SSEServerTransport } from "@modelcontextprotocol/server-legacy/sse";
import { KEEP_ALIVE, KEEP_ALIVE_MS } from "../sse.ts";

/** Bytes that may wait for a client that does not read, before it is disconnected. */
const MAX_WAITING = 4 * 1024 * 1024;

/** One connection of HTTP+SSE: the stream to the client, and the messages posted beside it. */
export type LegacySseTransport = Transport &
  Pick<SSEServerTransport, "sessionId" | "handleMessage" | "close"> & {
    /** Ends the stream as soon as every request is answered. */
    drain(): void;
  };

/** Creates a transport that writes to `res` and tells the client to post to the path `endpoint`. */
export type OpenLegacySse = (endpoint: string, res: ServerResponse) => LegacySseTransport;

/**
 * Imports `@modelcontextprotocol/server-legacy`, an optional dependency. Throws a `TypeError` that says how to
 * install it if it is missing.
 */
export async function importLegacySse(): Promise<OpenLegacySse> {
  const { SSEServerTransport } = await import("@modelcontextprotocol/server-legacy/sse").catch((error) => {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new TypeError(
      "HTTP+SSE needs a package that is not installed: npm install @modelcontextprotocol/server-legacy",
    );
  });

  /**
   * The SDK's transport, with bounded memory, keep-alive comments and a graceful end.
   *
   * Relies on this behaviour of `@modelcontextprotocol/server-legacy` 2.3:
   * - `handleMessage` rejects what is not a JSON-RPC message, and calls `onmessage` before it resolves.
   * - `send` writes to the response at once and without regard to `writableLength`.
   * - `close` ends the response; when the response closes, the transport calls `onclose`.
   */
  class BoundedSseTransport extends SSEServerTransport {
    readonly #res: ServerResponse;
    readonly #running = new Set<unknown>();
    #isDraining = false;

    constructor(endpoint: string, res: ServerResponse) {
      super(endpoint, res);
      this.#res = res;
      const timer = setInterval(() => {
        if (!res.writableEnded) res.write(KEEP_ALIVE);
      }, KEEP_ALIVE_MS).unref();
      res.once("close", () => clearInterval(timer));
    }

    override async handleMessage(...[message, extra]: Parameters<SSEServerTransport["handleMessage"]>) {
      const { id, method, params } = Object(message) as { id?: unknown; method?: unknown; params?: unknown };
      // Recorded first: the answer may be sent before `handleMessage` resolves.
      if (method !== undefined && id !== undefined) this.#running.add(id);
      try {
        await super.handleMessage(message, extra);
      } catch (error) {
        this.#remove(id);
        throw error;
      }
      if (method === "notifications/cancelled") this.#remove(Object(params).requestId);
    }

    override async send(message: JSONRPCMessage): Promise<void> {
      if (this.#res.writableLength > MAX_WAITING) this.#res.destroy();
      await super.send(message);
      if ("result" in message || "error" in message) this.#remove(message.id);
    }

    drain(): void {
      this.#isDraining = true;
      this.#remove(undefined);
    }

    #remove(id: unknown): void {
      this.#running.delete(id);
      if (this.#isDraining && this.#running.size === 0) this.close().catch(() => {});
    }
  }
  return (endpoint, res) => new BoundedSseTransport(endpoint, res);
}
