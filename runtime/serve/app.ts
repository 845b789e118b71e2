/** The Koa application: the edge where HTTP ends and the protocol begins. */
import Koa from "koa";
import { Catalogue } from "../catalogue.ts";
import { Upstream, type UpstreamOptions } from "../http/upstream.ts";
import { createLogger, type Logger } from "../log.ts";
import { Endpoint } from "../protocol/endpoint.ts";
import { checkStateKey } from "../protocol/input.ts";
import { createServer } from "../protocol/mcp.ts";
import type { ServerDefinition } from "../server.ts";
import { openSessions, type SessionOptions } from "../sessions/options.ts";
import { Sessions } from "../sessions/sessions.ts";
import { STORE_LIMITS } from "../sessions/store.ts";
import { readBaseUrls } from "./base-urls.ts";
import { edge, type Mount } from "./edge.ts";
import { Gate, type GateOptions } from "./host-origin.ts";
import { importLegacySse, LegacySse } from "./legacy-sse.ts";
import { streamable } from "./streamable.ts";

export interface AppOptions extends GateOptions {
  readonly servers: readonly ServerDefinition[];
  /**
   * Base URLs by server name, and by `server.upstream` for further upstreams, in place of the documents' own. They
   * may lead anywhere; a document's own only to public addresses. Without credentials and without a query.
   */
  readonly baseUrls?: Readonly<Record<string, string | URL>>;
  /** Bytes of a request body; 4 MiB. */
  readonly maxRequestBytes?: number;
  readonly upstream?: Partial<UpstreamOptions>;
  /**
   * Sessions for clients of the protocol's 2025 era, who can then be asked, told of changes, and take up streams
   * that were cut. Without them each of their requests stands alone.
   */
  readonly sessions?: true | SessionOptions;
  /**
   * The transport of 2024-11-05, HTTP+SSE, beside: `/<name>/sse` and `/<name>/messages`. It is deprecated, and its
   * package, `@modelcontextprotocol/server-legacy`, is one to install where it is wanted.
   */
  readonly legacySse?: boolean;
  /**
   * At least 32 bytes, the same for all nodes that serve the same clients: it signs what clients of 2026-07-28 carry
   * from one round of questions to the next. `SPECLATHE_STATE_KEY`, or else one of this process, if it is left out.
   */
  readonly stateKey?: string;
  readonly logger?: Logger;
}

/** A Koa application that serves MCP, to extend, to mount or to listen with. */
export interface McpApp extends Koa {
  /** What is served, by name. */
  readonly catalogues: ReadonlyMap<string, Catalogue>;
  /** Ends the streams that would go on without end; what was asked is still answered. */
  drain(): void;
  /** Ends open streams, sessions and connections to the upstreams. */
  dispose(): Promise<void>;
}

/**
 * Serves each server at `/<name>/mcp`, and `/healthz`. Other paths are left to middleware that is added
 * later. Throws a `TypeError` for an option that makes no sense and for two servers of one name.
 */
export async function createApp(options: AppOptions): Promise<McpApp> {
  const logger = options.logger ?? createLogger();
  const gate = new Gate(options);
  const upstream = new Upstream(options.upstream);
  const stateKey = options.stateKey ?? (process.env.SPECLATHE_STATE_KEY || undefined);
  if (stateKey !== undefined) checkStateKey(stateKey);
  const catalogues = new Map<string, Catalogue>();
  for (const definition of options.servers) {
    const { name } = definition;
    if (catalogues.has(name)) throw new TypeError(`There are two servers called "${name}".`);
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
  const mounts = new Map<string, Mount>();
  const parts: Part[] = [];
  for (const [name, catalogue] of catalogues) {
    const create = () => createServer(catalogue);
    const endpoint = new Endpoint(catalogue, logger);
    const sessions = settings && new Sessions({ ...settings, server: name, createServer: create, logger });
    mounts.set(`/${name}/mcp`, streamable(endpoint, sessions));
    parts.push(endpoint, ...(sessions ? [sessions] : []));
    if (!openSse) continue;
    const sse = new LegacySse(openSse, create, settings?.maxSessions ?? STORE_LIMITS.maxSessions);
    mounts.set(`/${name}/sse`, (arrived) => sse.stream(arrived));
    mounts.set(`/${name}/messages`, (arrived) => sse.post(arrived));
    parts.push(sse);
  }

  const app = new Koa();
  // A client that goes away in the middle of an answer, or goes on with what is no HTTP, is no fault of ours.
  app.on("error", (error: NodeJS.ErrnoException) => {
    const isTheirs = /^(?:EPIPE|ECONNRESET|ECONNABORTED|ERR_STREAM_PREMATURE_CLOSE|HPE_\w+)$/.test(
      error.code ?? "",
    );
    logger[isTheirs ? "debug" : "error"]({ err: error }, "a response could not be completed");
  });
  app.use(health);
  app.use(edge(mounts, gate, options.maxRequestBytes ?? 4 * 1024 * 1024));
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

/** What has connections of its own. */
interface Part {
  drain(): void;
  close(): Promise<void>;
}

async function health(ctx: Koa.Context, next: Koa.Next): Promise<void> {
  if (ctx.path !== "/healthz") return next();
  ctx.body = { status: "ok" };
}
