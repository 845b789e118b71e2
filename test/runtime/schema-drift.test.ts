/** Results that do not match the documented schema are passed on, counted and logged. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Catalogue, createApp, type McpApp } from "../../runtime/index.ts";
import { createLogger } from "../../runtime/log.ts";
import { z } from "../../runtime/schema.ts";
import { type AdvertisedTool, defineServer } from "../../runtime/server.ts";
import { defineTool } from "../../runtime/tool.ts";
import { onLoopback } from "../e2e/clients.ts";
import { silentClient } from "../support/execution.ts";

const SECRET = "sk-live-0123456789";

interface LogLine {
  server: string;
  tool: string;
  count: number;
  paths: string[];
}

const lines: LogLine[] = [];
const logger = createLogger("silent");
logger.warn = ((line: LogLine) => void lines.push(line)) as typeof logger.warn;

let answer: { type?: string; body: string };
let built = 0;
const definition = {
  name: "get_it",
  description: "get_it",
  input: () => z.strictObject({}),
  output: () => {
    built++;
    return z.looseObject({
      id: z.string(),
      state: z.enum(["on", "off"]),
      tags: z.array(z.string()).optional(),
    });
  },
  annotations: {},
  http: { method: "GET", path: "/it", accept: "application/json" },
};
const tool = defineTool(definition);
const shy = defineTool({ ...definition, name: "get_shy" });
const { output: _, ...undocumented } = definition;
const free = defineTool({ ...undocumented, name: "get_free" });
const broken = defineTool({
  ...definition,
  name: "get_broken",
  output: (): z.ZodType => {
    throw new Error("a schema that cannot be built");
  },
});
const tools = [tool, shy, free, broken];

const advertised = ({ name }: { name: string }): AdvertisedTool => ({
  name,
  description: name,
  inputSchema: { type: "object" },
  ...(name === "get_it" && {
    outputSchema: { type: "object", properties: { id: { type: ["string", "null"] } } },
  }),
});

let app: McpApp;
let catalogue: Catalogue;
let upstream: Awaited<ReturnType<typeof onLoopback>>;

beforeAll(async () => {
  upstream = await onLoopback((_request, response) => {
    response.setHeader("content-type", answer.type ?? "application/json").end(answer.body);
  });
});
beforeEach(async () => {
  lines.length = 0;
  app = await createApp({
    servers: [
      defineServer({
        name: "drift",
        surface: {
          server: { name: "drift", title: "Drift", version: "1.0.0" },
          tools: tools.map(advertised),
        },
        groups: { all: async () => Object.fromEntries(tools.map((each) => [each.name, each])) },
      }),
    ],
    baseUrls: { drift: upstream.origin },
    logger,
  });
  catalogue = app.catalogues.get("drift") as Catalogue;
});
afterAll(() => upstream.close());

/** Calls a tool, and waits for the validation that follows the response. */
async function call(name: string, body: unknown, type?: string) {
  answer = {
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...(type !== undefined && { type }),
  };
  const result = await catalogue.call(name, {}, silentClient(new AbortController().signal, "2026-07-28"));
  await new Promise((resolve) => setImmediate(resolve));
  return result;
}

describe("a result that does not match its schema is counted and logged:", () => {
  const rows: [string, unknown, string[]][] = [
    ["a member of another type", { id: 5, state: "on" }, ["id: invalid_type"]],
    ["an unknown enum value", { id: "1", state: SECRET }, ["state: invalid_value"]],
    ["a missing required member", { state: "on" }, ["id: invalid_type"]],
    [
      "a nested member of another type",
      { id: "1", state: "on", tags: ["a", { password: SECRET }] },
      ["tags.1: invalid_type"],
    ],
    ["a list instead of an object", [SECRET], ["(root): invalid_type"]],
  ];
  it.each(rows)("%s", async (_name, value, paths) => {
    const result = await call("get_shy", value);
    expect(result.isError ?? false).toBe(false);
    expect(result.structuredContent).toEqual(Array.isArray(value) ? { result: value } : value);
    expect(result.content).toEqual([{ type: "text", text: JSON.stringify(value) }]);
    expect(catalogue.schemaDrift).toEqual(new Map([["get_shy", 1]]));
    expect(lines).toEqual([{ server: "drift", tool: "get_shy", count: 1, paths }]);
    expect(JSON.stringify(lines)).not.toContain(SECRET);
  });

  it("keeps its text where an output schema prunes the structured content", async () => {
    const result = await call("get_it", { id: 5, state: "on" });
    expect(result.structuredContent).toEqual({ state: "on" });
    expect(result.content).toEqual([{ type: "text", text: '{"id":5,"state":"on"}' }]);
    expect(catalogue.schemaDrift.get("get_it")).toBe(1);
  });

  it("is logged the first, second, fourth, eighth… time", async () => {
    for (let i = 0; i < 20; i++) await call("get_shy", {});
    expect(catalogue.schemaDrift.get("get_shy")).toBe(20);
    expect(lines.map((line) => line.count)).toEqual([1, 2, 4, 8, 16]);
  });

  it("is logged with a few short paths", async () => {
    const long = defineTool({
      ...definition,
      name: "get_shy",
      output: () => z.record(z.string(), z.number()),
    });
    catalogue = (
      await createApp({
        servers: [
          defineServer({
            name: "drift",
            surface: { server: { name: "drift", title: "D", version: "1" }, tools: [advertised(long)] },
            groups: { all: async () => ({ long }) },
          }),
        ],
        baseUrls: { drift: upstream.origin },
        logger,
      })
    ).catalogues.get("drift") as Catalogue;
    await call(
      "get_shy",
      Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${"k".repeat(500)}${i}`, ""])),
    );
    expect(lines[0]?.paths).toEqual(Array.from({ length: 5 }, () => "k".repeat(120)));
  });
});

describe("nothing is counted for", () => {
  const rows: [string, string, unknown, string?][] = [
    ["a result that matches", "get_shy", { id: "1", state: "on", more: 1 }],
    ["a tool without an output schema", "get_free", { anything: 1 }],
    ["text", "get_shy", "hello", "text/plain"],
    ["a very large result", "get_shy", { text: "x".repeat(300_000) }],
    ["a tool whose schema cannot be built", "get_broken", { id: 1 }],
  ];
  it.each(rows)("%s", async (_name, name, body, type) => {
    const result = await call(name, body, type);
    expect(result.isError ?? false).toBe(false);
    expect(catalogue.schemaDrift.size).toBe(0);
    expect(lines).toEqual([]);
  });

  it("an error", async () => {
    expect((await call("get_shy", "{oops")).isError).toBe(true);
    expect(catalogue.schemaDrift.size).toBe(0);
  });
});

it("builds a schema once", async () => {
  built = 0;
  for (let i = 0; i < 3; i++) await call("get_it", { id: "1", state: "on" });
  expect(built).toBe(1);
});
