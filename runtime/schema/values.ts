/** Keywords for values of every type, and for numbers, strings and arrays. */
import { RE2JS } from "re2js";
import { z } from "zod";
import { jsonEqual } from "../contract/json-equality.ts";
import { type CheckContext, fault, IS_OF, refer } from "./check.ts";

type Intersection<T extends readonly z.ZodType[]> = T extends readonly [
  infer First extends z.ZodType,
  ...infer Rest extends readonly z.ZodType[],
]
  ? z.output<First> & Intersection<Rest>
  : unknown;

/** `allOf`: every one of the schemas. */
export function allOf<const T extends readonly z.ZodType[]>(schemas: T): z.ZodType<Intersection<T>> {
  return z.unknown().check((ctx) => {
    for (const schema of schemas) refer(ctx, schema, ctx.value);
  }) as z.ZodType<Intersection<T>>;
}

/** `not`: anything the schema refuses. */
export function not(schema: z.ZodType): z.ZodType<unknown> {
  return z.unknown().check((ctx) => {
    if (schema.safeParse(ctx.value).success)
      fault(ctx, "Invalid input: expected a value that the schema of `not` refuses");
  });
}

/** `if`, `then` and `else`: a value that satisfies `condition` must satisfy `then`, any other `otherwise`. */
export function ifThenElse(
  condition: z.ZodType,
  then: z.ZodType = z.unknown(),
  otherwise: z.ZodType = z.unknown(),
): z.ZodType<unknown> {
  return z.unknown().check((ctx) => {
    refer(ctx, condition.safeParse(ctx.value).success ? then : otherwise, ctx.value);
  });
}

/** `enum` and `const` for values without a literal in zod: objects, arrays, and beside other conditions. */
export function equals<const T extends readonly unknown[]>(values: T): z.ZodType<T[number]> {
  return z.unknown().check((ctx) => {
    if (!values.some((value) => jsonEqual(value, ctx.value)))
      fault(ctx, `Invalid option: expected one of ${values.map((value) => JSON.stringify(value)).join("|")}`);
  }) as z.ZodType<T[number]>;
}

/**
 * Keywords without a `type`: they constrain only values of the type that they belong to. The TypeScript type is that
 * type, which documents without a `type` mean.
 */
export function ifType<T extends z.ZodType>(type: keyof typeof IS_OF, schema: T): z.ZodType<z.output<T>> {
  return z.unknown().check((ctx) => {
    if (IS_OF[type](ctx.value)) refer(ctx, schema, ctx.value);
  }) as z.ZodType<z.output<T>>;
}

/** `type: integer`: a number of any size without a fraction; `z.int()` ends at 2^53. */
export function integer(): z.ZodNumber {
  return z.number().check((ctx) => {
    if (!Number.isInteger(ctx.value))
      ctx.issues.push({ code: "invalid_type", expected: "int", format: "safeint", input: ctx.value });
  });
}

// -------------------------------------------------------------------------------- strings and arrays

/**
 * `pattern`: matches anywhere in the string. In RE2 syntax, to which the generator translates the patterns of
 * documents: matching takes linear time for every expression and every text.
 */
export function pattern(source: string): (ctx: CheckContext) => void {
  const expression = RE2JS.compile(source);
  return (ctx) => {
    if (typeof ctx.value === "string" && !expression.test(ctx.value))
      fault(ctx, `Invalid string: must match pattern ${source}`);
  };
}

/** `prefixItems`: a schema for each of the first items; `rest` for those after them. */
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

/** Equal text for equal JSON: members in order, and one zero. */
function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value === 0 ? 0 : value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`,
  );
  return `{${members.sort().join(",")}}`;
}

/** `contains`, with `minContains` and `maxContains`: the number of items that satisfy the schema. */
export function contains(schema: z.ZodType, min = 1, max = Infinity): (ctx: CheckContext) => void {
  return (ctx) => {
    if (!Array.isArray(ctx.value)) return;
    const count = ctx.value.filter((item) => schema.safeParse(item).success).length;
    if (count < min) fault(ctx, `Too few matching items: expected at least ${min}, found ${count}`);
    if (count > max) fault(ctx, `Too many matching items: expected at most ${max}, found ${count}`);
  };
}
