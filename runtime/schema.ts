/**
 * What generated schemas are made of: zod, and the conditions of JSON Schema that zod has no word for.
 * Everything here checks and nothing changes: what a tool sends is what it was given.
 */
import { RE2JS } from "re2js";
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

/**
 * Keywords without a `type`: they bind the values of the type they are about, and no others. The TypeScript
 * type is the one they are about, which is what a document means that forgets to say so.
 */
export function ifType<T extends z.ZodType>(type: keyof typeof IS_OF, schema: T): z.ZodType<z.output<T>> {
  return z.unknown().check((ctx) => {
    if (IS_OF[type](ctx.value)) refer(ctx, schema, ctx.value);
  }) as z.ZodType<z.output<T>>;
}

/** `additionalProperties` alone: an object whose members are all of one schema. */
export function record<T extends z.ZodType>(rest: T): z.ZodType<Record<string, z.output<T>>> {
  return object({}, rest) as z.ZodType<Record<string, z.output<T>>>;
}

/**
 * `properties` with `additionalProperties`: every other member is of one schema. zod's own `catchall` does not
 * look at a member called `__proto__`.
 */
export function object<S extends Record<string, z.ZodType>, T extends z.ZodType>(
  shape: S,
  rest: T,
): z.ZodType<z.output<z.ZodObject<S>> & Record<string, z.output<T>>> {
  const listed = z.looseObject(shape);
  return z.unknown().check((ctx) => {
    refer(ctx, listed, ctx.value);
    if (!IS_OF.object(ctx.value)) return;
    for (const [name, member] of Object.entries(ctx.value as object))
      if (!Object.hasOwn(shape, name)) refer(ctx, rest, member, [name]);
  }) as never;
}

/** `type: integer`: a number without a fraction, however large; `z.int()` ends at 2^53. */
export function integer(): z.ZodNumber {
  return z.number().check((ctx) => {
    if (!Number.isInteger(ctx.value))
      ctx.issues.push({ code: "invalid_type", expected: "int", format: "safeint", input: ctx.value });
  });
}

/** `not`: anything the schema refuses. */
export function not(schema: z.ZodType): z.ZodType<unknown> {
  return z.unknown().check((ctx) => {
    if (schema.safeParse(ctx.value).success) fault(ctx, "Invalid input: it is what it must not be");
  });
}

/** `if`, `then` and `else`: the value must satisfy the second if it satisfies the first, and else the third. */
export function ifThenElse(
  condition: z.ZodType,
  then: z.ZodType = z.unknown(),
  otherwise: z.ZodType = z.unknown(),
): z.ZodType<unknown> {
  return z.unknown().check((ctx) => {
    refer(ctx, condition.safeParse(ctx.value).success ? then : otherwise, ctx.value);
  });
}

/**
 * `pattern`: found anywhere in the string. In RE2 syntax, into which the generator translates what documents
 * write; it takes time that grows with the text and never explodes, whatever the expression and the text.
 */
