/**
 * What generated tests are made of. They boot the real server, call it with a real MCP client, and compare
 * what arrives at the upstream, byte for byte, with what the generator worked out on its own.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isKnownMethod, type Relay, relayTo, takeMethod } from "./http/relay.ts";
import { createLogger } from "./serve/log.ts";
import { type Listening, listen } from "./serve/serve.ts";
import type { ServerDefinition } from "./server.ts";
import type { Tool } from "./tool.ts";

type Arguments = Readonly<Record<string, unknown>>;

/** A request the upstream must receive. */
export interface SendRow {
  /** Laid over the common arguments. */
  readonly with?: Arguments;
  /** Method and target, exactly as on the request line. */
  readonly request: string;
  /** Headers by lower-case name, beside `accept` and `content-type` and those of the connection. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Content type of the body. */
  readonly type?: string;
  /** A JSON body, of which `JSON.stringify` gives the exact bytes. */
  readonly json?: unknown;
  /** The exact text of any other body; base64 where it is binary. */
  readonly body?: string;
  /** The parts of a multipart body, which follow each other with nothing but boundaries between them. */
  readonly parts?: readonly PartRow[];
  /** A value in place of the row's one argument that must be refused before anything is sent. */
  readonly rejects?: unknown;
}

/** A part of a multipart body: its header lines, and its content as text or base64. */
export interface PartRow {
  readonly head: readonly string[];
  readonly text?: string;
  readonly base64?: string;
}

/** Arguments that must be refused before anything is sent, and the argument at fault. */
export interface RejectRow {
  readonly with?: Arguments;
  readonly without?: string;
  readonly at: string;
}

/** A success answer of the upstream, which must come back as the tool's result. */
export interface ReturnRow {
  readonly status: number;
  readonly json?: unknown;
  readonly type?: string;
  readonly text?: string;
  /** What becomes of the text where it is a sequence. */
  readonly list?: unknown;
  readonly base64?: string;
}

/** An error answer of the upstream, and the kind of error it must come back as. */
export interface ErrorRow {
  readonly status: number;
  readonly kind: string;
}

export interface ToolTests {
  /** The required arguments; none, if it is left out. */
  readonly args?: Arguments;
  /** The `accept` header of every request; anything, if it is left out. */
  readonly accept?: string;
  readonly sends: readonly SendRow[];
  readonly rejects: readonly RejectRow[];
  readonly returns: ReturnRow;
  readonly errors: readonly ErrorRow[];
}

/** Declares the tests of a tool of a server. */
export function testTool(server: ServerDefinition, tool: Tool, tests: ToolTests): void {
  const bench = benchOf(server);
  bench.tools.push(tool);
  const { args = {}, accept = "*/*" } = tests;
  const label = ({ with: w }: SendRow | RejectRow): string => (w ? Object.keys(w).join(", ") : "");

  describe(tool.name, () => {
    for (const row of tests.sends) {
      it(`sends ${label(row) || "the required arguments"}`, async () => {
        const { received } = await bench.call(tool, { ...args, ...row.with }, { status: 200 });
        expect(received?.line).toBe(row.request);
        expect(received?.headers).toEqual({
          accept,
          ...(row.type !== undefined && { "content-type": row.type }),
          ...row.headers,
        });
        if (row.parts)
          expect(received?.body.toString()).toBe(multipart(row.parts, received?.boundary).toString());
        else
          expect(bodyText(received?.body, row.type)).toBe(
            row.json === undefined ? (row.body ?? "") : JSON.stringify(row.json),
          );
      });
      if (row.rejects === undefined) continue;
      const [name = ""] = Object.keys(row.with ?? {});
      it(`rejects another ${name}`, () =>
        expectRejected(bench, tool, { ...args, [name]: row.rejects }, name));
    }
    for (const row of tests.rejects) {
      const what = row.without === undefined ? label(row) : `a call without ${row.without}`;
      it(`rejects ${what}`, async () => {
        const given = Object.fromEntries(Object.entries(args).filter(([name]) => name !== row.without));
        await expectRejected(bench, tool, { ...given, ...row.with }, row.at);
      });
    }
    it(`returns the answer of a ${tests.returns.status}`, async () => {
      const { result } = await bench.call(tool, args, tests.returns);
      expectReturned(result, tests.returns);
    });
    for (const { status, kind } of tests.errors)
      it(`maps ${status} to ${kind}`, async () => {
        const { result } = await bench.call(tool, args, { status, json: { message: "a reason" } });
        expect(result.isError).toBe(true);
        expect(result.structuredContent).toMatchObject({ error: { kind, status } });
      });
  });
}

async function expectRejected(bench: Bench, tool: Tool, args: Arguments, at: string): Promise<void> {
  const { result, received } = await bench.call(tool, args, { status: 200 });
  expect(received, "nothing may be sent").toBeUndefined();
  expect(result.isError).toBe(true);
  const { error } = result.structuredContent as { error: { kind: string; fields?: { path: string }[] } };
  expect(error.kind).toBe("invalid_arguments");
  const paths = (error.fields ?? []).map(({ path }) => path);
  expect(paths.filter((path) => path === at || path.startsWith(`${at}.`))).not.toEqual([]);
}

