/** Sessions of the 2025 era, with the clients of both SDKs. */
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createLogger } from "../../runtime/log.ts";
import { createApp } from "../../runtime/serve/app.ts";
import { type Listening, listen } from "../../runtime/serve/serve.ts";
import { defineServer } from "../../runtime/server.ts";
import { MemoryStore } from "../../runtime/sessions/memory-store.ts";
import { CLIENTS } from "../e2e/clients.ts";
import { eventually } from "../support/eventually.ts";
import * as fc from "../support/properties.ts";
import { cuttingFetch, SESSION_CLIENTS } from "./clients.ts";
import { type Node, startNode } from "./world.ts";

const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

describe.each(Object.entries(SESSION_CLIENTS))("%s", (_, connectClient) => {
  let node: Node;
  beforeAll(async () => {
    node = await startNode();
  });
  afterAll(() => node.close());

  it("gets a session id, and calls a tool in the session", async () => {
    const client = await connectClient(node.url);
    expect(client.sessionId).toMatch(/^[0-9a-f-]{36}$/);
    expect((await client.call("echo", { text: "hi" })).content).toEqual([{ type: "text", text: "hi" }]);
    await client.close();
  });

  it.each([
    ["ask", "Ada"],
    ["sample", '{"type":"text","text":"Hello too"}'],
    ["roots", "file:///home"],
  ])("answers a question: %s", async (tool, want) => {
    const client = await connectClient(node.url);
    expect((await client.call(tool, { who: "Ada" })).content[0]?.text).toBe(want);
    await client.close();
  });

  it("answers the questions of several calls at once, each on its own stream", async () => {
    const client = await connectClient(node.url);
    const results = await Promise.all(numbers(8).map((n) => client.call("ask", { who: `n${n}` })));
    expect(results.map(({ content }) => content[0]?.text)).toEqual(numbers(8).map((n) => `n${n}`));
    await client.close();
  });

  it("gets notifications that belong to no request on its own stream", async () => {
    const client = await connectClient(node.url);
    await eventually(() => expect(node.streams).toContain(client.sessionId));
    await node.servers.at(-1)?.sendToolListChanged();
    await eventually(() => expect(client.changes.count).toBe(1));
    await client.close();
  });

  it.each([0, 1])(
    "resumes a stream that the server ended, with %i resumptions before the answer",
    async (times) => {
      const client = await connectClient(node.url);
      expect((await client.call("reconnect", { times })).content[0]?.text).toBe("resumed");
      await client.close();
    },
  );

  it("resumes a stream that was cut", async () => {
    const cut = vi.fn();
    const client = await connectClient(node.url, { fetch: cuttingFetch([0, 0, 0], cut) });
    expect((await client.call("count", { n: 4, pauseMs: 2 })).content[0]?.text).toBe("4");
    expect(client.logged).toEqual(numbers(4));
    expect(cut).toHaveBeenCalledTimes(3);
    await client.close();
  });

  it("gets every event of a stream that is cut anywhere exactly once", async () => {
    const run = async (n: number, pauseMs: number, cuts: number[]) => {
      const client = await connectClient(node.url, { fetch: cuttingFetch([...cuts]) });
      const result = await client.call("count", { n, pauseMs });
      expect(result.content[0]?.text).toBe(String(n));
      expect(client.logged).toEqual(numbers(n));
      await client.close();
    };
    const point = fc.nat({ max: 700 });
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 6 }), fc.nat({ max: 2 }), fc.array(point, { maxLength: 4 }), run),
      { numRuns: 40 },
    );
  }, 120_000);

  it("resumes a stream again that was cut before any message came", async () => {
    const cut = vi.fn();
    const fetch = cuttingFetch([0], cut, (isResumed) => isResumed);
    const client = await connectClient(node.url, { fetch });
    expect((await client.call("reconnect", { times: 2 })).content[0]?.text).toBe("resumed");
    expect(cut).toHaveBeenCalledTimes(1);
    await client.close();
  });

  it("cancels a call", async () => {
    const client = await connectClient(node.url);
    const abort = new AbortController();
    const [before, running] = [node.cancelled.length, node.running.length];
    const call = client.call("hang", {}, abort.signal);
    await eventually(() => expect(node.running).toHaveLength(running + 1));
    abort.abort();
    await expect(call).rejects.toThrow();
    await eventually(() => expect(node.cancelled).toHaveLength(before + 1));
    await client.close();
  });

  it("ends its session, and the calls that are running in it", async () => {
    const client = await connectClient(node.url);
    const { sessionId } = client;
    const before = node.sessions.size;
    const [cancelled, running] = [node.cancelled.length, node.running.length];
    const call = client.call("hang").catch(() => "ended");
    await eventually(() => expect(node.running).toHaveLength(running + 1));
    await client.terminate();
    await eventually(() => expect(node.cancelled).toHaveLength(cancelled + 1));
    await eventually(() => expect(node.sessions.size).toBe(before - 1));
    const { status } = await fetch(node.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        "mcp-session-id": String(sessionId),
      },
      body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
    });
    expect(status).toBe(404);
    await client.close();
    expect(await call).toBe("ended");
  });
});

