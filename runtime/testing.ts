/**
 * `speclathe/testing`: the tests of generated servers. They start the real server, call it with a real MCP client, and
 * compare the requests at the upstream, byte for byte, with those that the generator expects.
 */
import { describe, expect, it } from "vitest";
import type {
  Arguments,
  CaseRow,
  PartRow,
  PromptRow,
  RejectRow,
  ResourceRow,
  ReturnRow,
  SendRow,
  ToolTests,
} from "./contract/test-rows.ts";
import type { PromptDefinition } from "./prompt.ts";
import type { ResourceDefinition } from "./resource.ts";
import type { ServerDefinition } from "./server.ts";
import type { Reply } from "./testing/recording-upstream.ts";
import { type Result, type TestServer, testServerOf } from "./testing/test-server.ts";
import type { Tool } from "./tool.ts";

export type * from "./contract/test-rows.ts";

/** Declares the tests of a tool of a server. */
export function testTool(server: ServerDefinition, tool: Tool, tests: ToolTests): void {
  const testServer = testServerOf(server);
  testServer.tools.push(tool);
  Object.assign(testServer.env, tests.env);
  const { args = {}, accept = "*/*", headers = {}, sends = [], returns, errors = [], cases = [] } = tests;

  describe(tool.name, () => {
    for (const row of sends) {
      it(`sends ${label(row) || "the required arguments"}`, () =>
        expectSent(testServer, tool, { ...args, ...row.with }, { accept, ...headers }, row));
      if (row.rejects === undefined) continue;
      const [name = ""] = Object.keys(row.with ?? {});
      it(`rejects another ${name}`, () =>
        expectRejected(testServer, tool, { ...args, [name]: row.rejects }, name));
    }
    for (const row of tests.rejects) {
      const what = row.without === undefined ? label(row) : `a call without ${row.without}`;
      it(`rejects ${what}`, async () => {
        const given = Object.fromEntries(Object.entries(args).filter(([name]) => name !== row.without));
        await expectRejected(testServer, tool, { ...given, ...row.with }, row.at);
      });
    }
    if (returns)
      it(`returns the answer of a ${returns.status}`, async () => {
        const { result } = await testServer.call(tool, args, [replyOf(returns)]);
        expectReturned(result, returns, tool);
      });
    for (const { status, kind } of errors)
      it(`maps ${status} to ${kind}`, async () => {
        const reply = replyOf({ status, json: { message: "a reason" } });
        const { result } = await testServer.call(tool, args, [reply]);
        expect(result.isError).toBe(true);
        expect(result.structuredContent).toMatchObject({ error: { kind, status } });
      });
    for (const row of cases) it(row.name, () => expectCase(testServer, tool, row));
  });
}

/** Declares the tests of a resource of a server. */
export function testResource(
  server: ServerDefinition,
  resource: ResourceDefinition,
  rows: readonly ResourceRow[],
): void {
  const testServer = testServerOf(server);
  describe(resource.name, () => {
    for (const { uri, text, blob } of rows)
      it(`reads ${uri}`, async () => {
        const { contents } = await testServer.client.readResource({ uri });
        expect(contents).toHaveLength(1);
        expect(contents[0]).toMatchObject({
          uri,
          ...(text !== undefined && { text }),
          ...(blob !== undefined && { blob }),
        });
      });
  });
}

/** Declares the tests of a prompt of a server. */
export function testPrompt(
  server: ServerDefinition,
  prompt: PromptDefinition,
  rows: readonly PromptRow[],
): void {
  const testServer = testServerOf(server);
  describe(prompt.name, () => {
    for (const { args, texts } of rows)
      it(`gives its messages with ${Object.keys(args).join(", ") || "no arguments"}`, async () => {
        const { messages } = await testServer.client.getPrompt({ name: prompt.name, arguments: { ...args } });
        expect(messages.map(({ content }) => (content.type === "text" ? content.text : null))).toEqual(texts);
      });
  });
}

function label(row: SendRow | RejectRow): string {
  return Object.keys(row.with ?? {}).join(", ");
}

