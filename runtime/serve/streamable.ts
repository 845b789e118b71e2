import { Readable } from "node:stream";
import { toWebRequest } from "@modelcontextprotocol/node";
import { classifyInboundRequest } from "@modelcontextprotocol/server";
import type Koa from "koa";
import type { Endpoint } from "../protocol/endpoint.ts";
import type { Sessions } from "../sessions/sessions.ts";
import type { Mount } from "./edge.ts";
import { respond } from "./respond.ts";

/** Streamable HTTP. Clients of the 2025 era go to sessions, where there are any. */
export function streamable(endpoint: Endpoint, sessions: Sessions | undefined): Mount {
  return async ({ ctx, body: message, gone }) => {
    const incoming = ctx.req as Parameters<typeof toWebRequest>[0];
    if (sessions && isOfThe2025Era(ctx, message))
      return respond(ctx, await sessions.fetch(await toWebRequest(incoming, null), message));
    if (ctx.method === "POST") {
      const answer = await endpoint.answer(ctx.headers, message, gone);
      if (answer) {
        ctx.status = answer.status;
        ctx.set(answer.headers);
        const { body } = answer;
        if (body instanceof Readable || Buffer.isBuffer(body)) ctx.body = body;
        else writeBoth(ctx, body);
        return;
      }
      if (gone().aborted) return;
    }
    const request = await toWebRequest(incoming, message ?? null, { signal: gone() });
    ctx.body = await endpoint.fetch(request, message);
  };
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

function isOfThe2025Era(ctx: Koa.Context, body: unknown): boolean {
  const version = ctx.get("mcp-protocol-version");
  const { kind } = classifyInboundRequest({
    httpMethod: ctx.method,
    body,
    ...(version !== "" && { protocolVersionHeader: version }),
  });
  return kind === "legacy";
}
