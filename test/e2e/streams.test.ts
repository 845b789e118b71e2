/** Answers that go on: what came within a time and a size is the result, and the connection is dropped. */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { brotliCompressSync, constants, createGzip, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLogger } from "../../runtime/log.ts";
import { z } from "../../runtime/schema.ts";
import { type Listening, listen } from "../../runtime/serve/serve.ts";
import { defineServer } from "../../runtime/server.ts";
import { defineTool } from "../../runtime/tool.ts";
import { type AnyClient, CLIENTS, onLoopback } from "./clients.ts";

const LIMIT = 100_000;

function events(response: ServerResponse, head: Record<string, string> = {}): ServerResponse {
  return response.writeHead(200, { "content-type": "text/event-stream", ...head });
}

const BOMB = gzipSync("1\n".repeat(2_000_000));
const LINES = { "content-type": "application/x-ndjson" };

/** What the API does, by the path that is called. */
const BEHAVIOUR: Readonly<Record<string, (response: ServerResponse) => void>> = {
  finished: (response) => void events(response).end("data: 1\n\nevent: end\ndata: [DONE]\n\n"),
  endless: (response) => void events(response).write('data: {"n":1}\n\ndata: 2\n\ndata: "hal'),
  silent: (response) => void events(response).write(": nothing yet\n\n"),
  mute: (response) => void events(response).flushHeaders(),
  flood: (response) => {
    response.writeHead(200, LINES);
    const more = (): void => {
      while (!response.destroyed && response.write(`${JSON.stringify("x".repeat(9_997))}\n`));
      response.once("drain", more);
    };
    more();
  },
  announced: (response) =>
    void response.writeHead(200, { ...LINES, "content-length": "1000000" }).write("1\n".repeat(60_000)),
  breaks: (response) => {
    response.writeHead(200, LINES).write('1\n2\n{"a":');
    setTimeout(() => response.socket?.destroy(), 20);
  },
  "breaks-at-once": (response) => {
    events(response).flushHeaders();
    setTimeout(() => response.socket?.destroy(), 20);
  },
  gzip: (response) => void events(response, { "content-encoding": "gzip" }).end(gzipSync("data: 1\n\n")),
  brotli: (response) =>
    void events(response, { "content-encoding": "br" }).end(brotliCompressSync("data: 1\n\n")),
  "gzip-endless": (response) => {
    events(response, { "content-encoding": "gzip" });
    const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
    gzip.pipe(response);
    gzip.write("data: 1\n\ndata: 2");
  },
  "gzip-bomb": (response) => void response.writeHead(200, { ...LINES, "content-encoding": "gzip" }).end(BOMB),
  "gzip-lie": (response) => void events(response, { "content-encoding": "gzip" }).end("data: 1\n\n"),
  unknown: (response) => void events(response, { "content-encoding": "zstd" }).end("data: 1\n\n"),
  error: (response) =>
    void response.writeHead(503, { "content-type": "text/event-stream" }).end("data: too busy\n\n"),
  late: () => {},
};

const tools = Object.fromEntries(
  Object.keys(BEHAVIOUR).map((name) => [
    name,
    defineTool({
      name,
      description: name,
      input: () => z.strictObject({}),
      annotations: {},
      http: { method: "GET", path: `/${name}`, accept: "text/event-stream" },
    }),
  ]),
);

const server = defineServer({
  name: "streams",
  surface: {
    server: { name: "streams", title: "Streams", version: "1.0.0" },
    tools: Object.keys(tools).map((name) => ({
      name,
      description: name,
      inputSchema: { type: "object" as const },
    })),
  },
  groups: { all: async () => tools },
});

let upstream: Awaited<ReturnType<typeof onLoopback>>;
/** The responses of the API that are not over, by path. */
const open = new Map<string, ServerResponse>();
let patient: Listening;
let hasty: Listening;
const clients: AnyClient[] = [];

