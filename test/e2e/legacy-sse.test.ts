/** HTTP+SSE, the transport of 2024-11-05, with the clients that still support it. */
import { once } from "node:events";
import { connect } from "node:net";
import { Client, SSEClientTransport } from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { SSEClientTransport as TransportV1 } from "@modelcontextprotocol/sdk/client/sse.js";
import { ElicitRequestSchema, ToolListChangedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import Koa from "koa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLogger } from "../../runtime/log.ts";
import { createApp, type McpApp } from "../../runtime/serve/app.ts";
import { type Listening, listen } from "../../runtime/serve/serve.ts";
import { defineServer } from "../../runtime/server.ts";
import { eventually } from "../support/eventually.ts";
import { onLoopback } from "./clients.ts";
import coded from "./everything/coded.ts";

interface SseClient {
  readonly changes: () => number;
  call(
    name: string,
    options?: { signal?: AbortSignal; onprogress?: (progress: { progress: number }) => void },
  ): Promise<unknown>;
  close(): Promise<void>;
}

const INFO = { name: "speclathe-test", version: "1.0.0" };
const ADA = { action: "accept" as const, content: { name: "Ada" } };

const CLIENTS: Readonly<Record<string, (url: URL) => Promise<SseClient>>> = {
  "v1 client": async (url) => {
    const client = new ClientV1(INFO, { capabilities: { elicitation: {} } });
    let changes = 0;
    client.setRequestHandler(ElicitRequestSchema, async () => ADA);
    client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
      changes += 1;
    });
    await client.connect(new TransportV1(url));
    return {
      changes: () => changes,
      call: (name, options) => client.callTool({ name, arguments: {} }, undefined, options as object),
      close: () => client.close(),
    };
  },
  "v2 client": async (url) => {
    const client = new Client(INFO, {
      capabilities: { elicitation: {} },
      versionNegotiation: { mode: "legacy" },
    });
    let changes = 0;
    client.setRequestHandler("elicitation/create", async () => ADA);
    client.setNotificationHandler("notifications/tools/list_changed", () => {
      changes += 1;
    });
    await client.connect(new SSEClientTransport(url));
    return {
      changes: () => changes,
      call: (name, options) => client.callTool({ name, arguments: {} }, options as object),
      close: () => client.close(),
    };
  },
};

const logger = createLogger("silent");
const other = defineServer({ ...coded, name: "other" });
const JSON_TYPE = { "content-type": "application/json" };
const INITIALIZE = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2024-11-05", capabilities: {}, clientInfo: INFO },
};

/** Opens a stream without a client: the path for messages, and the text of the stream so far. */
async function open(
  url: URL,
): Promise<{ response: Response; endpoint: string; events: () => string; end: () => void }> {
  const gone = new AbortController();
  const response = await fetch(url, { signal: gone.signal });
  let text = "";
  void (async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk as Uint8Array).toString();
  })().catch(() => {});
  await eventually(() => expect(text).toMatch(/\n\n/));
  const endpoint = /^event: endpoint\ndata: (.*)\n\n/.exec(text)?.[1] ?? "";
  return { response, endpoint, events: () => text, end: () => gone.abort() };
}

/** Numbers of calls of `waits` that have started, and that were cancelled. */
async function counts(client: SseClient): Promise<{ waiting: number; aborted: number }> {
  const result = await client.call("waited");
  return (result as { structuredContent: { waiting: number; aborted: number } }).structuredContent;
}

