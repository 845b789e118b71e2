import { describe, expect, it } from "vitest";
import { ToolError } from "../../runtime/errors.ts";
import { z } from "../../runtime/schema.ts";
import { defineTool, type HttpMethod, isIdempotent } from "../../runtime/tool.ts";

/** Converts an error of a tool with this HTTP method. */
const toResult = (error: ToolError, method: HttpMethod) =>
  error.toResult(
    isIdempotent(
      defineTool({
        name: "t",
        description: "t",
        input: () => z.strictObject({}),
        annotations: {},
        http: { method, path: "/" },
      }),
    ),
  );

describe("the status table", () => {
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
    expect(error.toResult(true).structuredContent.error).toMatchObject({ kind, status, retryable });
  });
});

it("does not call a write that got no answer retryable", () => {
  const error = new ToolError("timeout", "The API did not answer within 30 s.");
  expect(toResult(error, "POST").structuredContent.error.retryable).toBe(false);
  expect(toResult(error, "POST").content[0].text).toContain("is not known");
  expect(toResult(error, "PUT").structuredContent.error.retryable).toBe(true);
});

it.each([
  ["GET", true],
  ["HEAD", true],
  ["OPTIONS", true],
  ["TRACE", true],
  ["DELETE", true],
  ["QUERY", true],
  ["PATCH", false],
  // The semantics of methods that are not registered are unknown.
  ["COPY", false],
  ["get", false],
])("calls a %s that got no answer retryable: %s", (method, retryable) => {
  const error = new ToolError("unavailable", "The API did not answer.");
  expect(toResult(error, method).structuredContent.error.retryable).toBe(retryable);
});

it("does not reveal the message of an unknown error", () => {
  for (const thrown of [
    new Error("password=hunter2"),
    "password=hunter2",
    { message: "password=hunter2" },
    null,
  ]) {
    const error = ToolError.from(thrown);
    expect(JSON.stringify(error.toResult(true))).not.toContain("hunter2");
    expect(error.details.cause).toBe(thrown);
  }
});

it("returns a ToolError unchanged", () => {
  const error = new ToolError("conflict", "c");
  expect(ToolError.from(error)).toBe(error);
});

it("lists the faults of arguments for the model", () => {
  const error = new ToolError("invalid_arguments", "The arguments do not fit list_pets.", {
    fields: [
      { path: "limit", message: "Too small: expected number to be >=1" },
      { path: "", message: "this is required" },
    ],
  });
  expect(error.toResult(true).content[0].text).toBe(
    "The arguments do not fit list_pets.\n- limit: Too small: expected number to be >=1\n- arguments: this is required\nCorrect the arguments named above and call again.",
  );
});