beforeAll(async () => {
  upstream = await onLoopback((request, response) => {
    const name = (request.url ?? "/").slice(1);
    open.set(name, response);
    BEHAVIOUR[name]?.(response);
  });
  const common = {
    servers: [server],
    baseUrls: { streams: upstream.origin },
    host: "127.0.0.1",
    port: 0,
    logger: createLogger("silent"),
  };
  patient = await listen({ ...common, upstream: { streamMs: 600, maxResponseBytes: LIMIT } });
  hasty = await listen({ ...common, upstream: { timeoutMs: 600, maxResponseBytes: LIMIT } });
  for (const { origin } of [patient, hasty])
    clients.push(
      await (CLIENTS["v1 client"] as (target: URL) => Promise<AnyClient>)(new URL(`${origin}/streams/mcp`)),
    );
});

afterAll(async () => {
  for (const client of clients) await client.close();
  await Promise.all([patient.close(0), hasty.close(0)]);
  upstream.close();
});

const dropped = async (name: string): Promise<void> => {
  const response = open.get(name);
  if (response && !response.closed) await once(response, "close");
};

describe.each([
  ["streamMs", 0],
  ["timeoutMs", 1],
])("bounded by %s", (_name, which) => {
  const client = (): AnyClient => clients[which] as AnyClient;

  const whole: [string, unknown[]][] = [
    ["finished", [{ data: "1" }]],
    ["gzip", [{ data: "1" }]],
    ["brotli", [{ data: "1" }]],
  ];
  it.each(whole)("%s", async (name, result) => {
    const answer = await client().call(name, {});
    expect(answer).toEqual({
      content: [{ type: "text", text: JSON.stringify(result) }],
      structuredContent: { result },
    });
  });

  const cut: [string, unknown[], string][] = [
    ["endless", [{ data: { n: 1 } }, { data: "2" }], "it still went on after 0.6 s"],
    ["gzip-endless", [{ data: "1" }], "it still went on after 0.6 s"],
    ["silent", [], "it still went on after 0.6 s"],
    ["mute", [], "it still went on after 0.6 s"],
    ["flood", Array.from({ length: 10 }, () => "x".repeat(9_997)), `it is longer than ${LIMIT} bytes`],
    ["announced", Array.from({ length: LIMIT / 2 }, () => 1), `it is longer than ${LIMIT} bytes`],
    ["gzip-bomb", Array.from({ length: LIMIT / 2 }, () => 1), `it is longer than ${LIMIT} bytes`],
    ["breaks", [1, 2], "the connection broke"],
  ];
  it.each(cut)("%s", async (name, result, why) => {
    const answer = await client().call(name, {});
    expect(answer.isError ?? false).toBe(false);
    expect(answer.structuredContent).toEqual({ result, truncated: true });
    expect(answer.content[0]?.text).toBe(JSON.stringify(result));
    expect(answer.content[1]?.text).toContain(`is incomplete: ${why}`);
    await dropped(name);
  });

  const failed: [string, object][] = [
    ["breaks-at-once", { kind: "unavailable" }],
    ["gzip-lie", { kind: "bad_response", message: "The API's answer cannot be decompressed." }],
    ["unknown", { kind: "bad_response", message: "The API's answer is compressed in an unknown way." }],
    ["error", { kind: "unavailable", status: 503, upstream: "data: too busy" }],
  ];
  it.each(failed)("%s", async (name, error) => {
    const answer = await client().call(name, {});
    expect(answer.structuredContent).toMatchObject({ error });
    await dropped(name);
  });
});

it("one that does not begin is too late", async () => {
  const answer = await (clients[1] as AnyClient).call("late", {});
  expect(answer.structuredContent).toMatchObject({ error: { kind: "timeout" } });
});

it("a client that hangs up ends it", async () => {
  const slow = await listen({
    servers: [server],
    baseUrls: { streams: upstream.origin },
    host: "127.0.0.1",
    port: 0,
    logger: createLogger("silent"),
  });
  open.delete("endless");
  const abort = new AbortController();
  const pending = fetch(`${slow.origin}/streams/mcp`, {
    method: "POST",
    signal: abort.signal,
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "endless", arguments: {} },
    }),
  });
  await expect.poll(() => open.has("endless")).toBe(true);
  abort.abort();
  await expect(pending).rejects.toThrow();
  await dropped("endless");
  await slow.close(0);
});