/** The reply that a row describes. */
function replyOf({ status, type = "application/json", json, text, base64 }: ReturnRow): Reply {
  const body =
    json === undefined
      ? Buffer.from(text ?? base64 ?? "", base64 === undefined ? "utf8" : "base64")
      : Buffer.from(JSON.stringify(json));
  return { status, body, ...(body.length > 0 && { headers: { "content-type": type } }) };
}

async function expectSent(
  testServer: TestServer,
  tool: Tool,
  args: Arguments,
  headers: Readonly<Record<string, string>>,
  row: SendRow,
): Promise<void> {
  const { received } = await testServer.call(tool, args, [{ status: 200, body: Buffer.alloc(0) }]);
  const [sent] = received;
  expect(sent?.line).toBe(row.request);
  expect(sent?.headers).toEqual({
    ...headers,
    ...(row.type !== undefined && { "content-type": row.type }),
    ...row.headers,
  });
  if (row.parts) expect(sent?.body.toString()).toBe(multipart(row.parts, sent?.boundary).toString());
  else
    expect(bodyText(sent?.body, row.type)).toBe(
      row.json === undefined ? (row.body ?? "") : JSON.stringify(row.json),
    );
}

async function expectRejected(
  testServer: TestServer,
  tool: Tool,
  args: Arguments,
  at: string,
): Promise<void> {
  const { result, received } = await testServer.call(tool, args, [{ status: 200, body: Buffer.alloc(0) }]);
  expect(received, "nothing may be sent").toEqual([]);
  expect(result.isError).toBe(true);
  const { error } = result.structuredContent as { error: { kind: string; fields?: { path: string }[] } };
  expect(error.kind).toBe("invalid_arguments");
  const paths = (error.fields ?? []).map(({ path }) => path);
  expect(paths.filter((path) => path === at || path.startsWith(`${at}.`))).not.toEqual([]);
}

function expectReturned(result: Result, row: ReturnRow, tool: Tool): void {
  expect(result.isError ?? false).toBe(false);
  // Rows do not know the value of `result`, which replaces the API's answer.
  if (tool.result !== undefined) return;
  if (row.json !== undefined) {
    expect(result.structuredContent).toEqual(isRecord(row.json) ? row.json : { result: row.json });
    expect(result.content).toEqual([{ type: "text", text: JSON.stringify(row.json) }]);
  }
  if (row.list !== undefined) expect(result.structuredContent).toEqual({ result: row.list });
  else if (row.text !== undefined) expect(result.content).toEqual([{ type: "text", text: row.text }]);
  if (row.base64 !== undefined) {
    const [block] = result.content as { data?: string; resource?: { blob?: string } }[];
    expect(block?.data ?? block?.resource?.blob).toBe(row.base64);
  }
}

async function expectCase(
  testServer: TestServer,
  tool: Tool,
  { args, mock, expect: wanted }: CaseRow,
): Promise<void> {
  const replies = mock.map(({ status, headers, body }): Reply => {
    const { headers: guessed, ...reply } = replyOf(
      typeof body === "string" ? { status, type: "text/plain", text: body } : { status, json: body },
    );
    return { ...reply, headers: { ...guessed, ...headers } };
  });
  const { result, received } = await testServer.call(tool, args, replies, testServer.hooked);
  const lines = received.map(({ line }) => line);
  if (wanted.requests) expect(lines).toEqual(wanted.requests);
  // Requests beyond the mocks got an answer that the API did not give.
  else expect(lines.slice(mock.length), "requests without a mock").toEqual([]);
  expect(result.isError ?? false).toBe(wanted.isError ?? wanted.error !== undefined);
  if (wanted.error !== undefined)
    expect(result.structuredContent).toMatchObject({ error: { kind: wanted.error } });
  if (wanted.result !== undefined)
    expect(result.structuredContent).toMatchObject(
      isRecord(wanted.result) ? wanted.result : { result: wanted.result },
    );
  if (wanted.text !== undefined) {
    const texts = (result.content as { text?: string }[]).map(({ text = "" }) => text);
    expect(texts.join("\n")).toContain(wanted.text);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
