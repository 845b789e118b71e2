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
    const look = lookAt(evaluated, ctx.value);
    if (look.all) return;
    for (const [name, member] of Object.entries(ctx.value as object))
      if (!look.properties.has(name) && !look.patterns.some((pattern) => pattern.test(name)))
        refer(ctx, schema, member, [name]);
  });
}

/** `unevaluatedItems`: the items at which nothing else looks. */
export function unevaluatedItems(evaluated: Evaluated, schema: z.ZodType): z.ZodType<unknown> {
  return z.unknown().check((ctx) => {
    if (!Array.isArray(ctx.value)) return;
    const look = lookAt(evaluated, ctx.value);
    if (look.all) return;
    for (const [i, item] of ctx.value.entries())
      if (i >= look.items && !look.contains.some((contained) => contained.safeParse(item).success))
        refer(ctx, schema, item, [i]);
  });
}

/** What is looked at in one value, with the conditions decided. */
class Look {
  all = false;
  items = 0;
  readonly properties = new Set<string>();
  readonly patterns: RE2JS[] = [];
  readonly contains: z.ZodType[] = [];
}

function lookAt(evaluated: Evaluated, value: unknown, look: Look = new Look()): Look {
  const { all, properties = [], patterns = [], items = 0, contains = [], when = [], beside = {} } = evaluated;
  look.all ||= all === true;
  look.items = Math.max(look.items, items);
  for (const name of properties) look.properties.add(name);
  for (const source of patterns) look.patterns.push(RE2JS.compile(source));
  look.contains.push(...contains);
  for (const [schema, inner] of when) if (schema.safeParse(value).success) lookAt(inner, value, look);
  for (const [name, inner] of Object.entries(beside))
    if (Object.hasOwn(value as object, name)) lookAt(inner, value, look);
  return look;
}
