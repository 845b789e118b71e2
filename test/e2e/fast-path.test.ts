/** Sends each request to a server with the fast path and to one without it, and compares the answers. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import bookshop from "../../generated/bookshop/index.ts";
import { createLogger } from "../../runtime/log.ts";
import { Endpoint } from "../../runtime/protocol/endpoint.ts";
import { type Listening, listen } from "../../runtime/serve/serve.ts";
import { onLoopback } from "./clients.ts";
import coded from "./everything/coded.ts";
import everything from "./everything/declared.ts";
import { JSON_BOTH, legacy, modern, send, type WireAnswer } from "./wire.ts";

let upstream: Awaited<ReturnType<typeof onLoopback>>;
const listening: Listening[] = [];
/** Origins of the servers, without and with sessions. */
const origins: Record<"fast" | "slow" | "fastSessions" | "slowSessions", string> = {} as never;

beforeAll(async () => {
  upstream = await onLoopback((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://upstream");
    response
      .setHeader("content-type", "application/json")
      .end(JSON.stringify({ path: pathname, ...Object.fromEntries(searchParams) }));
  });
  for (const [name, fastPath, sessions] of [
    ["fast", true, false],
    ["slow", false, false],
    ["fastSessions", true, true],
    ["slowSessions", false, true],
  ] as const) {
    const one = await listen({
      servers: [everything, coded, bookshop],
      baseUrls: { everything: upstream.origin, bookshop: upstream.origin },
      stateKey: "0123456789abcdef0123456789abcdef",
      maxRequestBytes: 100_000,
      host: "127.0.0.1",
      port: 0,
      logger: createLogger("silent"),
      fastPath,
      ...(sessions && { sessions: true }),
    });
    listening.push(one);
    origins[name] = one.origin;
  }
});

afterAll(async () => {
  await Promise.all(listening.map((one) => one.close(0)));
  upstream.close();
});

type Sent = [headers: Record<string, string>, body: unknown];
type Row = [title: string, server: "everything" | "coded" | "bookshop", sent: Sent, method?: string];

const call = (name: string, args: unknown = {}): Record<string, unknown> => ({ name, arguments: args });
const AUTHOR = call("get_author", { authorId: "au_000001" });
const FILE = call("read_file", { owner: "o", path: "a/b" });
const REGION = call("in_region", { region: "eu" });
const LISTS = ["tools/list", "resources/list", "resources/templates/list", "prompts/list"];
const INITIALIZE = {
  protocolVersion: "2025-11-25",
  capabilities: {},
  clientInfo: { name: "test", version: "1" },
};

/** A request of 2026-07-28 with other headers; undefined leaves a header out. */
function withHeaders([headers, body]: Sent, changed: Record<string, string | undefined>): Sent {
  const all = Object.entries({ ...headers, ...changed });
  return [Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined)), body];
}

/** A request with other members beside `jsonrpc`, `id`, `method` and `params`. */
const withMembers = ([headers, body]: Sent, changed: object): Sent => [
  headers,
  { ...(body as object), ...changed },
];

