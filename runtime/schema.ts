/**
 * What generated schemas are made of: zod, and the conditions of JSON Schema that zod has no word for.
 * Everything here checks and nothing changes: what a tool sends is what it was given.
 */
import { z } from "zod";

export { z };

/** A schema that is built when it is first asked for, and once. */
export function component<T extends z.ZodType>(build: () => T): () => T {
  let built: T | undefined;
  return () => (built ??= build());
}

type Intersection<T extends readonly z.ZodType[]> = T extends readonly [
  infer First extends z.ZodType,
  ...infer Rest extends readonly z.ZodType[],
]
  ? z.output<First> & Intersection<Rest>
  : unknown;

interface CheckContext {
  value: unknown;
  issues: unknown[];
}

/** Reports what a schema has against a value, where it has it. */
function refer(
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

function fault(ctx: CheckContext, message: string): void {
  ctx.issues.push({ code: "custom", message, input: ctx.value, path: [] });
}

/** Equality of JSON values: by content, whatever the order of members, and with one zero. */
function jsonEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && jsonEqual(a[key as never], b[key as never]))
  );
}

/** `allOf`: every one of the schemas. */
export function allOf<const T extends readonly z.ZodType[]>(schemas: T): z.ZodType<Intersection<T>> {
  return z.unknown().check((ctx) => {
    for (const schema of schemas) refer(ctx, schema, ctx.value);
  }) as z.ZodType<Intersection<T>>;
}

/** `enum` and `const` of values that zod has no literal for: objects, arrays, or beside other conditions. */
export function equals<const T extends readonly unknown[]>(values: T): z.ZodType<T[number]> {
  return z.unknown().check((ctx) => {
    if (!values.some((value) => jsonEqual(value, ctx.value)))
      fault(ctx, `Invalid option: expected one of ${values.map((value) => JSON.stringify(value)).join("|")}`);
  }) as z.ZodType<T[number]>;
}

const IS_OF = {
  string: (value: unknown) => typeof value === "string",
  number: (value: unknown) => typeof value === "number",
  array: (value: unknown) => Array.isArray(value),
  object: (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value),
} as const;

/** Keywords without a `type`: they bind the values of the type they are about, and no others. */
export function ifType(type: keyof typeof IS_OF, schema: z.ZodType): z.ZodType<unknown> {
  return z.unknown().check((ctx) => {
    if (IS_OF[type](ctx.value)) refer(ctx, schema, ctx.value);
  });
}

/** `not`: anything the schema refuses. */
export function not(schema: z.ZodType): z.ZodType<unknown> {
  return z.unknown().check((ctx) => {
    if (schema.safeParse(ctx.value).success) fault(ctx, "Invalid input: it is what it must not be");
  });
}

/**
 * `pattern`: found anywhere in the string. Compiled with the `u` flag as JSON Schema wants; without it where
 * the pattern is not valid so; not checked where it is no regular expression at all.
 */
export function pattern(source: string): (ctx: CheckContext) => void {
  const expression = compile(source);
  return (ctx) => {
    if (expression && typeof ctx.value === "string" && !expression.test(ctx.value))
      fault(ctx, `Invalid string: must match pattern ${source}`);
  };
}

function compile(source: string): RegExp | undefined {
  for (const flags of ["u", ""])
    try {
      return new RegExp(source, flags);
    } catch {
      // The next flags, or no check.
    }
  return undefined;
}

/**
 * A member with a name that every object inherits, such as `toString`: zod would take the inherited one for
 * it.
 */
export function member(name: string, schema: z.ZodType, required: boolean): (ctx: CheckContext) => void {
  return (ctx) => {
    if (!IS_OF.object(ctx.value)) return;
    const value = ctx.value as Record<string, unknown>;
    if (Object.hasOwn(value, name)) refer(ctx, schema, value[name], [name]);
    else if (required)
      ctx.issues.push({ code: "custom", message: "this is required", input: ctx.value, path: [name] });
  };
}

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
    const seen: unknown[] = [];
    for (const item of ctx.value) {
      if (seen.some((other) => jsonEqual(other, item))) return fault(ctx, "Items must be unique");
      seen.push(item);
    }
  };
}

/** `minProperties`: at least so many members. */
export function minProperties(count: number): (ctx: CheckContext) => void {
  return (ctx) => {
    if (IS_OF.object(ctx.value) && Object.keys(ctx.value as object).length < count)
      fault(ctx, `Too few properties: expected at least ${count}`);
  };
}

/** `maxProperties`: at most so many members. */
export function maxProperties(count: number): (ctx: CheckContext) => void {
  return (ctx) => {
    if (IS_OF.object(ctx.value) && Object.keys(ctx.value as object).length > count)
      fault(ctx, `Too many properties: expected at most ${count}`);
  };
}
