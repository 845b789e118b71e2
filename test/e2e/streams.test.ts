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

/** The time in milliseconds of an answer that does not end by itself; all others have far more than they need. */
const SHORT = 600;
const LONG = 60_000;
const UNENDING = ["endless", "gzip-endless", "silent", "mute", "late"];

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

type Bound = "streamMs" | "timeoutMs";

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
const listening: Listening[] = [];
const clients = new Map<string, AnyClient>();

beforeAll(async () => {
  upstream = await onLoopback((request, response) => {
    const name = (request.url ?? "/").slice(1);
    open.set(name, response);
    BEHAVIOUR[name]?.(response);
  });
  for (const bound of ["streamMs", "timeoutMs"])
    for (const ms of [SHORT, LONG]) {
      const one = await listen({
        servers: [server],
        baseUrls: { streams: upstream.origin },
        upstream: { streamMs: LONG, timeoutMs: LONG, [bound]: ms, maxResponseBytes: LIMIT },
        host: "127.0.0.1",
        port: 0,
        logger: createLogger("silent"),
      });
      listening.push(one);
      const url = new URL(`${one.origin}/streams/mcp`);
      clients.set(`${bound} ${ms}`, await (CLIENTS["v1 client"] as (target: URL) => Promise<AnyClient>)(url));
    }
});

afterAll(async () => {
  for (const client of clients.values()) await client.close();
  await Promise.all(listening.map((one) => one.close(0)));
  upstream.close();
});

function call(bound: Bound, name: string) {
  const client = clients.get(`${bound} ${UNENDING.includes(name) ? SHORT : LONG}`) as AnyClient;
  return client.call(name, {});
}

const dropped = async (name: string): Promise<void> => {
  const response = open.get(name);
  if (response && !response.closed) await once(response, "close");
};

describe.each<Bound>(["streamMs", "timeoutMs"])("a response stream bounded by %s", (bound) => {
  const whole: [string, unknown[]][] = [
    ["finished", [{ data: "1" }]],
    ["gzip", [{ data: "1" }]],
    ["brotli", [{ data: "1" }]],
  ];
  it.each(whole)("is returned whole: %s", async (name, result) => {
    const answer = await call(bound, name);
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
  it.each(cut)("is truncated: %s", async (name, result, why) => {
    const answer = await call(bound, name);
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
  it.each(failed)("fails: %s", async (name, error) => {
    const answer = await call(bound, name);
    expect(answer.structuredContent).toMatchObject({ error });
    await dropped(name);
  });
});

it("a response stream that does not begin in time is a timeout", async () => {
  const answer = await call("timeoutMs", "late");
  expect(answer.structuredContent).toMatchObject({ error: { kind: "timeout" } });
});

it("a client that disconnects ends the response stream", async () => {
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