const fast: Row[] = [
  ...LISTS.flatMap((method): Row[] => [
    [`2026-07-28 ${method}`, "everything", modern(method)],
    [`2025-11-25 ${method}`, "everything", legacy(method)],
  ]),
  ["2026-07-28 tools/list of code", "coded", modern("tools/list")],
  ["2026-07-28 tools/list of a generated server", "bookshop", modern("tools/list")],
  [
    "2025-06-18 tools/list",
    "bookshop",
    withHeaders(legacy("tools/list"), { "mcp-protocol-version": "2025-06-18" }),
  ],
  [
    "tools/list without a version header",
    "bookshop",
    withHeaders(legacy("tools/list"), { "mcp-protocol-version": undefined }),
  ],
  ["2026-07-28 server/discover", "everything", modern("server/discover")],
  ["2026-07-28 server/discover of code", "coded", modern("server/discover")],
  ["a list with other parameters", "everything", modern("tools/list", { other: 1 })],
  ["a list without parameters", "everything", withMembers(legacy("tools/list"), { params: undefined })],
  ...["a", 'with "quotes"', "é\u2028", "x".repeat(200), 0, -5, Number.MAX_SAFE_INTEGER].map(
    (id): Row => [`a list with the id ${JSON.stringify(id)}`, "everything", modern("tools/list", {}, { id })],
  ),
  ["2026-07-28 tools/call", "bookshop", modern("tools/call", AUTHOR)],
  ["2025-11-25 tools/call", "bookshop", legacy("tools/call", AUTHOR)],
  ["2026-07-28 tools/call with a path argument", "everything", modern("tools/call", FILE)],
  ["a call without arguments", "coded", modern("tools/call", { name: "text" })],
  ["a call with arguments that are a list", "coded", modern("tools/call", call("text", []))],
  ["a call with missing arguments", "bookshop", modern("tools/call", call("get_author"))],
  ["a call with wrong arguments", "bookshop", legacy("tools/call", call("list_books", { limit: 0, x: 1 }))],
  ["a call of an unknown tool", "coded", modern("tools/call", call("nothing_like_it"))],
  ["a legacy call of an unknown tool", "coded", legacy("tools/call", call("constructor"))],
  ...["value", "list", "nothing", "blocks", "fails", "refuses", "who"].flatMap((name): Row[] => [
    [`2026-07-28 call of ${name}`, "coded", modern("tools/call", call(name))],
    [`2025-11-25 call of ${name}`, "coded", legacy("tools/call", call(name))],
  ]),
  ["a call that logs below the level of the client", "coded", modern("tools/call", call("logs"))],
  ["a legacy call that logs", "coded", legacy("tools/call", call("logs"))],
  ["a call that announces changes", "coded", modern("tools/call", call("announces"))],
  ["a call that asks a client that cannot answer", "coded", modern("tools/call", call("asks_person"))],
  ["a legacy call that asks", "coded", legacy("tools/call", call("asks_person"))],
  [
    "a call that asks",
    "coded",
    modern("tools/call", call("asks_person"), { capabilities: { elicitation: {} } }),
  ],
];

