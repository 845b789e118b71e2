/** Reduces a schema to one without references and alternatives, by choosing among the alternatives. */
import type { Json } from "../../../generator/json.ts";
import { put } from "../../../generator/json.ts";
import type { Schema, SchemaObject, SchemaType } from "../../../generator/json-schema.ts";
import type { Random } from "./random.ts";

type Defs = { readonly [name: string]: Schema };

/** Deeper than the references of any real schema; deeper ones are cycles. */
const MAX_STEPS = 40;

/**
 * Follows references and `allOf`, and chooses among `anyOf`, `oneOf`, `if` and `dependentSchemas`. The result may
 * contain contradictions, also to alternatives that were not chosen: values for it must still be judged.
 */
export function flatten(schema: Schema, defs: Defs, random: Random, steps = 0): SchemaObject | false {
  if (typeof schema === "boolean") return schema ? {} : false;
  if (steps > MAX_STEPS) return {};
  const {
    $ref,
    allOf,
    anyOf,
    oneOf,
    if: condition,
    then,
    else: otherwise,
    dependentSchemas,
    ...own
  } = schema;
  const parts: Schema[] = [...(allOf ?? [])];
  if ($ref !== undefined) parts.push(defs[$ref.slice("#/$defs/".length)] ?? true);
  for (const alternatives of [anyOf, oneOf]) if (alternatives) parts.push(random.pick(alternatives));
  if (condition !== undefined)
    parts.push(...(random.chance(0.5) ? [condition, then ?? true] : [otherwise ?? true]));
  for (const [name, dependent] of Object.entries(dependentSchemas ?? {}))
    if (own.required?.includes(name) || random.chance(0.3)) parts.push({ required: [name] }, dependent);

  let merged: SchemaObject = own;
  for (const part of parts) {
    const flat = flatten(part, defs, random, steps + 1);
    if (flat === false) return false;
    merged = merge(merged, flat);
  }
  return merged;
}

function merge(a: SchemaObject, b: SchemaObject): SchemaObject {
  const both: SchemaObject = { ...a, ...b };
  if (a.type !== undefined && b.type !== undefined) both.type = commonTypes(a.type, b.type);
  if (a.enum && b.enum) both.enum = common(a.enum, b.enum);
  if (a.required && b.required) both.required = [...new Set([...a.required, ...b.required])];
  for (const key of ["minLength", "minItems", "minProperties", "minimum", "exclusiveMinimum"] as const)
    if (a[key] !== undefined && b[key] !== undefined) both[key] = Math.max(a[key], b[key]);
  for (const key of ["maxLength", "maxItems", "maxProperties", "maximum", "exclusiveMaximum"] as const)
    if (a[key] !== undefined && b[key] !== undefined) both[key] = Math.min(a[key], b[key]);
  for (const key of ["items", "additionalProperties", "propertyNames", "contains"] as const)
    if (a[key] !== undefined && b[key] !== undefined) both[key] = { allOf: [a[key], b[key]] };
  for (const key of ["properties", "patternProperties"] as const)
    if (a[key] && b[key]) {
      const members: { [name: string]: Schema } = {};
      for (const [name, schema] of Object.entries(a[key]))
        put(
          members,
          name,
          Object.hasOwn(b[key], name) ? { allOf: [schema, b[key][name] as Schema] } : schema,
        );
      for (const [name, schema] of Object.entries(b[key]))
        if (!Object.hasOwn(a[key], name)) put(members, name, schema);
      both[key] = members;
    }
  return both;
}

function commonTypes(a: SchemaType | SchemaType[], b: SchemaType | SchemaType[]): SchemaType[] {
  const [left, right] = [[a].flat(), [b].flat()];
  const types = left.filter(
    (type) => right.includes(type) || (type === "integer" && right.includes("number")),
  );
  if (right.includes("integer") && left.includes("number") && !types.includes("integer"))
    types.push("integer");
  return types;
}

function common(a: readonly Json[], b: readonly Json[]): Json[] {
  const known = new Set(b.map((value) => JSON.stringify(value)));
  return a.filter((value) => known.has(JSON.stringify(value)));
}
