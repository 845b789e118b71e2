/** The endpoint on the wire: accepted and refused requests. */
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import bookshop from "../../generated/bookshop/index.ts";
import { createLogger } from "../../runtime/log.ts";
import { createApp } from "../../runtime/serve/app.ts";
import { type Listening, listen } from "../../runtime/serve/serve.ts";
import { onLoopback } from "./clients.ts";
import { JSON_BOTH, response as message, send as sendTo, type WireAnswer } from "./wire.ts";

let upstream: Awaited<ReturnType<typeof onLoopback>>;
let listening: Listening;

beforeAll(async () => {
  upstream = await onLoopback((_request, response) => {
    response.setHeader("content-type", "application/json").end('{"id":"au_000001"}');
  });
  listening = await listen({
    servers: [bookshop],
    baseUrls: { bookshop: upstream.origin },
    allowedOrigins: ["app.example"],
    host: "127.0.0.1",
    port: 0,
    maxRequestBytes: 100_000,
    logger: createLogger("silent"),
  });
});

afterAll(async () => {
  await listening.close(0);
  upstream.close();
});

function send(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<WireAnswer> {
  return sendTo(`${listening.origin}${path}`, method, headers, body);
}

function rpc(method: string, params: Record<string, unknown> = {}, id: unknown = 1): Record<string, unknown> {
  return { jsonrpc: "2.0", id, method, params };
}

function modernParams(params: Record<string, unknown> = {}, version = "2026-07-28"): Record<string, unknown> {
  return {
    ...params,
    _meta: {
      "io.modelcontextprotocol/protocolVersion": version,
      "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
      "io.modelcontextprotocol/clientCapabilities": {},
    },
  };
}

const MODERN = { ...JSON_BOTH, "mcp-protocol-version": "2026-07-28" };
const AUTHOR = { name: "get_author", arguments: { authorId: "au_000001" } };
const MCP = "/bookshop/mcp";
const DEEP = "[".repeat(40_000) + "]".repeat(40_000);

describe("the endpoint answers", () => {
  const rows: [string, Record<string, string>, Record<string, unknown>][] = [
    ["2026-07-28 tools/list", { ...MODERN, "mcp-method": "tools/list" }, rpc("tools/list", modernParams())],
    [
      "2026-07-28 server/discover",
      { ...MODERN, "mcp-method": "server/discover" },
      rpc("server/discover", modernParams()),
    ],
    [
      "2026-07-28 tools/call",
      { ...MODERN, "mcp-method": "tools/call", "mcp-name": "get_author" },
      rpc("tools/call", modernParams(AUTHOR)),
    ],
    ["2025-11-25 tools/list", { ...JSON_BOTH, "mcp-protocol-version": "2025-11-25" }, rpc("tools/list")],
    [
      "2025-06-18 tools/call",
      { ...JSON_BOTH, "mcp-protocol-version": "2025-06-18" },
      rpc("tools/call", AUTHOR),
    ],
    ["2025-03-26 tools/call, which had no version header", JSON_BOTH, rpc("tools/call", AUTHOR)],
    ["2025-11-25 ping", { ...JSON_BOTH, "mcp-protocol-version": "2025-11-25" }, rpc("ping")],
    ["an id that is a string", JSON_BOTH, rpc("tools/list", {}, 'a "quoted" id')],
  ];
  it.each(rows)("%s", async (_name, headers, body) => {
    const answer = await send("POST", MCP, headers, body);
    expect(answer.status).toBe(200);
    expect(message(answer)).toMatchObject({ jsonrpc: "2.0", id: body.id, result: {} });
  });

  const ids = [1, 0, -5, "a", 'with "quotes"', "é", "x".repeat(63), "x".repeat(200)];
  it.each(ids)("a list request with the id %j, with the same result for every id", async (id) => {
    const answer = await send("POST", MCP, JSON_BOTH, rpc("tools/list", {}, id));
    const { result } = message(await send("POST", MCP, JSON_BOTH, rpc("tools/list", {}, "another")));
    expect(JSON.parse(answer.text)).toEqual({ jsonrpc: "2.0", id, result });
    expect(answer.headers).toMatchObject({
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(answer.text)),
    });
  });

  it.each(["2025-11-25", "2025-06-18", "2025-03-26"])("initialize %s", async (protocolVersion) => {
    const params = { protocolVersion, capabilities: {}, clientInfo: { name: "test", version: "1" } };
    const answer = await send("POST", MCP, JSON_BOTH, rpc("initialize", params));
    expect(message(answer).result).toMatchObject({
      protocolVersion,
      serverInfo: { name: "bookshop" },
      capabilities: { tools: {} },
    });
  });
});