function expectReturned(result: Result, row: ReturnRow): void {
  expect(result.isError ?? false).toBe(false);
  if (row.json !== undefined) {
    const isRecord = typeof row.json === "object" && row.json !== null && !Array.isArray(row.json);
    expect(result.structuredContent).toEqual(isRecord ? row.json : { result: row.json });
    expect(result.content).toEqual([{ type: "text", text: JSON.stringify(row.json) }]);
  }
  if (row.list !== undefined) expect(result.structuredContent).toEqual({ result: row.list });
  else if (row.text !== undefined) expect(result.content).toEqual([{ type: "text", text: row.text }]);
  if (row.base64 !== undefined) {
    const [block] = result.content as { data?: string; resource?: { blob?: string } }[];
    expect(block?.data ?? block?.resource?.blob).toBe(row.base64);
  }
}

// -------------------------------------------------------------------------------------------- bench

interface Received {
  readonly line: string;
  /** The content type without its boundary. */
  readonly headers: Record<string, string>;
  readonly boundary: string | undefined;
  readonly body: Buffer;
}

interface Result {
  readonly isError?: boolean | undefined;
  readonly content: unknown;
  readonly structuredContent?: unknown;
}

/** Headers that belong to the connection or the client, and not to the operation. */
const TRANSPORT = new Set([
  "accept-encoding",
  "connection",
  "content-length",
  "host",
  "transfer-encoding",
  "user-agent",
]);

/** The server under test between a client and a recording upstream; one for all tools of a test file. */
class Bench {
  readonly tools: Tool[] = [];
  readonly #definition: ServerDefinition;
  #upstream: Server | undefined;
  #relay: Relay | undefined;
  #listening: Listening | undefined;
  #client: Client | undefined;
  #received: Received | undefined;
  #answer: ReturnRow = { status: 200 };

  constructor(definition: ServerDefinition) {
    this.#definition = definition;
  }

  async open(): Promise<void> {
    this.#upstream = createServer((message, response) => {
      void record(message).then((received) => {
        this.#received = received;
        const { status, type = "application/json", json, text, base64 } = this.#answer;
        const body =
          json === undefined
            ? Buffer.from(text ?? base64 ?? "", base64 === undefined ? "utf8" : "base64")
            : JSON.stringify(json);
        // A relayed connection is good for one request.
        if (this.#relay) response.setHeader("connection", "close");
        response.writeHead(status, body.length > 0 ? { "content-type": type } : {}).end(body);
      });
    }).listen(0, "127.0.0.1");
    await once(this.#upstream, "listening");
    let { port } = this.#upstream.address() as AddressInfo;
    if (this.tools.some((tool) => tool.http && !isKnownMethod(tool.http.method))) {
      this.#relay = await relayTo(port);
      port = this.#relay.port;
    }
    const { name } = this.#definition;
    const tools = Object.fromEntries(this.tools.map((tool) => [tool.name, tool]));
    this.#listening = await listen({
      servers: [{ ...this.#definition, groups: { tested: async () => tools } }],
      baseUrls: { [name]: `http://127.0.0.1:${port}` },
      host: "127.0.0.1",
      port: 0,
      logger: createLogger("silent"),
    });
    this.#client = new Client(
      { name: "speclathe-testing", version: "1.0.0" },
      { versionNegotiation: { mode: { pin: "2026-07-28" } } },
    );
    await this.#client.connect(
      new StreamableHTTPClientTransport(new URL(`${this.#listening.origin}/${name}/mcp`)),
    );
  }

  async close(): Promise<void> {
    await this.#client?.close();
    await this.#listening?.close(0);
    this.#relay?.close();
    this.#upstream?.closeAllConnections();
    this.#upstream?.close();
  }

  /** Calls a tool; `received` is what arrived at the upstream, if anything did. */
  async call(
    tool: Tool,
    args: Arguments,
    answer: ReturnRow,
  ): Promise<{ result: Result; received: Received | undefined }> {
    if (!this.#client) throw new Error("The bench is not open.");
    this.#received = undefined;
    this.#answer = answer;
    const result = await this.#client.callTool({ name: tool.name, arguments: { ...args } });
    return { result: result as Result, received: this.#received };
  }
}

const benches = new Map<ServerDefinition, Bench>();

function benchOf(definition: ServerDefinition): Bench {
  let bench = benches.get(definition);
  if (!bench) {
    const created = new Bench(definition);
    bench = created;
    benches.set(definition, created);
    beforeAll(() => created.open());
    afterAll(() => created.close());
  }
  return bench;
}

async function record(message: IncomingMessage): Promise<Received> {
  const method = takeMethod(message);
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const boundary = /; boundary=(\S+)$/.exec(message.headers["content-type"] ?? "")?.[1];
  if (boundary !== undefined)
    message.headers["content-type"] = message.headers["content-type"]?.replace(`; boundary=${boundary}`, "");
  const headers = Object.entries(message.headers).filter(([name]) => !TRANSPORT.has(name));
  return {
    line: `${method} ${message.url}`,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
    boundary,
    body: Buffer.concat(chunks),
  };
}

/** RFC 2046, section 5.1.1, with the boundary that was received. */
function multipart(parts: readonly PartRow[], boundary: string | undefined): Buffer {
  const written = parts.map(({ head, text, base64 }) =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\n${head.join("\r\n")}\r\n\r\n`),
      base64 === undefined ? Buffer.from(text ?? "") : Buffer.from(base64, "base64"),
      Buffer.from("\r\n"),
    ]),
  );
  return Buffer.concat([...written, Buffer.from(`--${boundary}--\r\n`)]);
}

function bodyText(body: Buffer | undefined, type: string | undefined): string {
  if (body === undefined || type === undefined) return body?.toString("utf8") ?? "";
  const isText = /^text\/|[/+](?:json|xml)\b|ndjson|jsonl|json-lines|urlencoded/i.test(type);
  return body.toString(isText ? "utf8" : "base64");
}
