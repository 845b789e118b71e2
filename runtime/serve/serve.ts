/** Serves an application as a process: listening, warming up and graceful shutdown. */
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { createServer as createMcpServer } from "../protocol/mcp.ts";
import { StdioTransport } from "../protocol/sdk/stdio-transport.ts";
import { type AppOptions, createApp, type McpApp } from "./app.ts";
import { environmentName } from "./base-urls.ts";

export interface ListenOptions extends AppOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Address to bind to. Requests may also name it as their host. */
  readonly host: string;
}

export interface Listening {
  /** `http://host:port`, without a slash at the end. */
  readonly origin: string;
  readonly app: McpApp;
  /** Stops accepting connections. Resolves when the requests under way are answered, or after `graceMs`; 10,000. */
  close(graceMs?: number): Promise<void>;
}

/** Serves over HTTP. Rejects with the system's error if the address cannot be bound. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const { host } = options;
  const app = await createApp({ ...options, allowedHosts: [host, ...(options.allowedHosts ?? [])] });
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 },
    app.callback(),
  );
  const connections = new Connections(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  warm(app, options);
  const { port, family, address } = server.address() as AddressInfo;
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : family === "IPv6" ? `[${address}]` : host;
  const close = async (graceMs = 10_000): Promise<void> => {
    app.drain();
    await connections.close(graceMs);
    await app.dispose();
  };
  return { origin: `http://${shown}:${port}`, app, close };
}

/**
 * Serves one server over standard input and output, until the input ends or the process gets SIGINT or SIGTERM. Then
 * resolves when the requests under way are answered, or after `graceMs`.
 */
export async function listenStdio(options: AppOptions, graceMs = 10_000): Promise<void> {
  const app = await createApp(options);
  const [catalogue] = app.catalogues.values();
  if (!catalogue) throw new TypeError("There is no server to serve.");
  warm(app, options);
  const transport = new StdioTransport();
  const ended = transport.ended();
  const handle = serveStdio(() => createMcpServer(catalogue), {
    transport,
    onerror: (error) => options.logger?.debug({ err: error }, "a message was refused"),
  });
  await Promise.race([ended, firstSignal()]);
  await transport.answered(graceMs);
  await handle.close();
  await app.dispose();
}

/** Imports the tools before the first call needs them. Logs a failure now; each call fails with it again. */
function warm(app: McpApp, { logger }: AppOptions): void {
  for (const catalogue of app.catalogues.values())
    setImmediate(async () => {
      try {
        for (const upstream of await catalogue.missingBaseUrls())
          logger?.warn(
            { server: catalogue.name, upstream },
            `the base URL of ${upstream} is not set: set ${environmentName(upstream)} or --base-url ${upstream}=URL`,
          );
      } catch (error) {
        logger?.error({ server: catalogue.name, err: error }, "the tools cannot be imported");
      }
    });
}

/** Each signal is handled once, so a second one ends the process at once. */
function firstSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

/**
 * Lets an HTTP server close as soon as every request is answered. On `close`, Node ends the connections that are idle
 * at that moment. It keeps those whose response ends later and those that never carried a request.
 */
class Connections {
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

  /** Stops accepting connections. Resolves when all are closed; destroys those that are left after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    for (const socket of this.#unused) if (socket.bytesRead === 0) socket.destroy();
    const force = setTimeout(() => this.#server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(force);
  }
}
