/** The requests of the mounted paths: the checks that every request passes, and the JSON of its body. */
import type { IncomingMessage } from "node:http";
import { isJsonContentType } from "@modelcontextprotocol/server";
import type Koa from "koa";
import { isTooDeep } from "../http/body-text.ts";
import { errorMessage } from "../protocol/json-rpc-errors.ts";
import type { HostOriginPolicy } from "./host-origin.ts";

export interface AcceptedRequest {
  readonly ctx: Koa.Context;
  /** The JSON of a POST. */
  readonly body: unknown;
  /** A signal that aborts if the client disconnects before the answer is complete; created on the first call. */
  readonly disconnected: () => AbortSignal;
}

/** Answers the requests for one path. */
export type Route = (request: AcceptedRequest) => Promise<void> | void;

/** Passes requests to the route of exactly their path, and all others to the next middleware. `limit`: bytes of a body. */
export function router(
  routes: ReadonlyMap<string, Route>,
  policy: HostOriginPolicy,
  limit: number,
): Koa.Middleware {
  return async (ctx, next) => {
    const route = routes.get(ctx.path);
    if (!route) return next();
    const verdict = policy.check(ctx);
    if (!verdict.ok) return refuse(ctx, 403, -32000, verdict.message);
    if (verdict.isAllowedPage && policy.answerPreflight(ctx)) return;

    const disconnected = disconnectSignal(ctx);
    if (ctx.method !== "POST") return route({ ctx, body: undefined, disconnected });
    if (!isJsonContentType(ctx.get("content-type")))
      return refuse(ctx, 415, -32000, "Unsupported Media Type: Content-Type must be application/json");
    const read = await readJson(ctx, limit);
    if (!read.ok) return refuse(ctx, read.status, read.code, read.message);
    await route({ ctx, body: read.value, disconnected });
  };
}

/** Answers a whole HTTP request with a JSON-RPC error. */
export function refuse(ctx: Koa.Context, status: number, code: number, message: string): void {
  ctx.status = status;
  ctx.body = errorMessage(code, message);
}

function disconnectSignal({ res }: Koa.Context): () => AbortSignal {
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

// ------------------------------------------------------------------------------------------- body

type ReadBody =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly status: number; readonly code: number; readonly message: string };

/** Reads the JSON body of a request, or takes it from middleware that has read it. `limit`: bytes. */
export async function readJson(ctx: Koa.Context, limit: number): Promise<ReadBody> {
  // A body can be read only once. Body parsers leave the result in `ctx.request.body`.
  const { body } = ctx.request as { body?: unknown };
  if (ctx.req.readableDidRead) return body === undefined ? ALREADY_READ : fromMiddleware(body, limit);
  const bytes = await readBytes(ctx.req, limit);
  if (bytes) return parse(bytes.toString("utf8"));
  // The rest of the body stays unread, so the connection cannot carry another request.
  ctx.set("Connection", "close");
  return tooLarge(limit);
}

const ALREADY_READ: ReadBody = {
  ok: false,
  status: 500,
  code: -32603,
  message:
    "Internal error: other middleware has read the request body without setting ctx.request.body; mount it behind this application",
};

function tooLarge(limit: number): ReadBody {
  return { ok: false, status: 413, code: -32000, message: `Payload Too Large: the limit is ${limit} bytes` };
}

function fromMiddleware(body: unknown, limit: number): ReadBody {
  const isText = typeof body === "string" || Buffer.isBuffer(body);
  const text = isText ? body.toString() : write(body);
  if (text === undefined) return TOO_DEEP;
  if (Buffer.byteLength(text) > limit) return tooLarge(limit);
  const parsed = parse(text);
  return parsed.ok && !isText ? { ok: true, value: body } : parsed;
}

function write(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

const TOO_DEEP: ReadBody = {
  ok: false,
  status: 400,
  code: -32600,
  message: "Invalid Request: the request body is nested too deeply",
};

function parse(text: string): ReadBody {
  if (isTooDeep(text)) return TOO_DEEP;
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return {
      ok: false,
      status: 400,
      code: -32700,
      message: "Parse error: the request body is not valid JSON",
    };
  }
}

/** Resolves with undefined if the body is larger than the limit. */
function readBytes(stream: IncomingMessage, limit: number): Promise<Buffer | undefined> {
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
