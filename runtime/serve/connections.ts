import type { Server } from "node:http";
import type { Socket } from "node:net";

/**
 * Lets a server close as soon as everything is answered. Node closes connections that are idle when it is
 * told to close; it leaves those that are answered after that, which a client keeps for a next request, and
 * those on which nothing was ever asked, which clients open ahead.
 */
export class Connections {
  readonly #server: Server;
  readonly #unused = new Set<Socket>();

  constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket: Socket) => {
      this.#unused.add(socket);
      socket.once("close", () => this.#unused.delete(socket));
    });
    server.on("request", ({ socket }, response) => {
      this.#unused.delete(socket);
      response.once("close", () => {
        if (!server.listening) setImmediate(() => server.closeIdleConnections());
      });
    });
  }

  /** Stops taking connections and resolves when the last one is closed, by force after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    for (const socket of this.#unused) if (socket.bytesRead === 0) socket.destroy();
    const force = setTimeout(() => this.#server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(force);
  }
}