const slow: Row[] = [
  ["a progress token", "coded", modern("tools/call", call("text"), { meta: { progressToken: "p" } })],
  ["progress", "coded", modern("tools/call", call("progresses"), { meta: { progressToken: 1 } })],
  ["legacy progress", "coded", legacy("tools/call", call("progresses"), { progressToken: 1 })],
  [
    "a log level",
    "coded",
    modern("tools/call", call("logs"), { meta: { "io.modelcontextprotocol/logLevel": "info" } }),
  ],
  ["a list with a cursor", "everything", modern("tools/list", { cursor: "x" })],
  ["a legacy list with a cursor", "everything", legacy("tools/list", { cursor: "x" })],
  ["a list that code makes", "coded", modern("resources/list")],
  [
    "a call with arguments in headers",
    "everything",
    withHeaders(modern("tools/call", REGION), { "mcp-param-region": "eu" }),
  ],
  [
    "arguments that differ from their headers",
    "everything",
    withHeaders(modern("tools/call", REGION), { "mcp-param-region": "us" }),
  ],
  [
    "answers to questions",
    "coded",
    modern(
      "tools/call",
      { ...call("asks_person"), inputResponses: {} },
      { capabilities: { elicitation: {} } },
    ),
  ],
  ["a forged state", "coded", modern("tools/call", { ...call("text"), requestState: "v1.e30.AAAA" })],
  ["a resource", "everything", modern("resources/read", { uri: "test://static-text" })],
  ["an unknown resource", "everything", legacy("resources/read", { uri: "test://nothing" })],
  ["a prompt", "everything", modern("prompts/get", { name: "review", arguments: { code: "x" } })],
  [
    "completion",
    "everything",
    legacy("completion/complete", {
      ref: { type: "ref/prompt", name: "review" },
      argument: { name: "language", value: "p" },
    }),
  ],
  ["ping", "everything", legacy("ping")],
  ["ping in 2026-07-28", "everything", modern("ping")],
  ["initialize", "everything", legacy("initialize", INITIALIZE)],
  ["an unknown method", "everything", modern("foo/bar")],
  ["an unknown legacy method", "everything", legacy("foo/bar")],
  ["a notification", "everything", withMembers(legacy("notifications/initialized"), { id: undefined })],
  ["a response", "everything", [JSON_BOTH, { jsonrpc: "2.0", id: 1, result: {} }]],
  ["a batch", "everything", [JSON_BOTH, [legacy("tools/list")[1], legacy("ping", {})[1]]]],
  ["a batch in 2026-07-28", "everything", [modern("tools/list")[0], [modern("tools/list")[1]]]],
  ["an empty batch", "everything", [JSON_BOTH, []]],
  ["an id that is null", "everything", withMembers(legacy("tools/list"), { id: null })],
  ["an id that is a fraction", "everything", withMembers(legacy("tools/list"), { id: 1.5 })],
  ["another version of JSON-RPC", "everything", withMembers(legacy("tools/list"), { jsonrpc: "1.0" })],
  ["a member that JSON-RPC does not define", "everything", withMembers(legacy("tools/list"), { more: 1 })],
  ["parameters that are a list", "everything", withMembers(legacy("tools/list"), { params: [] })],
  ["JSON that is not JSON-RPC", "everything", [JSON_BOTH, { hello: 1 }]],
  ["JSON that is null", "everything", [JSON_BOTH, "null"]],
  ["a call without a name", "coded", legacy("tools/call", { arguments: {} })],
  ["a missing Mcp-Method", "everything", withHeaders(modern("tools/list"), { "mcp-method": undefined })],
  ["another Mcp-Method", "everything", withHeaders(modern("tools/list"), { "mcp-method": "ping" })],
  ["a missing Mcp-Name", "bookshop", withHeaders(modern("tools/call", AUTHOR), { "mcp-name": undefined })],
  ["another Mcp-Name", "bookshop", withHeaders(modern("tools/call", AUTHOR), { "mcp-name": "get_book" })],
  [
    "a missing MCP-Protocol-Version",
    "everything",
    withHeaders(modern("tools/list"), { "mcp-protocol-version": undefined }),
  ],
  [
    "another MCP-Protocol-Version",
    "everything",
    withHeaders(modern("tools/list"), { "mcp-protocol-version": "2025-11-25" }),
  ],
  [
    "an unknown MCP-Protocol-Version",
    "everything",
    withHeaders(legacy("tools/list"), { "mcp-protocol-version": "1999-01-01" }),
  ],
  ["a modern header without an envelope", "everything", [modern("tools/list")[0], legacy("tools/list")[1]]],
  ["an incomplete Accept", "everything", withHeaders(legacy("tools/list"), { accept: "application/json" })],
  ["server/discover without an envelope", "everything", legacy("server/discover")],
  ["GET", "everything", [{ accept: "text/event-stream" }, undefined], "GET"],
  ["DELETE", "everything", [JSON_BOTH, undefined], "DELETE"],
  ["PUT", "everything", [JSON_BOTH, "{}"], "PUT"],
];

const neither: Row[] = [
  ["malformed JSON", "everything", [JSON_BOTH, "{"]],
  ["an empty body", "everything", [JSON_BOTH, ""]],
  ["another media type", "everything", [{ ...JSON_BOTH, "content-type": "text/plain" }, "{}"]],
  ["a large body", "everything", legacy("tools/list", { x: "a".repeat(100_001) })],
  ["a foreign Host", "everything", withHeaders(legacy("tools/list"), { host: "evil.example" })],
  ["a foreign Origin", "everything", withHeaders(legacy("tools/list"), { origin: "https://evil.example" })],
];

/** Headers of the connection and of the framing of the body, which the two ways may choose freely. */
const FRAMING = ["connection", "content-length", "date", "keep-alive", "transfer-encoding"];
/** Headers that only a stream has. */
const STREAM = ["cache-control", "content-type", "x-accel-buffering"];

/** An answer as it is compared: status, headers and bytes, without what is random. */
function comparable({ status, headers, text }: WireAnswer, without = FRAMING): object {
  const kept = Object.entries(headers).filter(([name]) => !without.includes(name));
  return {
    status,
    headers: Object.fromEntries(
      kept.map(([name, value]) => [name, name === "mcp-session-id" ? "(random)" : value]),
    ),
    text: text
      .replace(/"requestState":"[^"]+"/g, '"requestState":"(random)"')
      .replace(/^id: .*$/gm, "id: (random)"),
  };
}