const HEADERS = { "content-type": "application/json", accept: "application/json, text/event-stream" };
const INITIALIZE = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "test", version: "1.0.0" },
  },
};

function post(url: URL, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: "POST", headers: { ...HEADERS, ...headers }, body: JSON.stringify(body) });
}

async function open(url: URL): Promise<string> {
  const response = await post(url, INITIALIZE);
  await response.text();
  return String(response.headers.get("mcp-session-id"));
}

const META = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {},
};
const MODERN = { "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/list" };
const LIST = { jsonrpc: "2.0", id: 2, method: "tools/list" };

describe("a request without a valid session", () => {
  let node: Node;
  beforeAll(async () => {
    node = await startNode();
  });
  afterAll(() => node.close());

  it.each<[what: string, method: string, headers: Record<string, string>, body: unknown, status: number]>([
    ["no id", "POST", {}, LIST, 400],
    ["no id, GET", "GET", {}, undefined, 400],
    ["no id, DELETE", "DELETE", {}, undefined, 400],
    ["an id that was never given", "POST", { "mcp-session-id": crypto.randomUUID() }, LIST, 404],
    ["an id that was never given, GET", "GET", { "mcp-session-id": crypto.randomUUID() }, undefined, 404],
    [
      "an id that was never given, DELETE",
      "DELETE",
      { "mcp-session-id": crypto.randomUUID() },
      undefined,
      404,
    ],
    ["an id in capitals", "POST", { "mcp-session-id": crypto.randomUUID().toUpperCase() }, LIST, 404],
    ["an id that is a pattern", "POST", { "mcp-session-id": "*" }, LIST, 404],
    ["an id of a prototype", "POST", { "mcp-session-id": "__proto__" }, LIST, 404],
    ["an empty id", "POST", { "mcp-session-id": "" }, LIST, 404],
    ["initialize with an unknown id", "POST", { "mcp-session-id": crypto.randomUUID() }, INITIALIZE, 404],
    ["several messages with an initialize", "POST", {}, [INITIALIZE, LIST], 400],
    [
      "an initialize of 70 kB",
      "POST",
      {},
      { ...INITIALIZE, params: { ...INITIALIZE.params, x: "x".repeat(70_000) } },
      400,
    ],
    ["another method", "PUT", {}, undefined, 405],
  ])("is refused: %s", async (_, method, headers, body, status) => {
    const response = await fetch(node.url, {
      method,
      headers: { ...HEADERS, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ jsonrpc: "2.0", error: { code: expect.any(Number) } });
    expect(node.sessions.size).toBe(0);
  });

  it("is refused: an id of another server", async () => {
    const store = new MemoryStore();
    const one = await startNode({ store, server: "one" });
    const other = await startNode({ store, server: "other" });
    const id = await open(one.url);
    expect((await post(one.url, LIST, { "mcp-session-id": id })).status).toBe(200);
    expect((await post(other.url, LIST, { "mcp-session-id": id })).status).toBe(404);
    expect((await fetch(other.url, { method: "DELETE", headers: { "mcp-session-id": id } })).status).toBe(
      404,
    );
    expect((await post(one.url, LIST, { "mcp-session-id": id })).status).toBe(200);
    await Promise.all([one.close(), other.close(), store.close()]);
  });

  it.each([
    "",
    "x",
    "_GET_stream",
    "_GET_stream.x",
    "nowhere.1",
    `${crypto.randomUUID()}.1`,
    "__proto__.1",
    "x".repeat(5_000),
    "_GET_stream.9999999999999999",
  ])("is refused: an invalid Last-Event-ID, %.40s", async (id) => {
    const headers = { ...HEADERS, "mcp-session-id": await open(node.url), "last-event-id": id };
    const response = await fetch(node.url, { headers });
    expect(response.status).toBe(400);
    await fetch(node.url, { method: "DELETE", headers });
  });
});

/** The status line of the answer to bytes that `fetch` would not send. */
async function raw(url: URL, head: string): Promise<string> {
  const socket = connect(Number(url.port), url.hostname);
  socket.end(head);
  let answer = "";
  try {
    for await (const chunk of socket) answer += chunk;
  } catch {
    // The server may reset the connection after its answer, because it has not read the whole request.
  }
  return answer.split("\r\n", 1)[0] ?? "";
}

it.each([
  ["of 10 kB", "x".repeat(10_000), /^HTTP\/1.1 404/],
  ["of 100 kB", "x".repeat(100_000), /^HTTP\/1.1 431/],
  ["with a line break", "x\r\nx-other: 1", /^HTTP\/1.1 404/],
  ["with a bare carriage return", "x\ry", /^HTTP\/1.1 400/],
  ["with a null byte", "x\0y", /^HTTP\/1.1 400/],
])("refuses a session id %s", async (_, id, want) => {
  const node = await startNode();
  const head = `GET /mcp HTTP/1.1\r\nHost: ${node.url.host}\r\nAccept: text/event-stream\r\nConnection: close\r\n`;
  expect(await raw(node.url, `${head}Mcp-Session-Id: ${id}\r\n\r\n`)).toMatch(want);
  await node.close();
});

/** Opens the client's own stream. */
async function listenTo(url: URL, id: string): Promise<Response> {
  return fetch(url, { headers: { ...HEADERS, "mcp-session-id": id, "mcp-protocol-version": "2025-11-25" } });
}

describe("limits", () => {
  it("end the session that has been idle the longest when there are too many", async () => {
    const store = new MemoryStore({ maxSessions: 3 });
    const node = await startNode({ store });
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) ids.push(await open(node.url));
    const streams = [await listenTo(node.url, ids[0] as string)];
    ids.push(await open(node.url));
    const status = async (id: string) => {
      const response = await post(node.url, LIST, { "mcp-session-id": id });
      await response.text();
      return response.status;
    };
    expect(await Promise.all(ids.map(status))).toEqual([200, 404, 200, 200]);
    expect(node.sessions.size).toBe(3);
    await Promise.all(streams.map(({ body }) => body?.cancel()));
    await node.close();
    await store.close();
  });

  it("refuse a new session when all others are in use", async () => {
    const store = new MemoryStore({ maxSessions: 2 });
    const node = await startNode({ store });
    const streams = await Promise.all([
      listenTo(node.url, await open(node.url)),
      listenTo(node.url, await open(node.url)),
    ]);
    const refused = await post(node.url, INITIALIZE);
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("60");
    await streams[0]?.body?.cancel();
    await eventually(async () => expect((await post(node.url, INITIALIZE)).status).toBe(200));
    await streams[1]?.body?.cancel();
    await node.close();
    await store.close();
  });

  it("end a session that has been idle for too long", async () => {
    const store = new MemoryStore({ idleMs: 50 });
    const node = await startNode({ store, idleMs: 50 });
    const id = await open(node.url);
    await eventually(() => expect(node.sessions.size).toBe(0));
    expect((await post(node.url, LIST, { "mcp-session-id": id })).status).toBe(404);
    await node.close();
    await store.close();
  });
});

