/** Keywords for objects. */
import { RE2JS } from "re2js";
import { z } from "zod";
import { type CheckContext, fault, IS_OF, refer } from "./check.ts";

/** `additionalProperties` alone: all members have one schema. */
export function record<T extends z.ZodType>(rest: T): z.ZodType<Record<string, z.output<T>>> {
  return object({}, rest) as z.ZodType<Record<string, z.output<T>>>;
}

/**
 * `properties` with `additionalProperties`: all other members have one schema. `catchall` of zod ignores a member called
 * `__proto__`.
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

/** A member with a name that every object inherits, such as `toString`: zod would read the inherited one. */
export function member(name: string, schema: z.ZodType, required: boolean): (ctx: CheckContext) => void {
  return (ctx) => {
    if (!IS_OF.object(ctx.value)) return;
    const value = ctx.value as Record<string, unknown>;
    if (Object.hasOwn(value, name)) refer(ctx, schema, value[name], [name]);
    else if (required)
      ctx.issues.push({ code: "custom", message: "this is required", input: ctx.value, path: [name] });
  };
}

/** `required` for names whose schema is elsewhere, as in another member of an `allOf`. */
export function required<const Name extends string>(
  ...names: readonly Name[]
): z.ZodType<{ [N in Name]: unknown }> {
  return z.unknown().check((ctx) => {
    if (!IS_OF.object(ctx.value)) return;
    for (const name of names)
      if (!Object.hasOwn(ctx.value as object, name))
        ctx.issues.push({ code: "invalid_type", expected: "nonoptional", input: undefined, path: [name] });
  }) as never;
}

/** `minProperties`: the least number of members. */
export function minProperties(count: number): (ctx: CheckContext) => void {
  return (ctx) => {
    if (IS_OF.object(ctx.value) && Object.keys(ctx.value as object).length < count)
      fault(ctx, `Too few properties: expected at least ${count}`);
  };
}

/** `maxProperties`: the greatest number of members. */
export function maxProperties(count: number): (ctx: CheckContext) => void {
  return (ctx) => {
    if (IS_OF.object(ctx.value) && Object.keys(ctx.value as object).length > count)
      fault(ctx, `Too many properties: expected at most ${count}`);
  };
}

/** `propertyNames`: a schema for the names. */
export function propertyNames(schema: z.ZodType): (ctx: CheckContext) => void {
  return (ctx) => {
    if (!IS_OF.object(ctx.value)) return;
    for (const name of Object.keys(ctx.value as object)) refer(ctx, schema, name, [name]);
  };
}

/**
 * `patternProperties`, with patterns in RE2 syntax. `rest` is the schema of `additionalProperties`: it applies to members
 * that match no pattern and are not in `listed`.
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

/** `dependentRequired`: the members that another member requires. */
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

/** `dependentSchemas`: schemas for the object, each if it has a member. */
export function dependentSchemas(dependents: {
  readonly [name: string]: z.ZodType;
}): (ctx: CheckContext) => void {
  return (ctx) => {
    if (!IS_OF.object(ctx.value)) return;
    for (const [name, schema] of Object.entries(dependents))
      if (Object.hasOwn(ctx.value as object, name)) refer(ctx, schema, ctx.value);
  };
}

type Filled<T, D> = T & { readonly [K in keyof D & keyof T]-?: Exclude<T[K], undefined> };

/** Fills in missing members of the values that a schema accepts. */
export function withDefaults<T extends z.ZodType, D extends object>(schema: T, values: D) {
  return schema.transform((given): Filled<z.output<T>, D> => {
    if (typeof given !== "object" || given === null) return given as Filled<z.output<T>, D>;
    const missing = Object.entries(values).filter(([name]) => !Object.hasOwn(given, name));
    return Object.fromEntries([...Object.entries(given), ...missing]) as Filled<z.output<T>, D>;
  });
}
