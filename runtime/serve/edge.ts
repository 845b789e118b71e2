/** What every request goes through before it reaches the protocol. */
import { isJsonContentType } from "@modelcontextprotocol/server";
import type Koa from "koa";
import type { Gate } from "./host-origin.ts";
import { readJson } from "./incoming.ts";

export interface Arrived {
  readonly ctx: Koa.Context;
  /** The JSON of a POST. */
  readonly body: unknown;
  /** A signal for a client that goes before it has its answer; made when it is first asked for. */
  readonly gone: () => AbortSignal;
}

/** What answers at one path. */
export type Mount = (arrived: Arrived) => Promise<void> | void;

/** `limit`: bytes of a request body. */
export function edge(mounts: ReadonlyMap<string, Mount>, gate: Gate, limit: number): Koa.Middleware {
  return async (ctx, next) => {
    // By exact path: nothing that merely looks like an endpoint is one.
    const mount = mounts.get(ctx.path);
    if (!mount) return next();
    const admitted = gate.check(ctx);
    if (!admitted.ok) return refuse(ctx, 403, -32000, admitted.message);
    if (admitted.isPage && gate.answerPreflight(ctx)) return;

    const gone = hangUp(ctx);
    if (ctx.method !== "POST") return mount({ ctx, body: undefined, gone });
    if (!isJsonContentType(ctx.get("content-type")))
      return refuse(ctx, 415, -32000, "Unsupported Media Type: Content-Type must be application/json");
    const read = await readJson(ctx, limit);
    if (!read.ok) return refuse(ctx, read.status, read.code, read.message);
    await mount({ ctx, body: read.value, gone });
  };
}

/** A JSON-RPC error as the answer to a whole HTTP request. */
export function refuse(ctx: Koa.Context, status: number, code: number, message: string): void {
  ctx.status = status;
  ctx.body = { jsonrpc: "2.0", error: { code, message }, id: null };
}

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
