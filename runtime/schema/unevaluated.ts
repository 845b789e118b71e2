/** Conditions on what nothing else looks at (JSON Schema 2020-12, section 11). */
import { RE2JS } from "re2js";
import { z } from "zod";
import { IS_OF, refer } from "./check.ts";

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
