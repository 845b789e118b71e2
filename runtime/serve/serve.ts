/** From an application to a process that serves: listening, warming up, going away in good order. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { createServer as createMcpServer } from "../protocol/mcp.ts";
import { type AppOptions, createApp, type McpApp } from "./app.ts";
import { environmentName } from "./base-urls.ts";
import { Connections } from "./connections.ts";
import { StdioTransport } from "./stdio.ts";

export interface ListenOptions extends AppOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Address to bind to; also a host name that requests may be for. */
  readonly host: string;
}

export interface Listening {
  /** `http://host:port`, without a slash at the end. */
  readonly origin: string;
  readonly app: McpApp;
  /** Stops taking connections and resolves when what was under way is answered, or after `graceMs`. */
  close(graceMs?: number): Promise<void>;
}

/** Serves over HTTP. Rejects with the system's error where the address cannot be taken. */
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

/** Imports the tools while nobody waits for them. A fault shows in the log at once, and again in each call. */
function warm(app: McpApp, { logger }: AppOptions): void {
  for (const catalogue of app.catalogues.values())
    setImmediate(async () => {
      try {
        for (const upstream of await catalogue.missingBaseUrls())
          logger?.warn(
            { server: catalogue.name, upstream },
            `nobody said where the API is: set ${environmentName(upstream)} or --base-url ${upstream}=URL`,
          );
      } catch (error) {
        logger?.error({ server: catalogue.name, err: error }, "the tools cannot be imported");
      }
    });
}

/**
 * Serves one server over standard input and output, until the input ends or a signal comes, and what is under
 * way is answered, or for `graceMs` more.
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
    onerror: (error) => options.logger?.debug({ err: error }, "message refused"),
  });
  await Promise.race([ended, firstSignal()]);
  await transport.answered(graceMs);
  await handle.close();
  await app.dispose();
}

/** The second one ends the process at once, as signals do. */
function firstSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
