/** Upstream responses that do not end: the result is the part within the limits of time and size, and the connection is closed. */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { brotliCompressSync, constants, createGzip, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLogger } from "../../runtime/log.ts";
import { z } from "../../runtime/schema.ts";
import { type Listening, listen } from "../../runtime/serve/serve.ts";
import { defineServer } from "../../runtime/server.ts";
import { defineTool } from "../../runtime/tool.ts";
import { eventually } from "../support/eventually.ts";
import { type AnyClient, type CallResult, CLIENTS, onLoopback } from "./clients.ts";

const LIMIT = 100_000;
/** Milliseconds after which a response is cut: enough for its first part to arrive on a busy machine. */
const BOUND = 2_000;

function events(response: ServerResponse, head: Record<string, string> = {}): ServerResponse {
  return response.writeHead(200, { "content-type": "text/event-stream", ...head });
}

const BOMB = gzipSync("1\n".repeat(2_000_000));
const LINES = { "content-type": "application/x-ndjson" };

/** The behaviour of the API by path. */
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
/** The latest response of the API, by path. */
const open = new Map<string, ServerResponse>();
const servers: Listening[] = [];
/** Clients of servers with a time limit that cuts responses, and with one that does not, by the option that sets it. */
const hasty: Record<"streamMs" | "timeoutMs", AnyClient> = {} as never;
const patient: Record<"streamMs" | "timeoutMs", AnyClient> = {} as never;

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
  const connect = CLIENTS["v1 client"] as (target: URL) => Promise<AnyClient>;
  for (const limit of ["streamMs", "timeoutMs"] as const)
    for (const [clients, ms] of [
      [hasty, BOUND],
      [patient, 600_000],
    ] as const) {
      const one = await listen({ ...common, upstream: { [limit]: ms, maxResponseBytes: LIMIT } });
      servers.push(one);
      clients[limit] = await connect(new URL(`${one.origin}/streams/mcp`));
    }
});

afterAll(async () => {
  for (const client of [...Object.values(hasty), ...Object.values(patient)]) await client.close();
  await Promise.all(servers.map((one) => one.close(0)));
  upstream.close();
});

const dropped = async (name: string): Promise<void> => {
  const response = open.get(name);
  if (response && !response.closed) await once(response, "close");
};

describe.each(["streamMs", "timeoutMs"] as const)("a response that goes on for longer than %s", (limit) => {
  const rows: [string, unknown[]][] = [
    ["endless", [{ data: { n: 1 } }, { data: "2" }]],
    ["gzip-endless", [{ data: "1" }]],
    ["silent", []],
    ["mute", []],
  ];
  it.each(rows)("is cut: %s", async (name, result) => {
    expectCut(await hasty[limit].call(name, {}), result, `it still went on after ${BOUND / 1000} s`);
    await dropped(name);
  });
});

it("fails with a timeout if the response does not begin", async () => {
  const answer = await hasty.timeoutMs.call("late", {});
  expect(answer.structuredContent).toMatchObject({ error: { kind: "timeout" } });
});

describe.each(["streamMs", "timeoutMs"] as const)("a response that ends before %s", (limit) => {
  const whole: [string, unknown[]][] = [
    ["finished", [{ data: "1" }]],
    ["gzip", [{ data: "1" }]],
    ["brotli", [{ data: "1" }]],
  ];
  it.each(whole)("is complete: %s", async (name, result) => {
    const answer = await patient[limit].call(name, {});
    expect(answer).toEqual({
      content: [{ type: "text", text: JSON.stringify(result) }],
      structuredContent: { result },
    });
  });

  const cut: [string, unknown[], string][] = [
    ["flood", Array.from({ length: 10 }, () => "x".repeat(9_997)), `it is longer than ${LIMIT} bytes`],
    ["announced", Array.from({ length: LIMIT / 2 }, () => 1), `it is longer than ${LIMIT} bytes`],
    ["gzip-bomb", Array.from({ length: LIMIT / 2 }, () => 1), `it is longer than ${LIMIT} bytes`],
    ["breaks", [1, 2], "the connection broke"],
  ];
  it.each(cut)("is cut: %s", async (name, result, why) => {
    expectCut(await patient[limit].call(name, {}), result, why);
    await dropped(name);
  });

  const failed: [string, object][] = [
    ["breaks-at-once", { kind: "unavailable" }],
    ["gzip-lie", { kind: "bad_response", message: "The API's answer cannot be decompressed." }],
    ["unknown", { kind: "bad_response", message: "The API's answer has an unknown content encoding." }],
    ["error", { kind: "unavailable", status: 503, upstream: "data: too busy" }],
  ];
  it.each(failed)("fails: %s", async (name, error) => {
    const answer = await patient[limit].call(name, {});
    expect(answer.structuredContent).toMatchObject({ error });
    await dropped(name);
  });
});

function expectCut(answer: CallResult, result: unknown[], why: string): void {
  expect(answer.isError ?? false).toBe(false);
  expect(answer.structuredContent).toEqual({ result, truncated: true });
  expect(answer.content[0]?.text).toBe(JSON.stringify(result));
  expect(answer.content[1]?.text).toContain(`is incomplete: ${why}`);
}

it("closes the connection to the API when the client disconnects", async () => {
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
  await eventually(() => expect(open.has("endless")).toBe(true));
  abort.abort();
  await expect(pending).rejects.toThrow();
  await dropped("endless");
  await slow.close(0);
});
