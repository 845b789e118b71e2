/** Keywords for unevaluated items and properties (JSON Schema 2020-12, section 11). */
import { RE2JS } from "re2js";
import { z } from "zod";
import { IS_OF, refer } from "./check.ts";

/** The members and items that a schema evaluates, with the schemas that it applies in place. */
export interface Evaluated {
  readonly properties?: readonly string[];
  /** In RE2 syntax. */
  readonly patterns?: readonly string[];
  /** The number of items from the first. */
  readonly items?: number;
  /** The items that satisfy one of these. */
  readonly contains?: readonly z.ZodType[];
  /** Every member and every item. */
  readonly all?: true;
  /** Evaluated by a subschema, if the value satisfies it. */
  readonly when?: readonly (readonly [schema: z.ZodType, evaluated: Evaluated])[];
  /** Evaluated by a subschema, if the value has a member of this name. */
  readonly beside?: { readonly [name: string]: Evaluated };
}

/** `unevaluatedProperties`: the members that no other keyword evaluates. */
export function unevaluatedProperties(evaluated: Evaluated, schema: z.ZodType): z.ZodType<unknown> {
  return z.unknown().check((ctx) => {
    if (!IS_OF.object(ctx.value)) return;
    const parts = evaluate(evaluated, ctx.value);
    if (parts.all) return;
    for (const [name, member] of Object.entries(ctx.value as object))
      if (!parts.properties.has(name) && !parts.patterns.some((pattern) => pattern.test(name)))
        refer(ctx, schema, member, [name]);
  });
}

/** `unevaluatedItems`: the items that no other keyword evaluates. */
export function unevaluatedItems(evaluated: Evaluated, schema: z.ZodType): z.ZodType<unknown> {
  return z.unknown().check((ctx) => {
    if (!Array.isArray(ctx.value)) return;
    const parts = evaluate(evaluated, ctx.value);
    if (parts.all) return;
    for (const [i, item] of ctx.value.entries())
      if (i >= parts.items && !parts.contains.some((contained) => contained.safeParse(item).success))
        refer(ctx, schema, item, [i]);
  });
}

/** The parts of one value that are evaluated. */
class EvaluatedParts {
  all = false;
  items = 0;
  readonly properties = new Set<string>();
  readonly patterns: RE2JS[] = [];
  readonly contains: z.ZodType[] = [];
}

function evaluate(evaluated: Evaluated, value: unknown, parts = new EvaluatedParts()): EvaluatedParts {
  const { all, properties = [], patterns = [], items = 0, contains = [], when = [], beside = {} } = evaluated;
  parts.all ||= all === true;
  parts.items = Math.max(parts.items, items);
  for (const name of properties) parts.properties.add(name);
  for (const source of patterns) parts.patterns.push(RE2JS.compile(source));
  parts.contains.push(...contains);
  for (const [schema, inner] of when) if (schema.safeParse(value).success) evaluate(inner, value, parts);
  for (const [name, inner] of Object.entries(beside))
    if (Object.hasOwn(value as object, name)) evaluate(inner, value, parts);
  return parts;
}