describe("HTTP+SSE", () => {
  let listening: Listening;
  let url: URL;
  beforeEach(async () => {
    listening = await listen({
      servers: [coded, other],
      legacySse: true,
      sessions: { maxSessions: 2 },
      allowedOrigins: ["https://app.example"],
      host: "127.0.0.1",
      port: 0,
      logger,
    });
    url = new URL(`${listening.origin}/coded/sse`);
  });
  afterEach(() => listening.close(0));

  it.each(Object.entries(CLIENTS))(
    "%s calls, answers questions, gets notifications and cancels",
    async (_, connectClient) => {
      const client = await connectClient(url);
      expect(await client.call("text")).toMatchObject({ content: [{ type: "text", text: "a text" }] });
      expect(await client.call("asks_person")).toMatchObject({ content: [{ text: "Hello, Ada!" }] });
      const received: number[] = [];
      await client.call("progresses_and_waits", {
        onprogress: ({ progress }) => {
          received.push(progress);
          if (progress === 2) void client.call("proceed");
        },
      });
      expect(received).toEqual([0, 1, 2]);
      await client.call("announces");
      await eventually(() => expect(client.changes()).toBe(1));
      const abort = new AbortController();
      const before = await counts(client);
      const call = client.call("waits", { signal: abort.signal });
      await eventually(async () => expect((await counts(client)).waiting).toBe(before.waiting + 1));
      abort.abort();
      await expect(call).rejects.toThrow();
      await eventually(async () => expect((await counts(client)).aborted).toBe(before.aborted + 1));
      await client.close();
    },
  );

  it("cancels the calls of a client that disconnects", async () => {
    const [gone, stays] = await Promise.all(
      Object.values(CLIENTS).map((connectClient) => connectClient(url)),
    );
    if (!gone || !stays) throw new Error("there are two kinds of client");
    void gone.call("waits").catch(() => {});
    await eventually(async () => {
      const { waiting, aborted } = await counts(stays);
      expect(waiting).toBe(aborted + 1);
    });
    await gone.close();
    await eventually(async () => {
      const { waiting, aborted } = await counts(stays);
      expect(waiting).toBe(aborted);
    });
    await stays.close();
  });

  it("sends the path for messages, also when mounted under another path", async () => {
    const { endpoint, response, end } = await open(url);
    expect(endpoint).toMatch(/^\/coded\/messages\?sessionId=[0-9a-f-]{36}$/);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    end();
    const inner: McpApp = await createApp({ servers: [coded], legacySse: true, logger });
    const outer = new Koa();
    outer.use((ctx, next) => {
      if (!ctx.path.startsWith("/tools/")) return next();
      ctx.path = ctx.path.slice("/tools".length);
      return next();
    });
    for (const middleware of inner.middleware) outer.use(middleware as Koa.Middleware);
    const { origin, close } = await onLoopback(outer);
    const mounted = await open(new URL(`${origin}/tools/coded/sse`));
    expect(mounted.endpoint).toMatch(/^\/tools\/coded\/messages\?/);
    mounted.end();
    close();
    await inner.dispose();
  });

  it("refuses invalid messages, and messages to unknown sessions", async () => {
    const { endpoint, events, end } = await open(url);
    const post = async (path: string, body: string, headers: Record<string, string> = JSON_TYPE) =>
      (await fetch(new URL(path, url), { method: "POST", headers, body })).status;
    expect(await post(endpoint, JSON.stringify(INITIALIZE))).toBe(202);
    await eventually(() =>
      expect(events()).toMatch(/event: message\ndata: \{.*"protocolVersion":"2024-11-05"/),
    );
    for (const bad of ["null", "1", "[]", "{}", '{"jsonrpc":"2.0"}', "{", "x"])
      expect([bad, await post(endpoint, bad)]).toEqual([bad, 400]);
    expect(await post(endpoint, "{}", { "content-type": "text/plain" })).toBe(415);
    expect(await post(endpoint, JSON.stringify("x".repeat(5_000_000)))).toBe(413);
    expect(await post("/coded/messages", "{}")).toBe(400);
    for (const id of [crypto.randomUUID(), "", "__proto__", "x".repeat(5_000), "%0d%0ax"])
      expect(await post(`/coded/messages?sessionId=${id}`, JSON.stringify(INITIALIZE))).toBe(404);
    expect(await post(`${endpoint}&sessionId=x`, JSON.stringify(INITIALIZE))).toBe(404);
    expect(await post(endpoint.replace("coded", "other"), JSON.stringify(INITIALIZE))).toBe(404);
    expect((await fetch(url, { method: "POST", headers: JSON_TYPE, body: "{}" })).status).toBe(405);
    expect((await fetch(new URL(endpoint, url))).status).toBe(405);
    end();
  });

  it("checks Host and Origin", async () => {
    const { endpoint, end } = await open(url);
    const evil = { ...JSON_TYPE, origin: "https://evil.example" };
    expect((await fetch(url, { headers: evil })).status).toBe(403);
    const posted = await fetch(new URL(endpoint, url), { method: "POST", headers: evil, body: "{}" });
    expect(posted.status).toBe(403);
    end();
    const page = await fetch(url, { headers: { origin: "https://app.example" } });
    expect(page.headers.get("access-control-allow-origin")).toBe("https://app.example");
    await page.body?.cancel();
  });

  it("opens no more connections than `maxSessions`", async () => {
    const streams = [await open(url), await open(url)];
    const refused = await fetch(url);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "60"]);
    streams[0]?.end();
    await eventually(async () => {
      const next = await fetch(url);
      await next.body?.cancel();
      expect(next.status).toBe(200);
    });
    streams[1]?.end();
  });

  it("disconnects a client that does not read", async () => {
    const socket = connect(Number(url.port), url.hostname);
    socket.write(`GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`);
    const [head] = (await once(socket, "data")) as [Buffer];
    socket.pause();
    const endpoint = /data: (.*)\n/.exec(String(head))?.[1] ?? "";
    const flood = JSON.stringify({ jsonrpc: "2.0", id: "x".repeat(1_000_000), method: "ping" });
    const post = () => fetch(new URL(endpoint, url), { method: "POST", headers: JSON_TYPE, body: flood });
    let status = 202;
    for (let i = 0; i < 40 && status === 202; i += 1) status = (await post()).status;
    expect(status).toBe(404);
    socket.destroy();
  });
});

it("answers the requests under way when it stops, without waiting for the clients", async () => {
  const options = { servers: [coded], legacySse: true, host: "127.0.0.1", port: 0, logger };
  const listening = await listen(options);
  const url = new URL(`${listening.origin}/coded/sse`);
  const [busy, idle] = await Promise.all([open(url), open(url)]);
  const call = { jsonrpc: "2.0", id: 7, method: "tools/call", params: { name: "progresses", arguments: {} } };
  await fetch(new URL(busy.endpoint, url), {
    method: "POST",
    headers: JSON_TYPE,
    body: JSON.stringify(call),
  });
  // Longer than the test may take.
  await listening.close(600_000);
  await eventually(() => expect(busy.events()).toContain('"id":7'));
  expect(idle.events()).not.toContain("event: message");
});

it("has no such paths without the option", async () => {
  const listening = await listen({ servers: [coded], host: "127.0.0.1", port: 0, logger });
  for (const path of ["sse", "messages"])
    expect((await fetch(`${listening.origin}/coded/${path}`)).status).toBe(404);
  await listening.close(0);
});
