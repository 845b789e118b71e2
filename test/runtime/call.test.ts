import { describe, expect, it } from "vitest";
import { z } from "../../runtime/schema.ts";
import { defineTool, type HttpTool } from "../../runtime/tool.ts";
import { bench } from "../support/execution.ts";

const tool = defineTool({
  name: "get_it",
  description: "get_it",
  input: () => z.strictObject({ id: z.string(), size: z.int().optional() }),
  annotations: {},
  http: { method: "GET", path: "/it", params: { id: { in: "query" }, size: { in: "query" } } },
});

describe("the error for invalid arguments names", () => {
  const rows: [string, string, { path: string; message: string }[]][] = [
    ["a missing one", "{}", [{ path: "id", message: "this is required" }]],
    ["an unknown one", '{"id":"1","more":1}', [{ path: "more", message: "there is no such argument" }]],
    [
      "an unknown one called __proto__",
      '{"id":"1","__proto__":{"id":1}}',
      [{ path: "__proto__", message: "there is no such argument" }],
    ],
    [
      "an unknown one called constructor",
      '{"id":"1","constructor":1}',
      [{ path: "constructor", message: "there is no such argument" }],
    ],
    [
      "several at once",
      '{"id":1,"size":"x","__proto__":1}',
      [
        { path: "id", message: "Invalid input: expected string, received number" },
        { path: "size", message: "Invalid input: expected number, received string" },
        { path: "__proto__", message: "there is no such argument" },
      ],
    ],
  ];
  it.each(rows)("%s", async (_name, args, fields) => {
    const { call } = await bench({ tools: [tool] });
    const result = await call("get_it", JSON.parse(args));
    expect(result.structuredContent).toMatchObject({ error: { kind: "invalid_arguments", fields } });
  });
});

it("does not send an operation with an unusable server of its own to the server of the document", async () => {
  const lost = { ...tool, http: { ...(tool as HttpTool).http, server: "" } };
  const stated = await bench({ tools: [lost], baseUrl: "http://127.0.0.1:9/api" });
  expect((await stated.call("get_it", { id: "1" })).structuredContent).toMatchObject({
    error: { kind: "internal", message: "The server has no base URL for this API." },
  });
  // A base URL of the operator holds for all operations; nothing listens at this one.
  const chosen = await bench({ tools: [lost], at: { "": "http://127.0.0.1:9/api" } });
  expect((await chosen.call("get_it", { id: "1" })).structuredContent).toMatchObject({
    error: { kind: "unavailable" },
  });
});