it("ends streams and calls when it is closed", async () => {
  const node = await startNode();
  const id = await open(node.url);
  const stream = await listenTo(node.url, id);
  const hang = { jsonrpc: "2.0", id: 3, method: "tools/call", params: { name: "hang", arguments: {} } };
  const call = await post(node.url, hang, { "mcp-session-id": id });
  await eventually(() => expect(node.running).toEqual(["3"]));
  await node.sessions.close();
  expect(node.cancelled).toEqual(["3"]);
  expect(await stream.text()).not.toContain("event: message");
  expect(await call.text()).toContain('"id":3,"error":{"code":-32603,"message":"The server stopped');
  await node.close();
});

it("answers only the requests under way while the store cannot be reached", async () => {
  class Flaky extends MemoryStore {
    isDown = false;
    override async append(...args: Parameters<MemoryStore["append"]>): Promise<number> {
      if (this.isDown) throw new Error("down");
      return super.append(...args);
    }
    override async use(...args: Parameters<MemoryStore["use"]>): Promise<boolean> {
      if (this.isDown) throw new Error("down");
      return super.use(...args);
    }
  }
  const store = new Flaky();
  const node = await startNode({ store });
  const headers = { "mcp-session-id": await open(node.url) };
  const params = { name: "count", arguments: { n: 3, pauseMs: 30 } };
  const call = await post(node.url, { ...LIST, id: 3, method: "tools/call", params }, headers);
  store.isDown = true;
  expect((await post(node.url, LIST, headers)).status).toBe(503);
  const text = await call.text();
  expect(text.match(/notifications\/message/g)).toHaveLength(3);
  expect(text).toContain('"id":3');
  store.isDown = false;
  expect((await post(node.url, LIST, headers)).status).toBe(200);
  await node.close();
  await store.close();
});

