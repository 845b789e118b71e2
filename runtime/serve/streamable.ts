/** Streamable HTTP. */
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { toWebRequest } from "@modelcontextprotocol/node";
import { classifyInboundRequest } from "@modelcontextprotocol/server";
import type Koa from "koa";
import type { Endpoint } from "../protocol/endpoint.ts";
import type { Sessions } from "../sessions/sessions.ts";
import type { Route } from "./router.ts";

/** With `sessions`, all requests of the 2025 era belong to sessions. */
export function streamable(endpoint: Endpoint, sessions: Sessions | undefined): Route {
  return async ({ ctx, body, disconnected }) => {
    const incoming = ctx.req as Parameters<typeof toWebRequest>[0];
    if (sessions && isOf2025Era(ctx, body))
      return respond(ctx, await sessions.fetch(await toWebRequest(incoming, null), body));
    if (ctx.method === "POST") {
      const answer = await endpoint.answer(ctx.headers, body, disconnected);
      if (answer) {
        ctx.status = answer.status;
        ctx.set(answer.headers);
        if (answer.body instanceof Readable || Buffer.isBuffer(answer.body)) ctx.body = answer.body;
        else writeBoth(ctx, answer.body);
        return;
      }
      if (disconnected().aborted) return;
    }
    const request = await toWebRequest(incoming, body ?? null, { signal: disconnected() });
    ctx.body = await endpoint.fetch(request, body);
  };
}

/**
 * Answers with a web response. Koa can do the same, but it sends the head of a stream only with the first chunk, and
 * cancels the stream of a client that has disconnected only at the next chunk.
 */
export function respond(ctx: Koa.Context, response: Response): void {
  ctx.body = response;
  if (!response.body) return;
  ctx.body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) ctx.flushHeaders();
}

/** Writes two buffers without joining them: lists can be megabytes, and Koa takes one buffer or a slower stream. */
function writeBoth(ctx: Koa.Context, [first, second]: readonly [Buffer, Buffer]): void {
  const { res } = ctx;
  ctx.respond = false;
  if (res.destroyed) return;
  ctx.length = first.length + second.length;
  res.cork();
  res.write(first);
  res.end(second);
}

function isOf2025Era(ctx: Koa.Context, body: unknown): boolean {
  const version = ctx.get("mcp-protocol-version");
  const { kind } = classifyInboundRequest({
    httpMethod: ctx.method,
    body,
    ...(version !== "" && { protocolVersionHeader: version }),
  });
  return kind === "legacy";
}
