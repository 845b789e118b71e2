/** Arguments against the schema of their tool. */
import type { z } from "zod";
import { type FieldFault, ToolError } from "../errors.ts";
import type { Tool } from "../tool.ts";

type Arguments = Readonly<Record<string, unknown>>;

/**
 * The arguments exactly as they are once the schema has accepted them, and the defaults of those that are missing.
 * Throws a `ToolError` that names what does not fit.
 */
export function validate(tool: Tool, args: unknown): Arguments {
  const result = tool.input().safeParse(args);
  if (result.success) return withDefaults(args as Arguments, result.data as Arguments);
  throw new ToolError("invalid_arguments", `The arguments do not fit ${tool.name}.`, {
    fields: result.error.issues.slice(0, 20).flatMap((issue) => faults(issue, args)),
  });
}

/** What the schema has put where nothing was given. */
function withDefaults(given: Arguments, parsed: Arguments): Arguments {
  const added = Object.entries(parsed).filter(
    ([name, value]) => value !== undefined && !Object.hasOwn(given, name),
  );
  return added.length === 0 ? given : Object.fromEntries([...Object.entries(given), ...added]);
}

function faults(issue: z.core.$ZodIssue, args: unknown): FieldFault[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      path: [...path, key].join("."),
      message: "there is no such argument",
    }));
  const missing = issue.code !== "custom" && valueAt(args, issue.path) === undefined;
  return [{ path: path.join("."), message: missing ? "this is required" : issue.message }];
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, key) ? at[key as never] : undefined,
    value,
  );
}
