/** The base URL of a document must not lead into the server's own network. */

import type { LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isPublicAddress } from "../../runtime/contract/public-addresses.ts";
import { ToolError } from "../../runtime/errors.ts";
import { assertPublic, publicLookup } from "../../runtime/http/egress.ts";
import type { ToolResult } from "../../runtime/http/response.ts";
import { createLogger } from "../../runtime/log.ts";
import { z } from "../../runtime/schema.ts";
import { createApp } from "../../runtime/serve/app.ts";
import { defineServer } from "../../runtime/server.ts";
import { defineTool, type HttpBinding } from "../../runtime/tool.ts";
import { onLoopback } from "../e2e/clients.ts";
import { silentClient } from "../support/execution.ts";
import * as fc from "../support/properties.ts";

/** Everything that must not be reached, in every way a URL can write it. */
const INWARD: readonly string[] = [
  // This machine.
  "127.0.0.1",
  "127.1",
  "127.255.255.254",
  "0x7f000001",
  "0x7f.1",
  "017700000001",
  "2130706433",
  "127.0.0.1.",
  "１２７.0.0.1",
  "127。0。0。1",
  "%31%32%37.0.0.1",
  "0",
  "0.0.0.0",
  "00",
  "0.1.2.3",
  "[::]",
  "[::1]",
  "[0:0:0:0:0:0:0:1]",
  "localhost",
  "LOCALHOST",
  "localhost.",
  "api.localhost",
  // IPv4 in IPv6.
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::ffff:a9fe:a9fe]",
  "[::127.0.0.1]",
  "[::7f00:1]",
  "[::8.8.8.8]",
  "[::ffff:0:127.0.0.1]",
  "[64:ff9b::7f00:1]",
  "[64:ff9b::808:808]",
  "[64:ff9b:1::a9fe:a9fe]",
  "[2002:7f00:1::]",
  "[2002:a9fe:a9fe::1]",
  "[2001:0:7f00:1::]",
  // The metadata services of clouds.
  "169.254.169.254",
  "0xa9fea9fe",
  "2852039166",
  "100.100.100.200",
  "192.0.0.192",
  "168.63.129.16",
  "[fd00:ec2::254]",
  // The network around it.
  "10.0.0.1",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.0.1",
  "100.64.0.1",
  "169.254.0.1",
  "[fe80::1]",
  "[fec0::1]",
  "[fc00::1]",
  "[fdff::1]",
  // Reserved or multicast.
  "192.0.2.1",
  "198.18.0.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "[ff02::1]",
  "[2001:db8::1]",
  "[100::1]",
];

const PUBLIC = [
  "8.8.8.8",
  "1.1.1.1",
  "172.15.255.255",
  "172.32.0.1",
  "[2606:4700::1111]",
  "[::ffff:8.8.8.8]",
  "api.example.com",
];