const DEFINITION = defineServer({
  name: "acme",
  surface: { server: { name: "acme", title: "Acme", version: "1.0.0" }, tools: [] },
  groups: {},
});

describe("the `sessions` option", () => {
  let listening: Listening;
  let url: URL;
  beforeEach(async () => {
    const logger = createLogger("silent");
    const options = { port: 0, host: "127.0.0.1", allowedOrigins: ["https://app.example"], logger };
    listening = await listen({ ...options, servers: [DEFINITION], sessions: true });
    url = new URL(`${listening.origin}/acme/mcp`);
  });
  afterEach(() => listening.close(0));

  it.each(Object.entries(CLIENTS))("serves %s", async (_, connectClient) => {
    const client = await connectClient(url);
    expect(await client.list()).toEqual([]);
    await client.close();
  });

  it("gives sessions only to clients of the 2025 era", async () => {
    const [modern, old] = await Promise.all([
      post(url, { ...LIST, params: { _meta: META } }, MODERN),
      post(url, INITIALIZE),
    ]);
    expect(modern.status).toBe(200);
    expect(modern.headers.get("mcp-session-id")).toBeNull();
    expect(old.headers.get("mcp-session-id")).toMatch(/^[0-9a-f-]{36}$/);
    await Promise.all([modern.text(), old.text()]);
    expect((await post(url, LIST)).status).toBe(400);
  });

  it("checks Host and Origin of requests in sessions", async () => {
    const headers = { ...HEADERS, "mcp-session-id": await open(url) };
    const evil = { ...headers, origin: "https://evil.example" };
    for (const method of ["GET", "POST", "DELETE"])
      expect((await fetch(url, { method, headers: evil })).status).toBe(403);
    const page = { ...headers, origin: "https://app.example" };
    const response = await post(url, LIST, page);
    expect(response.headers.get("access-control-allow-origin")).toBe("https://app.example");
    expect(response.headers.get("access-control-expose-headers")).toContain("Mcp-Session-Id");
    await response.text();
    const limited = await post(url, { ...LIST, params: { x: "x".repeat(5_000_000) } }, headers);
    expect(limited.status).toBe(413);
  });

  it.each([{ idleMs: 0 }, { maxSessions: -1 }, { maxEvents: 1.5 }, { retryMs: Number.NaN }])(
    "refuses %o",
    async (sessions) => {
      await expect(createApp({ servers: [DEFINITION], sessions })).rejects.toThrow(TypeError);
    },
  );
});

it("creates no sessions without the option", async () => {
  const logger = createLogger("silent");
  const listening = await listen({ port: 0, host: "127.0.0.1", logger, servers: [DEFINITION] });
  const url = new URL(`${listening.origin}/acme/mcp`);
  const response = await post(url, INITIALIZE);
  expect(response.headers.get("mcp-session-id")).toBeNull();
  await response.text();
  expect((await post(url, LIST)).status).toBe(200);
  expect((await fetch(url, { headers: HEADERS })).status).toBe(405);
  await listening.close(0);
});

it("ends the streams of clients when it stops, without waiting for the clients", async () => {
  const logger = createLogger("silent");
  const options = { port: 0, host: "127.0.0.1", logger };
  const listening = await listen({ ...options, servers: [DEFINITION], sessions: true });
  const url = new URL(`${listening.origin}/acme/mcp`);
  const stream = await listenTo(url, await open(url));
  // Longer than the test may take.
  const [text] = await Promise.all([stream.text(), listening.close(600_000)]);
  expect(text).toMatch(/^id: _GET_stream\.\d+\nretry: 1000\ndata: \n\n$/);
});
