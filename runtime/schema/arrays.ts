/** Conditions on arrays. */
import type { z } from "zod";
import { type CheckContext, fault, refer } from "./check.ts";

/** `prefixItems`: the first items each by their own schema, those after them by `rest`. */
export function prefixItems(schemas: readonly z.ZodType[], rest?: z.ZodType): (ctx: CheckContext) => void {
  return (ctx) => {
    if (!Array.isArray(ctx.value)) return;
    ctx.value.forEach((item, i) => {
      const schema = schemas[i] ?? rest;
      if (schema) refer(ctx, schema, item, [i]);
    });
  };
}

/** `uniqueItems`: no two items that are equal as JSON. */
export function uniqueItems(): (ctx: CheckContext) => void {
  return (ctx) => {
    if (!Array.isArray(ctx.value)) return;
    const seen = new Set<string>();
    for (const item of ctx.value) {
      const text = canonical(item);
      if (seen.has(text)) return fault(ctx, "Items must be unique");
      seen.add(text);
    }
  };
}

/** The same text for the same JSON: members in order, and one zero. */
function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value === 0 ? 0 : value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`,
  );
  return `{${members.sort().join(",")}}`;
}

/** `contains`, with `minContains` and `maxContains`: how many items satisfy the schema. */
export function contains(schema: z.ZodType, min = 1, max = Infinity): (ctx: CheckContext) => void {
  return (ctx) => {
    if (!Array.isArray(ctx.value)) return;
    const count = ctx.value.filter((item) => schema.safeParse(item).success).length;
    if (count < min) fault(ctx, `Too few items of the kind that must be there: ${count} of at least ${min}`);
    if (count > max) fault(ctx, `Too many items of the kind that may be there: ${count} of at most ${max}`);
  };
}
