import { describe, expect, it } from "vitest";
import { ToolError } from "../../runtime/errors.ts";
import { z } from "../../runtime/schema.ts";
import { defineTool, type HttpMethod } from "../../runtime/tool.ts";

const tool = (method: HttpMethod) =>
  defineTool({
    name: "t",
    description: "t",
    input: () => z.strictObject({}),
    annotations: {},
    http: { method, path: "/" },
  });

describe("ToolError.ofStatus", () => {
  const rows: [number, string, boolean][] = [
    [400, "rejected", false],
    [401, "unauthenticated", false],
    [403, "forbidden", false],
    [404, "not_found", false],
    [408, "timeout", true],
    [409, "conflict", false],
    [410, "not_found", false],
    [412, "conflict", false],
    [418, "rejected", false],
    [422, "rejected", false],
    [429, "rate_limited", true],
    [500, "unavailable", true],
    [502, "unavailable", true],
    [504, "timeout", true],
  ];
  it.each(rows)("maps %i to %s", (status, kind, retryable) => {
    const error = ToolError.ofStatus(status, "Reason", {});
    expect(error.toResult(tool("GET")).structuredContent.error).toMatchObject({ kind, status, retryable });
  });
});

it("a write without an answer is not to be repeated unchecked", () => {
  const error = new ToolError("timeout", "The API did not answer within 30 s.");
  expect(error.toResult(tool("POST")).structuredContent.error.retryable).toBe(false);
  expect(error.toResult(tool("POST")).content[0].text).toContain("is not known");
  expect(error.toResult(tool("PUT")).structuredContent.error.retryable).toBe(true);
});

it.each([
  ["GET", true],
  ["HEAD", true],
  ["OPTIONS", true],
  ["TRACE", true],
  ["DELETE", true],
  ["QUERY", true],
  ["PATCH", false],
  // What a document brings along may do anything.
  ["COPY", false],
  ["get", false],
])("a %s without an answer can be repeated: %s", (method, retryable) => {
  const error = new ToolError("unavailable", "The API did not answer.");
  expect(error.toResult(tool(method)).structuredContent.error.retryable).toBe(retryable);
});

it("ToolError.from hides the message of a foreign error", () => {
  for (const thrown of [
    new Error("password=hunter2"),
    "password=hunter2",
    { message: "password=hunter2" },
    null,
  ]) {
    const error = ToolError.from(thrown);
    expect(JSON.stringify(error.toResult(undefined))).not.toContain("hunter2");
    expect(error.details.cause).toBe(thrown);
  }
});

it("ToolError.from keeps a ToolError as it is", () => {
  const error = new ToolError("conflict", "c");
  expect(ToolError.from(error)).toBe(error);
});

it("a result tells the model what to correct, line by line", () => {
  const error = new ToolError("invalid_arguments", "The arguments do not fit list_pets.", {
    fields: [
      { path: "limit", message: "Too small: expected number to be >=1" },
      { path: "", message: "this is required" },
    ],
  });
  expect(error.toResult(tool("GET")).content[0].text).toBe(
    "The arguments do not fit list_pets.\n- limit: Too small: expected number to be >=1\n- arguments: this is required\nCorrect the arguments named above and call again.",
  );
});