export function pattern(source: string): (ctx: CheckContext) => void {
  const expression = RE2JS.compile(source);
  return (ctx) => {
    if (typeof ctx.value === "string" && !expression.test(ctx.value))
      fault(ctx, `Invalid string: must match pattern ${source}`);
  };
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

/** `propertyNames`: the names themselves. */
export function propertyNames(schema: z.ZodType): (ctx: CheckContext) => void {
  return (ctx) => {
    if (!IS_OF.object(ctx.value)) return;
    for (const name of Object.keys(ctx.value as object)) refer(ctx, schema, name, [name]);
  };
}

/**
 * `patternProperties`, each pattern in RE2 syntax, with `additionalProperties` for the members that neither a
 * pattern nor `listed` names.
 */
export function patternProperties(
  schemas: readonly (readonly [pattern: string, schema: z.ZodType])[],
  rest?: z.ZodType,
  listed: readonly string[] = [],
): (ctx: CheckContext) => void {
  const patterns = schemas.map(([source, schema]) => [RE2JS.compile(source), schema] as const);
  return (ctx) => {
    if (!IS_OF.object(ctx.value)) return;
    for (const [name, member] of Object.entries(ctx.value as object)) {
      const matching = patterns.filter(([expression]) => expression.test(name));
      for (const [, schema] of matching) refer(ctx, schema, member, [name]);
      if (rest && matching.length === 0 && !listed.includes(name)) refer(ctx, rest, member, [name]);
    }
  };
}

/** `dependentRequired`: the members that have to be there beside another. */
export function dependentRequired(dependents: {
  readonly [name: string]: readonly string[];
}): (ctx: CheckContext) => void {
  return (ctx) => {
    if (!IS_OF.object(ctx.value)) return;
    const value = ctx.value as object;
    for (const [name, others] of Object.entries(dependents))
      for (const other of Object.hasOwn(value, name) ? others : [])
        if (!Object.hasOwn(value, other))
          ctx.issues.push({
            code: "custom",
            message: `this is required beside ${name}`,
            input: value,
            path: [other],
          });
  };
}

/** `dependentSchemas`: what the whole object has to be where a member is there. */
export function dependentSchemas(dependents: {
  readonly [name: string]: z.ZodType;
}): (ctx: CheckContext) => void {
  return (ctx) => {
    if (!IS_OF.object(ctx.value)) return;
    for (const [name, schema] of Object.entries(dependents))
      if (Object.hasOwn(ctx.value as object, name)) refer(ctx, schema, ctx.value);
  };
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

/** What a schema and those it applies in place look at: the members and items that are not "unevaluated". */
export interface Evaluated {
  readonly properties?: readonly string[];
  /** In RE2 syntax. */
  readonly patterns?: readonly string[];
  /** So many items from the first. */
  readonly items?: number;
  /** The items that satisfy one of these. */
  readonly contains?: readonly z.ZodType[];
  /** Every member and every item. */
  readonly all?: true;
  /** What a subschema looks at, where the value satisfies it. */
  readonly when?: readonly (readonly [schema: z.ZodType, evaluated: Evaluated])[];
  /** What a subschema looks at, where the value has a member of this name. */
  readonly beside?: { readonly [name: string]: Evaluated };
}

/** `unevaluatedProperties`: the members at which nothing else looks. */
export function unevaluatedProperties(evaluated: Evaluated, schema: z.ZodType): z.ZodType<unknown> {
  return z.unknown().check((ctx) => {
    if (!IS_OF.object(ctx.value)) return;
    for (const [name, member] of Object.entries(ctx.value as object))
      if (!isEvaluated(evaluated, ctx.value, name, member)) refer(ctx, schema, member, [name]);
  });
}

/** `unevaluatedItems`: the items at which nothing else looks. */
export function unevaluatedItems(evaluated: Evaluated, schema: z.ZodType): z.ZodType<unknown> {
  return z.unknown().check((ctx) => {
    if (!Array.isArray(ctx.value)) return;
    for (const [i, item] of ctx.value.entries())
      if (!isEvaluated(evaluated, ctx.value, i, item)) refer(ctx, schema, item, [i]);
  });
}

function isEvaluated(by: Evaluated, value: unknown, key: string | number, member: unknown): boolean {
  const { all, properties, patterns, items, contains, when, beside } = by;
  return (
    all === true ||
    (typeof key === "string"
      ? properties?.includes(key) || patterns?.some((source) => RE2JS.compile(source).test(key))
      : key < (items ?? 0) || contains?.some((schema) => schema.safeParse(member).success)) ||
    when?.some(
      ([schema, inner]) => isEvaluated(inner, value, key, member) && schema.safeParse(value).success,
    ) ||
    Object.entries(beside ?? {}).some(
      ([name, inner]) => Object.hasOwn(value as object, name) && isEvaluated(inner, value, key, member),
    )
  );
}
