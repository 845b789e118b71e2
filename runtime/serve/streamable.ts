import { toWebRequest } from "@modelcontextprotocol/node";
import { classifyInboundRequest } from "@modelcontextprotocol/server";
import type Koa from "koa";
import type { Endpoint } from "../protocol/endpoint.ts";
import type { Sessions } from "../sessions/sessions.ts";
import type { Mount } from "./edge.ts";
import { respond } from "./respond.ts";

/** Streamable HTTP. Clients of the 2025 era go to sessions, where there are any. */
export function streamable(endpoint: Endpoint, sessions: Sessions | undefined): Mount {
  return async ({ ctx, body, gone }) => {
    const message = ctx.req as Parameters<typeof toWebRequest>[0];
    if (sessions && isOfThe2025Era(ctx, body))
      return respond(ctx, await sessions.fetch(await toWebRequest(message, null), body));
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
