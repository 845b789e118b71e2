/** A server with sessions, whose tools do what clients of the 2025 era can be put through. */
import { setTimeout as sleep } from "node:timers/promises";
import { toWebRequest } from "@modelcontextprotocol/node";
import { Server } from "@modelcontextprotocol/server";
import Koa from "koa";
import { createLogger } from "../../runtime/log.ts";
import { readJson } from "../../runtime/serve/router.ts";
import { respond } from "../../runtime/serve/streamable.ts";
import { MemoryStore } from "../../runtime/sessions/memory-store.ts";
import { Sessions } from "../../runtime/sessions/sessions.ts";
import { type SessionStore, STORE_LIMITS } from "../../runtime/sessions/store.ts";
import { onLoopback } from "../e2e/clients.ts";

const OBJECT = { type: "object" } as const;
const text = (value: unknown) => ({ content: [{ type: "text" as const, text: String(value) }] });

/** What happened on a node, for a test to wait for. */
export interface Node {
  readonly url: URL;
  readonly sessions: Sessions;
  /** SDK servers that were made, the newest last. */
  readonly servers: Server[];
  /** Calls of `hang`. */
  readonly running: string[];
  /** Those of them that were cancelled. */
  readonly cancelled: string[];
  close(): Promise<void>;
}

function createServer({ running, cancelled }: Pick<Node, "running" | "cancelled">): Server {
  const server = new Server(
    { name: "world", version: "1.0.0" },
    { capabilities: { tools: { listChanged: true }, logging: {}, resources: { subscribe: true } } },
  );
  const subscribed: string[] = [];
  server.setRequestHandler("resources/subscribe", ({ params }) => {
    subscribed.push(params.uri);
    return {};
  });
  server.setRequestHandler("tools/list", () => ({
    tools: ["echo", "count", "ask", "sample", "roots", "reconnect", "hang", "subscribed"].map((name) => ({
      name,
      inputSchema: OBJECT,
    })),
  }));
  server.setRequestHandler("tools/call", async ({ params: { name, arguments: args = {} } }, ctx) => {
    const { signal } = ctx.mcpReq;
    switch (name) {
      case "echo":
        return text(args.text);
      case "count": {
        const n = Number(args.n);
        for (let i = 1; i <= n; i += 1) {
          await ctx.mcpReq.log("info", i);
          if (args.pauseMs) await sleep(Number(args.pauseMs));
        }
        return text(n);
      }
      case "ask": {
        const answer = await ctx.mcpReq.elicitInput({
          message: `What is your name, ${String(args.who)}?`,
          requestedSchema: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
        });
        return text(answer.action === "accept" ? answer.content?.name : answer.action);
      }
      case "sample": {
        const answer = await ctx.mcpReq.requestSampling({
          messages: [{ role: "user", content: { type: "text", text: "Hello" } }],
          maxTokens: 10,
        });
        return text(JSON.stringify(answer.content));
      }
      case "roots":
        return text((await ctx.mcpReq.send({ method: "roots/list" })).roots.map(({ uri }) => uri));
      case "reconnect":
        ctx.http?.closeSSE?.();
        await sleep(Number(args.pauseMs ?? 50));
        return text("and here again");
      case "hang":
        running.push(String(ctx.mcpReq.id));
        await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
        cancelled.push(String(ctx.mcpReq.id));
        return text("too late");
      case "subscribed":
        return text(subscribed.sort());
      default:
        throw new Error(`no tool ${name}`);
    }
  });
  return server;
}

/** A node that serves sessions of a store, which other nodes may share. */
export async function startNode(
  options: { store?: SessionStore; retryMs?: number; idleMs?: number; server?: string } = {},
): Promise<Node> {
  const servers: Server[] = [];
  const running: string[] = [];
  const cancelled: string[] = [];
  const store = options.store ?? new MemoryStore();
  const sessions = new Sessions({
    server: options.server ?? "world",
    store,
    idleMs: options.idleMs ?? STORE_LIMITS.idleMs,
    retryMs: options.retryMs ?? 1,
    createServer: () => {
      const server = createServer({ running, cancelled });
      servers.push(server);
      return server;
    },
    logger: createLogger("silent"),
  });
  const app = new Koa();
  app.silent = true;
  app.use(async (ctx) => {
    const body = ctx.method === "POST" ? await readJson(ctx, 4_000_000) : undefined;
    const request = await toWebRequest(ctx.req as Parameters<typeof toWebRequest>[0], null);
    respond(ctx, await sessions.fetch(request, body?.ok ? body.value : undefined));
  });
  const { origin, close } = await onLoopback(app);
  return {
    url: new URL(`${origin}/mcp`),
    sessions,
    servers,
    running,
    cancelled,
    close: async () => {
      await sessions.close();
      if (!options.store) await store.close();
      close();
    },
  };
}
