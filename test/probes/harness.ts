/**
 * Given a fragment of a document and the arguments of a call, the request an upstream must receive; or given
 * an upstream's answer, the result a client must get. A row goes through the whole product: the generator
 * reads a document of all rows, the runtime serves what it wrote, a client calls.
 *
 * Expectations are written from the text of the specifications, never from what the project does.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../generator/json.ts";
import type { Answer, WireRequest } from "./upstream.ts";
import {
  type Arguments,
  type Called,
  type CallResult,
  type DocumentOptions,
  type Operation,
  type ProbedServer,
  World,
} from "./world.ts";

export { type Called, type DocumentOptions, type Operation, type ProbedServer, UPSTREAM } from "./world.ts";

export interface Given extends Operation {
  /** The case; together with the group it names the sentence of the specification. */
  readonly name: string;
  readonly args?: Arguments;
  /** The upstream's answer; 200 without content by default. */
  readonly answer?: Answer;
}

/** A request, of which every header but those of the connection counts. */
export interface WantedRequest {
  /** Method and request target. */
  readonly request: string;
  /** By lower-case name; `accept`, where it is left out, can be anything. */
  readonly headers?: Readonly<Record<string, string>>;
  /** None at all, if it is left out. */
  readonly body?: string | Uint8Array;
  /** Instead of `body`: the parts of a multipart body, without the delimiters between them. */
  readonly parts?: readonly (string | Uint8Array)[];
}

export interface WantedResult {
  readonly structured?: unknown;
  readonly content?: unknown;
  /** `structuredContent.error`, as far as it is given here. */
  readonly error?: JsonObject;
}

export interface Row extends Given {
  readonly sends?: string | WantedRequest;
  /** Nothing may be sent, and the fault is at the argument of this name. */
  readonly refuses?: string;
  readonly returns?: WantedResult;
}

/** Declares a group of rows, which share a document. */
export function probe(title: string, options: DocumentOptions, rows: readonly Row[]): void {
  const server = world().add(options, rows);
  describe(title, () => {
    rows.forEach((row, index) => {
      it(`${promiseOf(row)}: ${row.name}`, async () => {
        const called = await server.call(index, row.args, row.answer);
        if (row.sends !== undefined) expectSent(called, row.sends);
        if (row.refuses !== undefined) expectRefused(called, row.refuses);
        if (row.returns !== undefined) expectReturned(called.result, row.returns);
        if (row.sends === undefined && row.refuses === undefined && row.returns === undefined)
          throw new Error("The row wants nothing.");
      });
    });
  });
}

function promiseOf({ sends, refuses }: Row): string {
  if (refuses !== undefined) return "refuses the argument";
  return sends === undefined ? "returns the specified result" : "sends the specified request";
}

/** Operations to call by hand, for tests that want more than rows can say. */
export function operations(options: DocumentOptions, list: readonly Operation[]): ProbedServer {
  return world().add(options, list);
}

// ----------------------------------------------------------------------------------------- expectations

/** Headers that belong to the connection or the HTTP client. */
const TRANSPORT = new Set([
  "accept-encoding",
  "connection",
  "content-length",
  "host",
  "transfer-encoding",
  "user-agent",
]);

function expectSent({ received, result, prefix }: Called, wanted: string | WantedRequest): void {
  const {
    request,
    headers = {},
    body,
    parts,
  } = typeof wanted === "string" ? { request: wanted } : (wanted as WantedRequest);
  if (received.length === 0) expect.fail(`nothing was sent: ${JSON.stringify(result.content)}`);
  expect(received).toHaveLength(1);
  const [sent] = received as [WireRequest];
  const boundary = parts && boundaryOf(sent);
  expect({
    request: `${sent.method} ${sent.target.replace(prefix, "")}`,
    headers: wireHeaders(sent, headers, boundary),
    body: text(sent.body, boundary),
  }).toEqual({
    request,
    headers,
    body: parts ? text(multipart(parts)) : text(Buffer.from((body ?? "") as string)),
  });
}

/** The headers that are compared. A header that comes twice shows as an array. */
function wireHeaders(
  sent: WireRequest,
  wanted: Readonly<Record<string, string>>,
  boundary: string | undefined,
): Record<string, string | string[]> {
  const found = new Map<string, string[]>();
  for (const [name, value] of sent.headers) {
    const key = name.toLowerCase();
    if (TRANSPORT.has(key) || (key === "accept" && !Object.hasOwn(wanted, key))) continue;
    const shown = boundary === undefined ? value : value.replaceAll(boundary, "BOUNDARY");
    found.set(key, [...(found.get(key) ?? []), shown]);
  }
  return Object.fromEntries(
    [...found].map(([name, [value = "", ...more]]) => [name, more.length > 0 ? [value, ...more] : value]),
  );
}

function boundaryOf(sent: WireRequest): string {
  const type = sent.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  const [, quoted, token] = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type) ?? [];
  const boundary = quoted ?? token;
  if (boundary === undefined) expect.fail(`there is no boundary in the content type ${JSON.stringify(type)}`);
  // RFC 2046, section 5.1.1.
  expect(boundary).toMatch(/^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/);
  return boundary;
}

/** RFC 2046, section 5.1.1: each part after its delimiter, and the close delimiter. */
function multipart(parts: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat([
    ...parts.flatMap((part) => [
      Buffer.from("--BOUNDARY\r\n"),
      Buffer.from(part as string),
      Buffer.from("\r\n"),
    ]),
    Buffer.from("--BOUNDARY--\r\n"),
  ]);
}

/** Bytes as text one can compare and read: UTF-8 where it is that. */
function text(body: Buffer, boundary?: string): string {
  const bytes = boundary === undefined ? body : replaceAll(body, boundary, "BOUNDARY");
  const utf8 = bytes.toString("utf8");
  return Buffer.from(utf8, "utf8").equals(bytes) ? utf8 : `base64:${bytes.toString("base64")}`;
}

function replaceAll(bytes: Buffer, from: string, to: string): Buffer {
  return Buffer.from(bytes.toString("latin1").replaceAll(from, to), "latin1");
}

function expectRefused({ result, received }: Called, at: string): void {
  expect(
    received.map(({ method, target }) => `${method} ${target}`),
    "nothing may be sent",
  ).toEqual([]);
  expect(result.isError).toBe(true);
  const error = result.structuredContent?.error as { kind?: string; fields?: { path: string }[] };
  expect(error?.kind).toBe("invalid_arguments");
  expect((error.fields ?? []).map(({ path }) => path)).toContain(at);
}

function expectReturned(result: CallResult, wanted: WantedResult): void {
  if (wanted.error) {
    expect(result, JSON.stringify(result.content)).toMatchObject({
      isError: true,
      structuredContent: { error: wanted.error },
    });
    return;
  }
  expect(result.isError ?? false, JSON.stringify(result.content)).toBe(false);
  if ("structured" in wanted) expect(result.structuredContent).toEqual(wanted.structured);
  if ("content" in wanted) expect(result.content).toEqual(wanted.content);
}

// ------------------------------------------------------------------------------------------ the world

let current: World | undefined;

/** One for a test file: an upstream, a server of all its documents, and a client for each. */
function world(): World {
  if (!current) {
    const created = new World();
    current = created;
    beforeAll(() => created.open(), 60_000);
    afterAll(() => {
      current = undefined;
      return created.close();
    });
  }
  return current;
}
