/** Sessions of the 2025 era, driven by the clients that are deployed. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { MemoryStore } from "../../runtime/sessions/memory-store.ts";
import { cuttingFetch, SESSION_CLIENTS } from "./session-clients.ts";
import { type Node, startNode } from "./sessions-world.ts";

const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

describe.each(Object.entries(SESSION_CLIENTS))("%s", (_, connect) => {
  let node: Node;
  beforeAll(async () => {
    node = await startNode();
  });
  afterAll(() => node.close());

  it("gets an id, and calls in its session", async () => {
    const client = await connect(node.url);
    expect(client.sessionId).toMatch(/^[0-9a-f-]{36}$/);
    expect((await client.call("echo", { text: "hi" })).content).toEqual([{ type: "text", text: "hi" }]);
    await client.close();
  });

  it.each([
    ["ask", "Ada"],
    ["sample", '{"type":"text","text":"Hello too"}'],
    ["roots", "file:///home"],
  ])("is asked: %s", async (tool, want) => {
    const client = await connect(node.url);
    expect((await client.call(tool)).content[0]?.text).toBe(want);
    await client.close();
  });

  it("is asked by several calls at once, each on its own stream", async () => {
    const client = await connect(node.url);
    const results = await Promise.all(numbers(8).map(() => client.call("ask")));
    expect(results.map(({ content }) => content[0]?.text)).toEqual(numbers(8).map(() => "Ada"));
    await client.close();
  });

  it("hears on its own stream what belongs to no request", async () => {
    const client = await connect(node.url);
    await client.call("echo", { text: "the stream is open by now" });
    await node.servers.at(-1)?.sendToolListChanged();
    await vi.waitFor(() => expect(client.changes.count).toBe(1));
    await client.close();
  });

  it("takes up a stream that the server ended in the middle of a call", async () => {
    const client = await connect(node.url);
    expect((await client.call("reconnect")).content[0]?.text).toBe("and here again");
    await client.close();
  });

  it("takes up a stream that was cut, at any point, and misses nothing and hears nothing twice", async () => {
    const cut = vi.fn();
    const run = async (n: number, pauseMs: number, cuts: number[]) => {
      const client = await connect(node.url, { fetch: cuttingFetch([...cuts], cut) });
      const result = await client.call("count", { n, pauseMs });
      expect(result.content[0]?.text).toBe(String(n));
      expect(client.logged).toEqual(numbers(n));
      await client.close();
    };
    const point = fc.nat({ max: 700 });
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 6 }), fc.nat({ max: 2 }), fc.array(point, { maxLength: 4 }), run),
      { numRuns: 40, examples: [[4, 2, [0, 0, 0]]] },
    );
    expect(cut.mock.calls.length).toBeGreaterThan(10);
  });

  it("cancels a call", async () => {
    const client = await connect(node.url);
    const abort = new AbortController();
    const call = client.call("hang", {}, abort.signal);
    await client.call("echo", { text: "it has started" });
    const before = node.cancelled.length;
    abort.abort();
    await expect(call).rejects.toThrow();
    await vi.waitFor(() => expect(node.cancelled).toHaveLength(before + 1));
    await client.close();
  });

  it("ends its session, which is gone then, with what was running in it", async () => {
    const client = await connect(node.url);
    const { sessionId } = client;
    const before = node.sessions.size;
    const call = client.call("hang").catch(() => "ended");
    await client.call("echo", { text: "it has started" });
    const cancelled = node.cancelled.length;
    await client.terminate();
    await vi.waitFor(() => expect(node.cancelled).toHaveLength(cancelled + 1));
    expect(node.sessions.size).toBe(before - 1);
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

const LIST = { jsonrpc: "2.0", id: 2, method: "tools/list" };

describe("what is no session", () => {
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
    ["and with GET", "GET", { "mcp-session-id": crypto.randomUUID() }, undefined, 404],
    ["and with DELETE", "DELETE", { "mcp-session-id": crypto.randomUUID() }, undefined, 404],
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
  ])("%s", async (_, method, headers, body, status) => {
    const response = await fetch(node.url, {
      method,
      headers: { ...HEADERS, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ jsonrpc: "2.0", error: { code: expect.any(Number) } });
    expect(node.sessions.size).toBe(0);
  });

  it("an id of another server", async () => {
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
  ])("a Last-Event-ID that is none: %.40s", async (id) => {
    const headers = { ...HEADERS, "mcp-session-id": await open(node.url), "last-event-id": id };
    const response = await fetch(node.url, { headers });
    expect(response.status).toBe(400);
    await fetch(node.url, { method: "DELETE", headers });
  });
});
