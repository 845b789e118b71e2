import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Catalogue } from "../../runtime/catalogue.ts";
import { createLogger } from "../../runtime/log.ts";
import { createApp, type McpApp } from "../../runtime/serve/app.ts";
import { defineServer } from "../../runtime/server.ts";
import { RecordingUpstream, type Reply } from "../../runtime/testing/recording-upstream.ts";
import { defineTool, type Poll } from "../../runtime/tool.ts";
import { silentClient } from "../support/execution.ts";

/** Polling declarations by the name of the tool. */
const POLLS: Readonly<Record<string, Poll>> = {
  plain: { intervalMs: 1 },
  by_state: {
    status: "$response.body#/links/status",
    done: [{ value: "$response.body#/state", in: ["done", "archived"] }],
    failed: [{ value: "$response.body#/state", is: "failed" }],
    result: "$response.body#/links/result",
    intervalMs: 1,
  },
  by_argument: { status: "/jobs/{$inputs.of}/status", intervalMs: 1 },
  by_id: { status: "/jobs/{$response.body#/id}?of={$inputs.of}", intervalMs: 1 },
};

let upstream: RecordingUpstream;
let app: McpApp;
let catalogue: Catalogue;

beforeAll(async () => {
  upstream = await RecordingUpstream.open();
  const tools = Object.fromEntries(
    Object.entries(POLLS).map(([name, poll]) => [
      name,
      defineTool({
        name,
        description: name,
        input: () => z.strictObject({ of: z.string().optional() }),
        annotations: {},
        timeoutMs: 2000,
        http: { method: "POST", path: "/reports", accept: "application/json", poll },
      }),
    ]),
  );
  const surface = {
    server: { name: "api", title: "API", version: "1" },
    tools: Object.keys(tools).map((name) => ({
      name,
      description: name,
      inputSchema: { type: "object" as const },
    })),
  };
  app = await createApp({
    servers: [
      defineServer({
        name: "api",
        surface,
        headers: { "x-key": "k" },
        groups: { all: async () => tools },
      }),
    ],
    baseUrls: { api: `${upstream.url}/v1` },
    logger: createLogger("silent"),
  });
  catalogue = app.catalogues.get("api") as Catalogue;
});

afterAll(async () => {
  await app.dispose();
  upstream.close();
});

beforeEach(() => upstream.prepare([]));

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: Buffer.from(JSON.stringify(body)),
});
const accepted = (location?: string): Reply => json(202, {}, location === undefined ? {} : { location });

async function call(tool: string, replies: readonly Reply[], args: object = {}) {
  upstream.prepare(replies);
  const caller = silentClient(new AbortController().signal, "2026-07-28");
  const { structuredContent } = await catalogue.call(tool, args, caller);
  return { structuredContent, lines: upstream.received.map(({ line }) => line) };
}

describe("the result of polling", () => {
  const rows: [string, string, readonly Reply[], object, readonly string[]][] = [
    ["is the first response if that is not pending", "plain", [json(200, { n: 1 })], { n: 1 }, []],
    ["is the first response if there is no status URL", "plain", [accepted()], {}, []],
    [
      "comes from the Location, requested until it is not pending",
      "plain",
      [accepted("/v1/jobs/1"), accepted(), accepted(), json(200, { n: 2 })],
      { n: 2 },
      ["GET /v1/jobs/1", "GET /v1/jobs/1", "GET /v1/jobs/1"],
    ],
    [
      "comes from a Location relative to the request",
      "plain",
      [accepted("jobs/1?x=%2F"), json(200, { n: 3 })],
      { n: 3 },
      ["GET /v1/jobs/1?x=%2F"],
    ],
    [
      "comes from the redirect of the status URL",
      "plain",
      [
        accepted("/jobs/1"),
        { status: 303, headers: { location: "/results/1" }, body: Buffer.alloc(0) },
        json(200, 4),
      ],
      { result: 4 },
      ["GET /jobs/1", "GET /results/1"],
    ],
    [
      "comes from the declared URL once the conditions hold",
      "by_state",
      [
        json(201, { state: "queued", links: { status: "/jobs/1" } }),
        json(200, { state: "running", links: { status: "/jobs/1/more" } }),
        json(200, { state: "done", links: { result: "/results/1" } }),
        json(200, { rows: [1] }),
      ],
      { rows: [1] },
      ["GET /jobs/1", "GET /jobs/1/more", "GET /results/1"],
    ],
    [
      "is the status itself if it names no result",
      "by_state",
      [json(202, { state: "queued", links: { status: "/jobs/1" } }), json(200, { state: "archived" })],
      { state: "archived" },
      ["GET /jobs/1"],
    ],
    [
      "comes from a URL that is built of values",
      "by_id",
      [json(202, { id: "a/b" }), json(200, { n: 5 })],
      { n: 5 },
      ["GET /jobs/a/b?of=me"],
    ],
    [
      "comes in spite of single failures",
      "plain",
      [accepted("/jobs/1"), json(503, {}), json(429, {}), json(200, { n: 6 })],
      { n: 6 },
      ["GET /jobs/1", "GET /jobs/1", "GET /jobs/1"],
    ],
  ];
  it.each(rows)("%s", async (_name, tool, replies, want, asked) => {
    const { structuredContent, lines } = await call(tool, replies, { of: "me" });
    expect(structuredContent).toEqual(want);
    expect(lines).toEqual(["POST /v1/reports", ...asked]);
    expect(upstream.received.map(({ headers }) => headers["x-key"])).toEqual(lines.map(() => "k"));
  });
});

