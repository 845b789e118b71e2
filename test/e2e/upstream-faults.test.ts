/** Faults of an upstream API: the client gets an error that it can act on, and the server goes on serving. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLogger } from "../../runtime/log.ts";
import { z } from "../../runtime/schema.ts";
import { type Listening, listen } from "../../runtime/serve/serve.ts";
import { defineServer } from "../../runtime/server.ts";
import { defineTool } from "../../runtime/tool.ts";
import { type AnyClient, type CallResult, CLIENTS, onLoopback } from "./clients.ts";

const HTML =
  "<!doctype html><html><head><title>502 from the proxy</title></head><body>stack trace…</body></html>";

const BOMB = gzipSync(Buffer.alloc(50_000_000, 32));

/** The behaviour of the API by path. */
const BEHAVIOUR: Readonly<Record<string, (response: ServerResponse, request: IncomingMessage) => void>> = {
  ok: (response) => json(response, 200, { fine: true }),
  slow: () => {},
  stalls: (response) => void response.writeHead(200, { "content-type": "application/json" }).write('{"a":'),
  resets: (response) => void response.socket?.destroy(),
  "resets-midway": (response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" }).write("{");
    setTimeout(() => response.socket?.destroy(), 20);
  },
  "html-500": (response) => void response.writeHead(500, { "content-type": "text/html" }).end(HTML),
  "html-200": (response) => void response.writeHead(200, { "content-type": "text/html" }).end(HTML),
  "not-json": (response) => void response.writeHead(200, { "content-type": "application/json" }).end("{oops"),
  huge: (response) =>
    void response.writeHead(200, { "content-type": "application/json" }).end(`"${"a".repeat(200_000)}"`),
  bomb: (response) =>
    void response
      .writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" })
      .end(BOMB),
  redirect: (response) => void response.writeHead(302, { location: "http://127.0.0.1:1/secret" }).end(),
  problem: (response) => {
    response.setHeader("content-type", "application/problem+json");
    response.writeHead(422).end(
      JSON.stringify({
        title: "Invalid",
        detail: "The title is taken.",
        errors: [{ field: "title", message: "is taken" }],
      }),
    );
  },
  limited: (response) => {
    response.setHeader("retry-after", "17");
    json(response, 429, { message: "Too many requests" });
  },
  gzip: (response) =>
    void response
      .writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" })
      .end(gzipSync('{"zipped":true}')),
  bom: (response) =>
    void response
      .writeHead(200, { "content-type": "application/json" })
      .end('\uFEFF{"id":12345678901234567890}\n'),
  empty: (response) => void response.writeHead(204).end(),
  list: (response) => json(response, 200, [1, 2, 3]),
  text: (response) => void response.writeHead(200, { "content-type": "text/plain" }).end("as it is"),
  audio: (response) =>
    void response.writeHead(200, { "content-type": "audio/wav" }).end(Buffer.from([1, 2, 3])),
  pdf: (response) =>
    void response.writeHead(200, { "content-type": "application/pdf" }).end(Buffer.from([1, 2, 3])),
};

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

const SECRET = "s3cr3t-connection-string";

const tools = Object.fromEntries(
  [...Object.keys(BEHAVIOUR), "throws"].flatMap((name) =>
    (["GET", "POST"] as const).map((method) => {
      const tool = defineTool({
        name: `${method.toLowerCase()}_${name}`,
        description: name,
        input: () => {
          if (name === "throws") throw new Error(SECRET);
          return z.strictObject({});
        },
        annotations: {},
        http: { method, path: `/${name}`, accept: "application/json" },
      });
      return [tool.name, tool] as const;
    }),
  ),
);

const surface = {
  server: { name: "faults", title: "Faults", version: "1.0.0" },
  tools: Object.values(tools).map(({ name }) => ({
    name,
    description: name,
    inputSchema: { type: "object" as const },
  })),
};

const server = defineServer({
  name: "faults",
  surface,
  groups: { all: async () => tools },
});

let upstream: Awaited<ReturnType<typeof onLoopback>>;
let listening: Listening;
let hasty: Listening;
let down: Listening;
let client: AnyClient;
/** A client of the server whose requests time out soon. */
let hastyClient: AnyClient;

beforeAll(async () => {
  upstream = await onLoopback((request, response) =>
    BEHAVIOUR[(request.url ?? "/").slice(1)]?.(response, request),
  );
  const common = { servers: [server], host: "127.0.0.1", port: 0, logger: createLogger("silent") };
  const faults = { ...common, baseUrls: { faults: upstream.origin } };
  listening = await listen({ ...faults, upstream: { maxResponseBytes: 100_000 } });
  hasty = await listen({ ...faults, upstream: { timeoutMs: 300 } });
  // Nothing listens on port 1.
  down = await listen({ ...common, baseUrls: { faults: "http://127.0.0.1:1" } });
  client = await connect(listening);
  hastyClient = await connect(hasty);
});

afterAll(async () => {
  await Promise.all([client.close(), hastyClient.close()]);
  await Promise.all([listening.close(0), hasty.close(0), down.close(0)]);
  upstream.close();
});

function connect({ origin }: Listening): Promise<AnyClient> {
  return (CLIENTS["v1 client"] as (target: URL) => Promise<AnyClient>)(new URL(`${origin}/faults/mcp`));
}

function errorOf(result: CallResult): Record<string, unknown> {
  expect(result.isError).toBe(true);
  return result.structuredContent?.error as Record<string, unknown>;
}

describe("errors", () => {
  const rows: [string, Record<string, unknown>][] = [
    ["get_slow", { kind: "timeout", retryable: true }],
    ["post_slow", { kind: "timeout", retryable: false }],
    ["get_stalls", { kind: "timeout" }],
    ["get_resets", { kind: "unavailable", retryable: true }],
    ["post_resets", { kind: "unavailable", retryable: false }],
    ["get_resets-midway", { kind: "unavailable" }],
    ["get_html-500", { kind: "unavailable", status: 500, upstream: "502 from the proxy" }],
    ["get_html-200", { kind: "bad_response" }],
    ["get_not-json", { kind: "bad_response" }],
    ["get_huge", { kind: "bad_response" }],
    ["get_bomb", { kind: "bad_response" }],
    ["get_redirect", { kind: "bad_response", status: 302 }],
    ["get_problem", { kind: "rejected", status: 422, upstream: "The title is taken.; title: is taken" }],
    ["get_limited", { kind: "rate_limited", retryable: true, retryAfterSeconds: 17 }],
    ["get_throws", { kind: "internal", message: "The server failed to carry out the call." }],
  ];
  it.each(rows)("of %s reach the client, and the server goes on serving", async (name, want) => {
    const result = await (want.kind === "timeout" ? hastyClient : client).call(name, {});
    expect(errorOf(result)).toMatchObject(want);
    expect(JSON.stringify(result)).not.toContain(SECRET);
    expect(JSON.stringify(result)).not.toContain("127.0.0.1");
    expect((await client.call("get_ok", {})).structuredContent).toEqual({ fine: true });
  });

  it("of an API that is down reach the client", async () => {
    const other = await connect(down);
    const result = await other.call("get_ok", {});
    expect(errorOf(result)).toMatchObject({ kind: "unavailable", message: "The API cannot be reached." });
    expect(JSON.stringify(result)).not.toContain("127.0.0.1");
    // Nothing was sent, so even a write can be retried.
    expect(errorOf(await other.call("post_ok", {}))).toMatchObject({ retryable: true });
    await other.close();
  });

  it("of an API without a base URL reach the client", async () => {
    const lost = await listen({
      servers: [server],
      host: "127.0.0.1",
      port: 0,
      logger: createLogger("silent"),
    });
    const other = await connect(lost);
    expect(errorOf(await other.call("get_ok", {}))).toMatchObject({ kind: "internal" });
    await other.close();
    await lost.close(0);
  });
});

describe("answers", () => {
  const rows: [string, Partial<CallResult>][] = [
    ["get_gzip", { structuredContent: { zipped: true } }],
    ["get_bom", { content: [{ type: "text", text: '{"id":12345678901234567890}' }] }],
    ["get_list", { structuredContent: { result: [1, 2, 3] } }],
    ["get_empty", { content: [{ type: "text", text: "204 No Content" }] }],
    ["get_text", { content: [{ type: "text", text: "as it is" }] }],
    ["get_audio", { content: [{ type: "audio", data: "AQID", mimeType: "audio/wav" }] }],
  ];
  it.each(rows)("of %s become the result", async (name, want) => {
    const result = await client.call(name, {});
    expect(result.isError ?? false).toBe(false);
    expect(result).toMatchObject(want);
  });

  it("of other media types become an embedded resource", async () => {
    const { content } = await client.call("get_pdf", {});
    expect(content[0]).toMatchObject({
      type: "resource",
      resource: { blob: "AQID", mimeType: "application/pdf" },
    });
  });
});
