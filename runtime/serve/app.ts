/** The Koa application that serves MCP. */
import Koa from "koa";
import { Catalogue } from "../catalogue.ts";
import { Upstream, type UpstreamOptions } from "../http/upstream.ts";
import { createLogger, type Logger } from "../log.ts";
import { Endpoint } from "../protocol/endpoint.ts";
import { checkStateKey } from "../protocol/input.ts";
import { createServer } from "../protocol/mcp.ts";
import { importLegacySse } from "../protocol/sdk/legacy-sse-transport.ts";
import type { ServerDefinition } from "../server.ts";
import { openSessions, type SessionOptions } from "../sessions/options.ts";
import { Sessions } from "../sessions/sessions.ts";
import { STORE_LIMITS } from "../sessions/store.ts";
import { readBaseUrls } from "./base-urls.ts";
import { type HostOriginOptions, HostOriginPolicy } from "./host-origin.ts";
import { LegacySse } from "./legacy-sse.ts";
import { type Route, router } from "./router.ts";
import { streamable } from "./streamable.ts";

export interface AppOptions extends HostOriginOptions {
  readonly servers: readonly ServerDefinition[];
  /**
   * Base URLs by server name, and by `server.upstream` for named upstreams, without credentials, query and fragment.
   * They override the documents' base URLs and may name private addresses, which documents may not.
   */
  readonly baseUrls?: Readonly<Record<string, string | URL>>;
  /** Maximum size of a request body in bytes. 4 MiB. */
  readonly maxRequestBytes?: number;
  readonly upstream?: Partial<UpstreamOptions>;
  /**
   * Sessions for clients of the protocol's 2025 era, in which they can be asked questions, be notified of changes and
   * resume streams. Without sessions each of their requests stands alone.
   */
  readonly sessions?: true | SessionOptions;
  /**
   * Also serves HTTP+SSE, the deprecated transport of 2024-11-05, at `/<name>/sse` and `/<name>/messages`. Needs the
   * package `@modelcontextprotocol/server-legacy`.
   */
  readonly legacySse?: boolean;
  /**
   * Signs the state that clients of 2026-07-28 carry from one round of questions to the next: at least 32 bytes, the
   * same on all nodes that serve the same clients. Default: `SPECLATHE_STATE_KEY`, or else a random key.
   */
  readonly stateKey?: string;
  /**
   * For diagnosis: false sends every request through the SDK's HTTP handler, which is slower and gives the same
   * results. Default: true.
   *
   * @internal
   */
  readonly fastPath?: boolean;
  readonly logger?: Logger;
}

/** A Koa application that serves MCP. It can be extended, mounted in another application, or listened with. */
export interface McpApp extends Koa {
  /** The served catalogues by server name. */
  readonly catalogues: ReadonlyMap<string, Catalogue>;
  /** Ends the streams that would stay open. Requests under way are still answered. */
  drain(): void;
  /** Ends streams and sessions, and closes the connections to the upstreams. */
  dispose(): Promise<void>;
}

/**
 * Serves each server at `/<name>/mcp`, and `/healthz`; all other paths go to middleware that is added later. Throws a
 * `TypeError` for an invalid option and for two servers of the same name.
 */
export async function createApp(options: AppOptions): Promise<McpApp> {
  const logger = options.logger ?? createLogger();
  const policy = new HostOriginPolicy(options);
  const upstream = new Upstream(options.upstream);
  const stateKey = options.stateKey ?? (process.env.SPECLATHE_STATE_KEY || undefined);
  if (stateKey !== undefined) checkStateKey(stateKey);
  const catalogues = new Map<string, Catalogue>();
  for (const definition of options.servers) {
    const { name } = definition;
    if (catalogues.has(name)) throw new TypeError(`Two servers have the name "${name}": rename one of them.`);
    const catalogue = await Catalogue.open(definition, {
      upstream,
      baseUrls: readBaseUrls(definition, options.baseUrls ?? {}, logger),
      logger,
      ...(stateKey !== undefined && { stateKey }),
    });
    catalogues.set(name, catalogue);
  }

  const openSse = options.legacySse && (await importLegacySse());
  const settings = await openSessions(options.sessions, logger);
  const routes = new Map<string, Route>();
  const parts: Part[] = [];
  for (const [name, catalogue] of catalogues) {
    const create = () => createServer(catalogue);
    const endpoint = new Endpoint(catalogue, { logger, fastPath: options.fastPath ?? true });
    const sessions = settings && new Sessions({ ...settings, server: name, createServer: create, logger });
    routes.set(`/${name}/mcp`, streamable(endpoint, sessions));
    parts.push(endpoint, ...(sessions ? [sessions] : []));
    if (!openSse) continue;
    const sse = new LegacySse(openSse, create, settings?.maxSessions ?? STORE_LIMITS.maxSessions);
    routes.set(`/${name}/sse`, (request) => sse.stream(request));
    routes.set(`/${name}/messages`, (request) => sse.post(request));
    parts.push(sse);
  }

  const app = new Koa();
  // Clients cause these errors: they disconnect during an answer, or send bytes that are not HTTP.
  app.on("error", (error: NodeJS.ErrnoException) => {
    const isClientError = /^(?:EPIPE|ECONNRESET|ECONNABORTED|ERR_STREAM_PREMATURE_CLOSE|HPE_\w+)$/.test(
      error.code ?? "",
    );
    logger[isClientError ? "debug" : "error"]({ err: error }, "a response could not be completed");
  });
  app.use(health);
  app.use(router(routes, policy, options.maxRequestBytes ?? 4 * 1024 * 1024));
  return Object.assign(app, {
    catalogues,
    drain: () => {
      for (const part of parts) part.drain();
    },
    dispose: async () => {
      await Promise.all(parts.map((part) => part.close()));
      await settings?.close();
      await upstream.close();
    },
  });
}

/** A part of the application that keeps streams or connections open. */
interface Part {
  drain(): void;
  close(): Promise<void>;
}

async function health(ctx: Koa.Context, next: Koa.Next): Promise<void> {
  if (ctx.path !== "/healthz") return next();
  ctx.body = { status: "ok" };
}
