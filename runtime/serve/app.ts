/** The Koa application: the edge where HTTP ends and the protocol begins. */
import { toWebRequest } from "@modelcontextprotocol/node";
import { classifyInboundRequest, isJsonContentType } from "@modelcontextprotocol/server";
import Koa from "koa";
import { Catalogue } from "../execute/catalogue.ts";
import { Upstream, type UpstreamOptions } from "../http/upstream.ts";
import { Endpoint } from "../protocol/endpoint.ts";
import { checkStateKey } from "../protocol/input.ts";
import { createServer } from "../protocol/mcp.ts";
import type { ServerDefinition } from "../server.ts";
import { openSessions, type SessionOptions } from "../sessions/options.ts";
import { Sessions } from "../sessions/sessions.ts";
import { readBaseUrls } from "./base-urls.ts";
import { Gate, type GateOptions } from "./gate.ts";
import { readJson } from "./incoming.ts";
import { createLogger, type Logger } from "./log.ts";
import { respond } from "./respond.ts";

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
  const upstream = new Upstream(options.upstream);
  const catalogues = new Map<string, Catalogue>();
  const endpoints = new Map<string, Mount>();
  const settings =
    options.sessions && (await openSessions(options.sessions === true ? {} : options.sessions, logger));
  const stateKey = options.stateKey ?? (process.env.SPECLATHE_STATE_KEY || undefined);
  if (stateKey !== undefined) checkStateKey(stateKey);
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
    endpoints.set(`/${name}/mcp`, {
      endpoint: new Endpoint(catalogue, logger),
      sessions:
        settings &&
        new Sessions({ ...settings, server: name, createServer: () => createServer(catalogue), logger }),
    });
  }

  const app = new Koa();
  // A client that goes away in the middle of an answer is no fault of anybody's.
  app.on("error", (error: NodeJS.ErrnoException) => {
    const gone = /^(?:EPIPE|ECONNRESET|ECONNABORTED|ERR_STREAM_PREMATURE_CLOSE)$/.test(error.code ?? "");
    logger[gone ? "debug" : "error"]({ err: error }, "a response could not be completed");
  });
  app.use(health);
  app.use(mcp(endpoints, options));
  return Object.assign(app, {
    catalogues,
    drain: () => {
      for (const { endpoint, sessions } of endpoints.values()) {
        endpoint.drain();
        sessions?.drain();
      }
    },
    dispose: async () => {
      const mounts = [...endpoints.values()];
      await Promise.all(mounts.flatMap(({ endpoint, sessions }) => [endpoint.close(), sessions?.close()]));
      await settings?.close();
      await upstream.close();
    },
  });
}

async function health(ctx: Koa.Context, next: Koa.Next): Promise<void> {
  if (ctx.path !== "/healthz") return next();
  ctx.body = { status: "ok" };
}

/** What answers at one path: clients of the 2025 era go to sessions, where there are any. */
interface Mount {
  readonly endpoint: Endpoint;
  readonly sessions: Sessions | undefined;
}

function mcp(endpoints: ReadonlyMap<string, Mount>, options: AppOptions): Koa.Middleware {
  const gate = new Gate(options);
  const limit = options.maxRequestBytes ?? 4 * 1024 * 1024;

  return async (ctx, next) => {
    // By exact path: nothing that merely looks like an endpoint is one.
    const mount = endpoints.get(ctx.path);
    if (!mount) return next();
    const { endpoint, sessions } = mount;
    const admitted = gate.check(ctx);
    if (!admitted.ok) return refuse(ctx, 403, -32000, admitted.message);
    if (admitted.isPage && gate.answerPreflight(ctx)) return;

    const gone = hangUp(ctx);
    let body: unknown;
    if (ctx.method === "POST") {
      if (!isJsonContentType(ctx.get("content-type")))
        return refuse(ctx, 415, -32000, "Unsupported Media Type: Content-Type must be application/json");
      const read = await readJson(ctx, limit);
      if (!read.ok) return refuse(ctx, read.status, read.code, read.message);
      body = read.value;
    }
    const message = ctx.req as Parameters<typeof toWebRequest>[0];
    if (sessions && isOfThe2025Era(ctx, body)) {
      return respond(ctx, await sessions.fetch(await toWebRequest(message, null), body));
    }
    if (ctx.method === "POST") {
      const answer = await endpoint.answer(ctx.headers, body, gone);
      if (answer) {
        ctx.status = answer.status;
        ctx.set(answer.headers);
        ctx.body = answer.body;
        if (answer.release) ctx.res.once("close", answer.release);
        return;
      }
      if (gone().aborted) return;
    }
    const request = await toWebRequest(message, body ?? null, { signal: gone() });
    ctx.body = await endpoint.fetch(request, body);
  };
}

function isOfThe2025Era(ctx: Koa.Context, body: unknown): boolean {
  const version = ctx.get("mcp-protocol-version");
  const { kind } = classifyInboundRequest({
    httpMethod: ctx.method,
    body,
    ...(version !== "" && { protocolVersionHeader: version }),
  });
  return kind === "legacy";
}

/** A signal for a client that goes before it has its answer; made when it is first asked for. */
function hangUp({ res }: Koa.Context): () => AbortSignal {
  let controller: AbortController | undefined;
  return () => {
    if (controller) return controller.signal;
    const created = new AbortController();
    controller = created;
    if (res.destroyed) created.abort();
    else
      res.once("close", () => {
        if (!res.writableFinished) created.abort();
      });
    return created.signal;
  };
}

function refuse(ctx: Koa.Context, status: number, code: number, message: string): void {
  ctx.status = status;
  ctx.body = { jsonrpc: "2.0", error: { code, message }, id: null };
}