/**
 * The message of a stream of one event, as JSON. The SDK answers every request of the 2025 era by a stream; the fast
 * path answers by JSON where no other message comes before the response.
 */
function unwrapped(answer: WireAnswer): WireAnswer {
  return { ...answer, text: /^event: message\ndata: (.*)\n\n$/.exec(answer.text)?.[1] ?? answer.text };
}

const isStream = ({ headers }: WireAnswer): boolean => headers["content-type"] === "text/event-stream";

async function bothAnswers(
  fastOrigin: string,
  slowOrigin: string,
  [, server, [headers, body], method = "POST"]: Row,
): Promise<[fast: WireAnswer, slow: WireAnswer]> {
  const at = (origin: string): Promise<WireAnswer> => send(`${origin}/${server}/mcp`, method, headers, body);
  return [await at(fastOrigin), await at(slowOrigin)];
}

describe.each<[way: string, handled: "fast" | "sdk" | "neither", rows: Row[]]>([
  ["by the fast path", "fast", fast],
  ["by the SDK's handler", "sdk", slow],
  ["before either", "neither", neither],
])("requests that are answered %s get the same answer without the fast path", (_way, handled, rows) => {
  it.each(rows)("answers alike: %s", async (...row) => {
    const fetched = vi.spyOn(Endpoint.prototype, "fetch");
    try {
      // Lists and envelopes are cached: the second answer must not differ from the first.
      for (let round = 0; round < 2; round += 1) {
        fetched.mockClear();
        const [one, other] = await bothAnswers(origins.fast, origins.slow, row);
        // Without the fast path, the SDK's handler gets every request that passes the first checks.
        expect(fetched).toHaveBeenCalledTimes({ fast: 1, sdk: 2, neither: 0 }[handled]);
        if (handled === "fast" && isStream(other) && !isStream(one))
          expect(comparable(one, [...FRAMING, ...STREAM])).toEqual(
            comparable(unwrapped(other), [...FRAMING, ...STREAM]),
          );
        else expect(comparable(one)).toEqual(comparable(other));
      }
    } finally {
      fetched.mockRestore();
    }
  });
});

describe("with sessions, requests get the same answer without the fast path", () => {
  const list = legacy("tools/list");
  const rows: Row[] = [
    ["2026-07-28 tools/list", "everything", modern("tools/list")],
    ["2026-07-28 tools/call", "bookshop", modern("tools/call", AUTHOR)],
    ["2026-07-28 resources/read", "everything", modern("resources/read", { uri: "test://static-text" })],
    ["initialize", "everything", legacy("initialize", INITIALIZE)],
    ["a list outside a session", "everything", list],
    ["an unknown session", "everything", withHeaders(list, { "mcp-session-id": crypto.randomUUID() })],
    ["GET outside a session", "everything", [{ accept: "text/event-stream" }, undefined], "GET"],
    ["DELETE outside a session", "everything", [JSON_BOTH, undefined], "DELETE"],
    ["a batch", "everything", [JSON_BOTH, [list[1]]]],
  ];
  it.each(rows)("answers alike: %s", async (...row) => {
    const [one, other] = await bothAnswers(origins.fastSessions, origins.slowSessions, row);
    expect(comparable(one)).toEqual(comparable(other));
  });

  it("answers tools/list and tools/call in a session alike", async () => {
    const answers = await Promise.all(
      [origins.fastSessions, origins.slowSessions].map(async (origin) => {
        const url = `${origin}/bookshop/mcp`;
        const { headers } = await send(url, "POST", ...legacy("initialize", INITIALIZE));
        const session = { "mcp-session-id": String(headers["mcp-session-id"]) };
        const sent = [legacy("tools/list"), legacy("tools/call", AUTHOR)];
        const received: object[] = [];
        for (const one of sent) {
          received.push(comparable(await send(url, "POST", ...withHeaders(one, session))));
        }
        return received;
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
  });
});
