/** A server with sessions, whose tools exercise everything that clients of the 2025 era support. */
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

/** A node, with records of its events for tests to wait for. */
export interface Node {
  readonly url: URL;
  readonly sessions: Sessions;
  /** The SDK servers that were created, the newest last. */
  readonly servers: Server[];
  /** Ids of the calls of `hang` that have started. */
  readonly running: string[];
  /** Ids of the calls of `hang` that were cancelled. */
  readonly cancelled: string[];
  /** Session ids of the standalone streams that were opened. */
  readonly streams: string[];
  /** Session ids of the streams that were resumed. */
  readonly resumed: string[];
  close(): Promise<void>;
}

type Records = Pick<Node, "running" | "cancelled" | "streams" | "resumed">;

function createServer({ running, cancelled, resumed }: Records): Server {
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
      case "reconnect": {
        // Ends the stream, and answers when the client has resumed it so many times.
        const before = resumed.length;
        ctx.http?.closeSSE?.();
        while (resumed.length < before + Number(args.times)) await sleep(5);
        return text("resumed");
      }
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

/** Starts a node. Nodes that are given the same store share its sessions. */
export async function startNode(
  options: { store?: SessionStore; retryMs?: number; idleMs?: number; server?: string } = {},
): Promise<Node> {
  const servers: Server[] = [];
  const records: Records = { running: [], cancelled: [], streams: [], resumed: [] };
  const store = options.store ?? new MemoryStore();
  const sessions = new Sessions({
    server: options.server ?? "world",
    store,
    idleMs: options.idleMs ?? STORE_LIMITS.idleMs,
    retryMs: options.retryMs ?? 1,
    createServer: () => {
      const server = createServer(records);
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
    const response = await sessions.fetch(request, body?.ok ? body.value : undefined);
    if (ctx.method === "GET" && response.ok)
      records[ctx.get("last-event-id") === "" ? "streams" : "resumed"].push(ctx.get("mcp-session-id"));
    respond(ctx, response);
  });
  const { origin, close } = await onLoopback(app);
  return {
    url: new URL(`${origin}/mcp`),
    sessions,
    servers,
    ...records,
    close: async () => {
      await sessions.close();
      if (!options.store) await store.close();
      close();
    },
  };
}
