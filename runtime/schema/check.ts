/** The tools that the conditions are built with. */
import type { z } from "zod";

export interface CheckContext {
  value: unknown;
  issues: unknown[];
}

/** Reports the issues that a schema has with a value, at a path below that of the check. */
export function refer(
  ctx: CheckContext,
  schema: z.ZodType,
  value: unknown,
  path: readonly PropertyKey[] = [],
): void {
  const result = schema.safeParse(value);
  if (result.success) return;
  for (const issue of result.error.issues)
    ctx.issues.push({ ...issue, input: value, path: [...path, ...issue.path] });
}

export function fault(ctx: CheckContext, message: string): void {
  ctx.issues.push({ code: "custom", message, input: ctx.value, path: [] });
}

export const IS_OF = {
  string: (value: unknown) => typeof value === "string",
  number: (value: unknown) => typeof value === "number",
  array: (value: unknown) => Array.isArray(value),
  object: (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value),
} as const;