describe("the endpoint refuses", () => {
  const rows: [string, [string, string, Record<string, string>, unknown?], number, number | undefined][] = [
    [
      "a path with a trailing slash",
      ["POST", "/bookshop/mcp/", JSON_BOTH, rpc("tools/list")],
      404,
      undefined,
    ],
    ["an unknown server", ["POST", "/library/mcp", JSON_BOTH, rpc("tools/list")], 404, undefined],
    ["GET", ["GET", MCP, { accept: "text/event-stream" }], 405, -32000],
    ["DELETE", ["DELETE", MCP, JSON_BOTH], 405, -32000],
    ["a body that is not JSON", ["POST", MCP, JSON_BOTH, "{"], 400, -32700],
    ["an empty body", ["POST", MCP, JSON_BOTH, ""], 400, -32700],
    ["another media type", ["POST", MCP, { ...JSON_BOTH, "content-type": "text/plain" }, "{}"], 415, -32000],
    [
      "a body that is too large",
      ["POST", MCP, JSON_BOTH, rpc("tools/list", { x: "a".repeat(100_001) })],
      413,
      -32000,
    ],
    [
      "arguments nested 40,000 levels deep",
      [
        "POST",
        MCP,
        JSON_BOTH,
        `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"arguments":${DEEP}}}`,
      ],
      400,
      -32600,
    ],
    ["a list nested 40,000 levels deep", ["POST", MCP, JSON_BOTH, DEEP], 400, -32600],
    ["JSON that is not JSON-RPC", ["POST", MCP, JSON_BOTH, { hello: 1 }], 400, -32600],
    ["a foreign Host", ["POST", MCP, { ...JSON_BOTH, host: "evil.example" }, rpc("tools/list")], 403, -32000],
    [
      "a Host that begins like an allowed one",
      ["POST", MCP, { ...JSON_BOTH, host: "localhost.evil.example" }, rpc("tools/list")],
      403,
      -32000,
    ],
    [
      "a foreign Origin",
      ["POST", MCP, { ...JSON_BOTH, origin: "http://evil.example" }, rpc("tools/list")],
      403,
      -32000,
    ],
    ["Origin null", ["POST", MCP, { ...JSON_BOTH, origin: "null" }, rpc("tools/list")], 403, -32000],
    [
      "an unknown version in the header",
      ["POST", MCP, { ...JSON_BOTH, "mcp-protocol-version": "1999-01-01" }, rpc("tools/list")],
      400,
      -32000,
    ],
    [
      "an unknown modern version",
      [
        "POST",
        MCP,
        { ...JSON_BOTH, "mcp-protocol-version": "2099-01-01", "mcp-method": "tools/list" },
        rpc("tools/list", modernParams({}, "2099-01-01")),
      ],
      400,
      -32022,
    ],
    ["modern without Mcp-Method", ["POST", MCP, MODERN, rpc("tools/list", modernParams())], 400, -32020],
    [
      "modern with another Mcp-Method",
      ["POST", MCP, { ...MODERN, "mcp-method": "ping" }, rpc("tools/list", modernParams())],
      400,
      -32020,
    ],
    [
      "modern without Mcp-Name",
      ["POST", MCP, { ...MODERN, "mcp-method": "tools/call" }, rpc("tools/call", modernParams(AUTHOR))],
      400,
      -32020,
    ],
    [
      "modern with another Mcp-Name",
      [
        "POST",
        MCP,
        { ...MODERN, "mcp-method": "tools/call", "mcp-name": "get_book" },
        rpc("tools/call", modernParams(AUTHOR)),
      ],
      400,
      -32020,
    ],
    [
      "modern without version header",
      ["POST", MCP, { ...JSON_BOTH, "mcp-method": "tools/list" }, rpc("tools/list", modernParams())],
      400,
      -32020,
    ],
    [
      "modern header without envelope",
      ["POST", MCP, { ...MODERN, "mcp-method": "tools/list" }, rpc("tools/list")],
      400,
      -32602,
    ],
    [
      "an unknown modern method",
      ["POST", MCP, { ...MODERN, "mcp-method": "foo/bar" }, rpc("foo/bar", modernParams())],
      404,
      -32601,
    ],
    [
      "legacy without both Accepts",
      ["POST", MCP, { "content-type": "application/json", accept: "application/json" }, rpc("tools/list")],
      406,
      -32000,
    ],
  ];
  it.each(rows)("%s", async (_name, args, status, code) => {
    const answer = await send(...args);
    expect(answer.status).toBe(status);
    if (code !== undefined) expect(message(answer).error?.code).toBe(code);
  });

  it("nothing else after these requests", async () => {
    const answer = await send("POST", MCP, JSON_BOTH, rpc("tools/list"));
    expect(message(answer).result?.tools).toHaveLength(18);
  });
});

describe("the application", () => {
  it("answers health checks", async () => {
    expect(await send("GET", "/healthz", {})).toMatchObject({ status: 200, text: '{"status":"ok"}' });
  });

  it("accepts requests from an allowed origin", async () => {
    const answer = await send(
      "POST",
      MCP,
      { ...JSON_BOTH, origin: "https://app.example" },
      rpc("tools/list"),
    );
    expect(answer.status).toBe(200);
  });
});

it("logs no error if a client sends bytes that are not HTTP after its request", async () => {
  const logger = createLogger("silent");
  const reported: object[] = [];
  logger.error = ((fields: object) => void reported.push(fields)) as never;
  const debugged = new Promise<object>((resolve) => {
    logger.debug = resolve as never;
  });
  const app = await createApp({ servers: [bookshop], logger });
  const { origin, close } = await onLoopback(app);
  const { port } = new URL(origin);
  const socket = connect(Number(port), "127.0.0.1");
  socket.on("error", () => {});
  socket.write(`GET ${MCP} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n{"jsonrpc":"2.0"}\r\n\r\n`);
  expect(await debugged).toMatchObject({ err: { code: "HPE_INVALID_METHOD" } });
  expect(reported).toEqual([]);
  socket.destroy();
  close();
  await app.dispose();
});