describe("polling fails for", () => {
  const rows: [string, string, readonly Reply[], object][] = [
    [
      "a job that failed",
      "by_state",
      [json(202, { links: { status: "/jobs/1" } }), json(200, { state: "failed", message: "out of paper" })],
      { kind: "rejected", upstream: "out of paper" },
    ],
    [
      "a job that was deleted",
      "plain",
      [accepted("/jobs/1"), json(404, {})],
      { kind: "not_found", status: 404 },
    ],
    [
      "an API that fails repeatedly",
      "plain",
      [accepted("/jobs/1"), json(500, {}), json(500, {}), json(500, {})],
      { kind: "unavailable", status: 500 },
    ],
    [
      "a status URL on another origin",
      "plain",
      [accepted("http://169.254.169.254/")],
      { kind: "bad_response" },
    ],
    ["a status URL with a password", "plain", [accepted("//u:p@127.0.0.1/")], { kind: "bad_response" }],
    [
      "a result URL on another origin",
      "by_state",
      [
        json(202, { links: { status: "/s" } }),
        json(200, { state: "done", links: { result: "file:///etc/passwd" } }),
      ],
      { kind: "bad_response" },
    ],
  ];
  it.each(rows)("%s", async (_name, tool, replies, want) => {
    const { structuredContent } = await call(tool, replies);
    expect(structuredContent).toMatchObject({ error: want });
  });
});

describe("an argument in a status URL", () => {
  const rows: [string, string, string][] = [
    ["by_argument", "a b", "GET /jobs/a%20b/status"],
    ["by_argument", "../admin", "GET /jobs/..%2Fadmin/status"],
    ["by_argument", "x?y=1#z", "GET /jobs/x%3Fy%3D1%23z/status"],
    ["by_argument", "..\\admin", "GET /jobs/..%5Cadmin/status"],
    ["by_argument", "%2e%2e", "GET /jobs/%252e%252e/status"],
    ["by_id", "me&admin=1#", "GET /jobs/1?of=me%26admin%3D1%23"],
  ];
  it.each(rows)("of %s is encoded: %s", async (tool, of, asked) => {
    const { lines } = await call(tool, [json(202, { id: 1 }), json(200, {})], { of });
    expect(lines).toEqual(["POST /v1/reports", asked]);
  });

  it.each([".", ".."])("cannot be a dot segment: %s", async (of) => {
    const { structuredContent, lines } = await call("by_argument", [json(202, {}), json(200, {})], { of });
    expect(structuredContent).toMatchObject({ error: { kind: "invalid_arguments" } });
    expect(lines).toEqual(["POST /v1/reports"]);
  });
});

// Last, because a request in flight at the timeout may arrive during a later test.
it("polling ends with the timeout of the tool", async () => {
  const { structuredContent } = await call("plain", Array(5000).fill(accepted("/jobs/1")) as Reply[]);
  expect(structuredContent).toMatchObject({ error: { kind: "timeout" } });
});