function refusalOf(run: () => unknown): ToolError {
  try {
    run();
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("T02 the base URL of a document", () => {
  it.each(INWARD)("is refused: http://%s", (host) => {
    for (const url of [`http://${host}/v1`, `https://${host}:8443/v1`]) {
      const error = refusalOf(() => assertPublic(new URL(url)));
      expect(error.kind).toBe("internal");
      expect(error.retryable).toBe(false);
      const sent = JSON.stringify(error.toResult(true));
      expect(sent).toContain("--base-url");
      expect(sent).not.toContain(new URL(url).hostname);
    }
  });

  it.each([
    ["credentials", "https://user:secret@api.example.com"],
    ["a user", "https://user@api.example.com"],
    ["another scheme", "ftp://api.example.com"],
    ["a file", "file:///etc/passwd"],
    ["data", "data:application/json,{}"],
  ])("is refused with %s", (_name, url) => {
    expect(JSON.stringify(refusalOf(() => assertPublic(new URL(url))).toResult(true))).not.toContain(
      "secret",
    );
  });

  it.each(PUBLIC)("is accepted: https://%s", (host) => {
    expect(() => assertPublic(new URL(`https://${host}/v1`))).not.toThrow();
  });

  it.each(["", "api.example.com", "8.8.8", "8.8.8.8/8", "010.8.8.8", "::g", "8.8.8.8 "])(
    "is refused if it is not an address: %j",
    (text) => {
      expect(isPublicAddress(text)).toBe(false);
    },
  );
});

/** A resolver that gives one answer after the other, and the last one ever after. */
function resolver(...answers: (string[] | Error)[]): LookupFunction & { asked: string[] } {
  const asked: string[] = [];
  const resolve: LookupFunction = (hostname, _options, callback) => {
    asked.push(hostname);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Error) return callback(answer, []);
    callback(
      null,
      (answer ?? []).map((address): LookupAddress => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  return Object.assign(resolve, { asked });
}

type Found = string | LookupAddress[];

function look(lookup: LookupFunction, all: boolean): Promise<Found> {
  return new Promise((resolve, reject) =>
    lookup("api.example.com", { all }, (error, found) => (error ? reject(error) : resolve(found))),
  );
}

describe("T02 a host name", () => {
  it("is resolved for the connection, which uses the resolved address", async () => {
    const lookup = publicLookup(resolver(["8.8.8.8", "2606:4700::1111"]));
    expect(await look(lookup, true)).toEqual([
      { address: "8.8.8.8", family: 4 },
      { address: "2606:4700::1111", family: 6 },
    ]);
    expect(await look(lookup, false)).toBe("8.8.8.8");
  });

  const refused: [string, string[]][] = [
    ["one that is not public", ["10.0.0.1"]],
    ["one among others that are", ["8.8.8.8", "2606:4700::1111", "127.0.0.1"]],
    ["IPv4 in IPv6", ["::ffff:169.254.169.254"]],
    ["a link-local one with its zone", ["fe80::1%eth0"]],
    ["none", []],
    ["something else", ["localhost"]],
  ];
  it.each(refused)("is refused if it resolves to %s", async (_name, addresses) => {
    for (const all of [true, false])
      await expect(look(publicLookup(resolver(addresses)), all)).rejects.toBeInstanceOf(ToolError);
  });

  it("is resolved for each connection, so that a name that changes to a private address is refused", async () => {
    const lookup = publicLookup(resolver(["8.8.8.8"], ["127.0.0.1"]));
    expect(await look(lookup, true)).toEqual([{ address: "8.8.8.8", family: 4 }]);
    await expect(look(lookup, true)).rejects.toBeInstanceOf(ToolError);
  });

  it("that does not resolve is reported as such", async () => {
    const unknown = Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
    await expect(look(publicLookup(resolver(unknown)), true)).rejects.toBe(unknown);
  });
});

// ------------------------------------------------------------------------------------- through a call

let inside: Awaited<ReturnType<typeof onLoopback>>;
let received: string[] = [];
let lines: { err?: { message: string } }[] = [];

beforeAll(async () => {
  inside = await onLoopback((request, response) => {
    received.push(`${request.headers.host} ${request.url}`);
    response.setHeader("content-type", "application/json").end('{"inside":true}');
  });
});
afterAll(() => inside.close());

interface Setup {
  /** The base URL in the document. */
  readonly baseUrl?: string;
  /** True if the base URL is a tool spec's and not a document's. */
  readonly operatorConfigured?: true;
  readonly http?: Partial<HttpBinding>;
  /** The base URL that the operator sets. */
  readonly chosen?: string;
  readonly lookup?: LookupFunction;
  readonly args?: Record<string, unknown>;
}

/** The result of a call, and what arrived inside. */
async function call({ baseUrl, operatorConfigured, http, chosen, lookup, args = {} }: Setup) {
  received = [];
  lines = [];
  const logger = createLogger("silent");
  logger.warn = ((line: (typeof lines)[number]) => void lines.push(line)) as typeof logger.warn;
  const tool = defineTool({
    name: "get_it",
    description: "get_it",
    input: () => z.looseObject({}),
    annotations: {},
    http: { method: "GET", path: "/it", ...http },
  });
  const app = await createApp({
    servers: [
      defineServer({
        name: "api",
        ...(baseUrl !== undefined && { baseUrl }),
        ...(operatorConfigured && { operatorConfigured }),
        surface: {
          server: { name: "api", title: "API", version: "1.0.0" },
          tools: [{ name: "get_it", description: "get_it", inputSchema: { type: "object" } }],
        },
        groups: { all: async () => ({ tool }) },
      }),
    ],
    ...(chosen !== undefined && { baseUrls: { api: chosen } }),
    ...(lookup && { upstream: { lookup } }),
    logger,
  });
  const startLines = lines.splice(0);
  const result = await app.catalogues
    .get("api")
    ?.call("get_it", args, silentClient(new AbortController().signal, "2026-07-28"));
  await app.dispose();
  return { result: result as ToolResult, startLines };
}

const kindOf = (result: ToolResult): unknown =>
  (result.structuredContent?.error as { kind: string } | undefined)?.kind;

describe("T02 a tool call", () => {
  it("uses the base URL of its tool spec, also a private one, without a warning", async () => {
    const { result, startLines } = await call({ baseUrl: inside.origin, operatorConfigured: true });
    expect(result.structuredContent).toEqual({ inside: true });
    expect(received).toHaveLength(1);
    expect(startLines).toEqual([]);
  });

  const port = (): string => new URL(inside.origin).port;

  it("uses the base URL that the operator sets, also a private one", async () => {
    const { result, startLines } = await call({ chosen: inside.origin, baseUrl: "https://api.example.com" });
    expect(result.structuredContent).toEqual({ inside: true });
    expect(startLines).toEqual([]);
  });

  const rows: [string, (host: string) => Setup][] = [
    ["the document's address", () => ({ baseUrl: `http://127.0.0.1:${port()}` })],
    ["the document's name of this machine", () => ({ baseUrl: `http://localhost:${port()}` })],
    ["the operation's own address", () => ({ http: { server: `http://127.0.0.1:${port()}` } })],
    [
      "the operation's own address beside a public one",
      () => ({ baseUrl: "https://api.example.com", http: { server: `http://[::ffff:7f00:1]:${port()}` } }),
    ],
    [
      "a name that leads inside",
      () => ({ baseUrl: `http://api.example.com:${port()}`, lookup: resolver(["127.0.0.1"]) }),
    ],
    [
      "a name of which one address leads inside",
      () => ({ baseUrl: `http://api.example.com:${port()}`, lookup: resolver(["127.0.0.1", "8.8.8.8"]) }),
    ],
    [
      "an operation's name that leads inside",
      () => ({ http: { server: `http://api.example.com:${port()}` }, lookup: resolver(["127.0.0.1"]) }),
    ],
  ];
  it.each(rows)("sends nothing to %s", async (_name, setup) => {
    const { result } = await call(setup(port()));
    expect(received).toEqual([]);
    expect(kindOf(result)).toBe("internal");
    expect(JSON.stringify(result)).not.toMatch(/127\.0|7f00|localhost|example\.com/);
    // The log tells the operator which address it was.
    expect(lines).toHaveLength(1);
    expect(lines[0]?.err?.message).toMatch(/127\.0\.0\.1|::ffff:7f00:1|localhost/);
  });

  it.each(["https://user:secret@api.example.com", "ftp://api.example.com", "file:///etc/passwd"])(
    "sends nothing to an operation's own %s",
    async (server) => {
      const lookup = resolver(["8.8.8.8"]);
      const { result } = await call({ http: { server }, lookup });
      expect(kindOf(result)).toBe("internal");
      expect(JSON.stringify(result)).toContain("--base-url");
      expect(JSON.stringify([result, lines])).not.toContain("secret");
      expect(lookup.asked).toEqual([]);
    },
  );

  it("resolves the host for every connection", async () => {
    const lookup = resolver(["127.0.0.1"]);
    await call({ baseUrl: `http://api.example.com:${port()}`, lookup });
    expect(lookup.asked).toEqual(["api.example.com"]);
  });

  it("has its failure announced when the server starts", async () => {
    const { startLines } = await call({ baseUrl: `http://127.0.0.1:${port()}` });
    expect(startLines).toHaveLength(1);
  });
});

describe("T02 arguments never choose the host", () => {
  const HOSTS = [
    "//evil.example",
    "@evil.example",
    ":80@evil.example",
    "\\\\evil.example",
    "http://evil.example/",
    "evil.example:443",
    "?@evil.example",
    "#@evil.example",
    "/../..//evil.example",
    "\t//evil.example",
    "%2f%2fevil.example",
  ];
  const templates: [string, HttpBinding["params"]][] = [
    ["/{a}", { a: { in: "path" } }],
    ["{a}", { a: { in: "path" } }],
    ["/x{a}", { a: { in: "path", style: "label" } }],
    ["/x", { a: { in: "query", allowReserved: true } }],
  ];

  it.each(templates)("in %s", async (path, params) => {
    const value = fc.oneof(fc.constantFrom(...HOSTS), fc.string({ unit: "binary", maxLength: 20 }));
    await fc.assert(
      fc.asyncProperty(value, async (a) => {
        await call({ chosen: inside.origin, http: { path, ...(params && { params }) }, args: { a } });
        // Either it arrived where it should, or it was not sent.
        for (const line of received) expect(line.split(" ")[0]).toBe(new URL(inside.origin).host);
      }),
      { numRuns: 60, examples: HOSTS.map((host) => [host]) },
    );
  });

  it("in a header called Host", async () => {
    const { result } = await call({
      chosen: inside.origin,
      http: { params: { a: { in: "header", name: "Host" } } },
      args: { a: "evil.example" },
    });
    expect(kindOf(result)).toBe("invalid_arguments");
    expect(received).toEqual([]);
  });
});
