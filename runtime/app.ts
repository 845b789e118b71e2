/** The Koa application: the edge where HTTP ends and the protocol begins. */
import type { IncomingMessage } from "node:http";
import { toWebRequest } from "@modelcontextprotocol/node";
import {
  isJsonContentType,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  validateHostHeader,
  validateOriginHeader,
} from "@modelcontextprotocol/server";
import Koa from "koa";
import { Catalogue } from "./catalogue.ts";
import { assertPublic } from "./egress.ts";
import { ToolError } from "./errors.ts";
import { createLogger, type Logger } from "./log.ts";
import { Endpoint } from "./mcp.ts";
import type { ServerDefinition } from "./server.ts";
import { Upstream, type UpstreamOptions } from "./upstream.ts";

export interface AppOptions {
  readonly servers: readonly ServerDefinition[];
  /** Base URLs by server name, in place of the documents' own. */
  readonly baseUrls?: Readonly<Record<string, string | URL>>;
  /** Host names a request may be for, beside those of this machine. */
  readonly allowedHosts?: readonly string[];
  /** Host names of web origins that may call, beside those of this machine. */
  readonly allowedOrigins?: readonly string[];
  /** Bytes of a request body; 4 MiB. */
  readonly maxRequestBytes?: number;
  readonly upstream?: Partial<UpstreamOptions>;
  readonly logger?: Logger;
}

/** A Koa application that serves MCP, to extend, to mount or to listen with. */
export interface McpApp extends Koa {
  /** What is served, by name. */
  readonly catalogues: ReadonlyMap<string, Catalogue>;
  /** Ends open streams and connections to the upstreams. */
  dispose(): Promise<void>;
}

/**
 * Serves each server at `/<name>/mcp`, and `/healthz`. Other paths are left to middleware that is added
 * later. Throws a `TypeError` for a base URL that is none and for two servers of one name.
 */
export async function createApp(options: AppOptions): Promise<McpApp> {
  const logger = options.logger ?? createLogger();
  const upstream = new Upstream(options.upstream);
  const catalogues = new Map<string, Catalogue>();
  const endpoints = new Map<string, Endpoint>();
  for (const definition of options.servers) {
    const { name } = definition;
    if (catalogues.has(name)) throw new TypeError(`There are two servers called "${name}".`);
    const chosen = options.baseUrls?.[name];
    const found = chosen ?? definition.baseUrl;
    const baseUrl = found === undefined ? undefined : parseBaseUrl(name, found);
    if (baseUrl && chosen === undefined) warnIfRefused(name, baseUrl, logger);
    const catalogue = await Catalogue.open(definition, {
      upstream,
      baseUrl,
      pinned: chosen !== undefined,
      server: name,
      logger,
    });
    catalogues.set(name, catalogue);
    endpoints.set(`/${name}/mcp`, new Endpoint(catalogue, logger));
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
    dispose: async () => {
      await Promise.all([...endpoints.values()].map((endpoint) => endpoint.close()));
      await upstream.close();
    },
  });
}

/** Its calls will be refused; better to hear of it now. */
function warnIfRefused(server: string, baseUrl: URL, logger: Logger): void {
  try {
    assertPublic(baseUrl);
  } catch (error) {
    logger.warn(
      { server, err: ToolError.from(error).details.cause },
      `the document of ${server} leads to an address that is not public, so that its calls are refused: name the base URL`,
    );
  }
}

function parseBaseUrl(name: string, baseUrl: string | URL): URL {
  if (!URL.canParse(String(baseUrl)) || !/^https?:$/.test(new URL(baseUrl).protocol))
    throw new TypeError(`The base URL of ${name} is not an http or https URL: ${String(baseUrl)}`);
  return new URL(baseUrl);
}

async function health(ctx: Koa.Context, next: Koa.Next): Promise<void> {
  if (ctx.path !== "/healthz") return next();
  ctx.body = { status: "ok" };
}

function mcp(endpoints: ReadonlyMap<string, Endpoint>, options: AppOptions): Koa.Middleware {
  const hosts = [...localhostAllowedHostnames(), ...(options.allowedHosts ?? [])];
  const origins = [...localhostAllowedOrigins(), ...(options.allowedOrigins ?? [])];
  const limit = options.maxRequestBytes ?? 4 * 1024 * 1024;

  return async (ctx, next) => {
    // By exact path: nothing that merely looks like an endpoint is one.
    const endpoint = endpoints.get(ctx.path);
    if (!endpoint) return next();
    // A web page that has its name resolve to this machine must not be able to speak to it.
    const host = validateHostHeader(ctx.get("host"), hosts);
    if (!host.ok) return refuse(ctx, 403, -32000, host.message);
    const origin = validateOriginHeader(ctx.get("origin"), origins);
    if (!origin.ok) return refuse(ctx, 403, -32000, origin.message);

    const gone = hangUp(ctx);
    let body: unknown;
    if (ctx.method === "POST") {
      if (!isJsonContentType(ctx.get("content-type")))
        return refuse(ctx, 415, -32000, "Unsupported Media Type: Content-Type must be application/json");
      const bytes = await readBody(ctx.req, limit);
      if (bytes === undefined) {
        // What is left of the body is not read, so that the connection cannot be used again.
        ctx.set("Connection", "close");
        return refuse(ctx, 413, -32000, `Payload Too Large: the limit is ${limit} bytes`);
      }
      try {
        body = JSON.parse(bytes.toString("utf8"));
      } catch {
        return refuse(ctx, 400, -32700, "Parse error: the request body is not valid JSON");
      }
      const answer = await endpoint.answer(ctx.headers, body, gone);
      if (answer) {
        ctx.type = "application/json";
        ctx.body = answer.body;
        if (answer.release) ctx.res.once("close", answer.release);
        return;
      }
      if (gone().aborted) return;
    }
    const message = ctx.req as Parameters<typeof toWebRequest>[0];
    const request = await toWebRequest(message, body ?? null, { signal: gone() });
    ctx.body = await endpoint.handler.fetch(request, body === undefined ? {} : { parsedBody: body });
  };
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

/** The body of a request, or undefined if it is larger than the limit. */
function readBody(stream: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        stream.pause();
        resolve(undefined);
      }
    });
    stream.once("end", () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    stream.once("error", reject);
  });
}

function refuse(ctx: Koa.Context, status: number, code: number, message: string): void {
  ctx.status = status;
  ctx.body = { jsonrpc: "2.0", error: { code, message }, id: null };
}
