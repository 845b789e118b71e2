import { jsonEqual } from "../../runtime/contract/json-equality.ts";
import { isObject, type Json } from "../json.ts";
import { isOfType, type Schema, type SchemaObject, type SchemaType } from "../json-schema.ts";
import { linear } from "../regex.ts";
import { refOf } from "./schema-graph.ts";

/** Deeper than values in real documents. */
const MAX_DEPTH = 60;

/** Results so far, so that schemas that refer to each other often are evaluated once for each value. */
type Known = Map<SchemaObject, Map<Json, boolean>>;

/**
 * Returns true if a schema accepts a value (JSON Schema 2020-12). Generated tests use only those examples of a document
 * that it accepts: many examples in real documents contradict their own schema.
 */
export function accepts(
  schema: Schema,
  value: Json,
  defs: ReadonlyMap<string, Schema>,
  depth = 0,
  known: Known = new Map(),
): boolean {
  if (typeof schema === "boolean") return schema;
  if (depth > MAX_DEPTH) return true;
  const sub = (inner: Schema, of: Json): boolean => accepts(inner, of, defs, depth + 1, known);
  if (!IN_PLACE.some((key) => key in schema)) return judge(schema, value, defs, sub);
  const verdicts = known.get(schema) ?? new Map<Json, boolean>();
  known.set(schema, verdicts);
  const before = verdicts.get(value);
  if (before !== undefined) return before;
  // A cycle of references adds no constraint to the same value.
  verdicts.set(value, true);
  const verdict = judge(schema, value, defs, sub);
  verdicts.set(value, verdict);
  return verdict;
}

/** Keywords whose schemas apply to the value itself, not to a part of it. */
const IN_PLACE = [
  "$ref",
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "if",
  "dependentSchemas",
  "unevaluatedProperties",
  "unevaluatedItems",
] as const satisfies readonly (keyof SchemaObject)[];

function judge(schema: SchemaObject, value: Json, defs: ReadonlyMap<string, Schema>, sub: Sub): boolean {
  const name = refOf(schema);
  if (name !== undefined && !sub(defs.get(name) ?? true, value)) return false;
  return (
    (schema.type === undefined || isOfAnyType(value, schema.type)) &&
    (schema.enum?.some((item) => jsonEqual(item, value)) ?? true) &&
    (!("const" in schema) || jsonEqual(schema.const, value)) &&
    acceptsString(schema, value) &&
    acceptsNumber(schema, value) &&
    acceptsArray(schema, value, sub) &&
    acceptsObject(schema, value, sub) &&
    acceptsUnevaluated(schema, value, defs, sub) &&
    (schema.allOf?.every((inner) => sub(inner, value)) ?? true) &&
    (schema.anyOf?.some((inner) => sub(inner, value)) ?? true) &&
    (schema.oneOf === undefined || schema.oneOf.filter((inner) => sub(inner, value)).length === 1) &&
    (schema.not === undefined || !sub(schema.not, value)) &&
    (schema.if === undefined || sub((sub(schema.if, value) ? schema.then : schema.else) ?? true, value))
  );
}

function isOfAnyType(value: Json, type: SchemaType | SchemaType[]): boolean {
  return typeof type === "string" ? isOfType(value, type) : type.some((one) => isOfType(value, one));
}

function acceptsString(schema: SchemaObject, value: Json): boolean {
  if (typeof value !== "string") return true;
  const { minLength = 0, maxLength = Infinity } = schema;
  const bounded = minLength > 0 || maxLength < Infinity;
  // JSON Schema counts code points.
  const length = bounded ? [...value].length : 0;
  return (
    (!bounded || (length >= minLength && length <= maxLength)) &&
    (schema.pattern === undefined || matches(schema.pattern, value))
  );
}

function matches(pattern: string, value: string): boolean {
  return linear(pattern)?.test(value) ?? true;
}

function acceptsNumber(schema: SchemaObject, value: Json): boolean {
  if (typeof value !== "number") return true;
  return (
    value >= (schema.minimum ?? -Infinity) &&
    value <= (schema.maximum ?? Infinity) &&
    value > (schema.exclusiveMinimum ?? -Infinity) &&
    value < (schema.exclusiveMaximum ?? Infinity) &&
    (schema.multipleOf === undefined || isMultiple(value, schema.multipleOf))
  );
}

/** True if the quotient is whole up to the error of floating point, as in 0.3 / 0.1. */
function isMultiple(value: number, of: number): boolean {
  if (of <= 0 || value === 0) return true;
  const quotient = value / of;
  const whole = Math.round(quotient);
  return whole !== 0 && Math.abs(quotient - whole) <= Math.abs(whole) * 8 * Number.EPSILON;
}

type Sub = (inner: Schema, of: Json) => boolean;

function acceptsArray(schema: SchemaObject, value: Json, sub: Sub): boolean {
  if (!Array.isArray(value)) return true;
  const prefix = schema.prefixItems ?? [];
  const { contains, minContains = 1, maxContains = Infinity } = schema;
  const contained = contains === undefined ? 1 : value.filter((item) => sub(contains, item)).length;
  return (
    value.length >= (schema.minItems ?? 0) &&
    value.length <= (schema.maxItems ?? Infinity) &&
    value.every((item, i) => sub(prefix[i] ?? schema.items ?? true, item)) &&
    (contains === undefined || (contained >= minContains && contained <= maxContains)) &&
    (schema.uniqueItems !== true ||
      value.every((item, i) => value.slice(0, i).every((other) => !jsonEqual(item, other))))
  );
}

function acceptsObject(schema: SchemaObject, value: Json, sub: Sub): boolean {
  if (!isObject(value)) return true;
  const keys = Object.keys(value);
  const {
    properties = {},
    patternProperties = {},
    propertyNames,
    dependentRequired,
    dependentSchemas,
  } = schema;
  return (
    keys.length >= (schema.minProperties ?? 0) &&
    keys.length <= (schema.maxProperties ?? Infinity) &&
    (schema.required?.every((name) => Object.hasOwn(value, name)) ?? true) &&
    keys.every((key) => {
      const patterns = Object.keys(patternProperties).filter((pattern) => matches(pattern, key));
      const isListed = Object.hasOwn(properties, key);
      const member = value[key] as Json;
      return (
        (!isListed || sub(properties[key] as Schema, member)) &&
        patterns.every((pattern) => sub(patternProperties[pattern] as Schema, member)) &&
        (isListed || patterns.length > 0 || sub(schema.additionalProperties ?? true, member)) &&
        (propertyNames === undefined || sub(propertyNames, key))
      );
    }) &&
    Object.entries(dependentRequired ?? {}).every(
      ([key, others]) => !Object.hasOwn(value, key) || others.every((other) => Object.hasOwn(value, other)),
    ) &&
    Object.entries(dependentSchemas ?? {}).every(
      ([key, dependent]) => !Object.hasOwn(value, key) || sub(dependent, value),
    )
  );
}

function acceptsUnevaluated(
  schema: SchemaObject,
  value: Json,
  defs: ReadonlyMap<string, Schema>,
  sub: Sub,
): boolean {
  const { unevaluatedProperties, unevaluatedItems } = schema;
  if (unevaluatedProperties === undefined && unevaluatedItems === undefined) return true;
  const { unevaluatedProperties: _, unevaluatedItems: __, ...rest } = schema;
  if (unevaluatedProperties !== undefined && isObject(value)) {
    const seen = evaluated(rest, value, defs, sub);
    return Object.entries(value).every(
      ([key, member]) => seen.has(key) || sub(unevaluatedProperties, member),
    );
  }
  if (unevaluatedItems !== undefined && Array.isArray(value)) {
    const seen = evaluated(rest, value, defs, sub);
    return value.every((item, i) => seen.has(i) || sub(unevaluatedItems, item));
  }
  return true;
}

/** The members or items that a schema evaluates (JSON Schema 2020-12, core, section 11). */
function evaluated(
  schema: Schema,
  value: Json,
  defs: ReadonlyMap<string, Schema>,
  sub: Sub,
  seen = new Set<Schema>(),
): ReadonlySet<string | number> {
  const found = new Set<string | number>();
  const inPlace = (inner: Schema | undefined): void => {
    if (inner !== undefined && !seen.has(inner) && sub(inner, value))
      for (const key of evaluated(inner, value, defs, sub, seen)) found.add(key);
  };
  if (typeof schema === "boolean") return found;
  seen.add(schema);
  const all = "additionalProperties" in schema || "unevaluatedProperties" in schema;
  if (isObject(value))
    for (const key of Object.keys(value))
      if (
        all ||
        Object.hasOwn(schema.properties ?? {}, key) ||
        Object.keys(schema.patternProperties ?? {}).some((pattern) => matches(pattern, key))
      )
        found.add(key);
  if (Array.isArray(value))
    for (const [i, item] of value.entries())
      if (
        "items" in schema ||
        "unevaluatedItems" in schema ||
        i < (schema.prefixItems?.length ?? 0) ||
        (schema.contains !== undefined && sub(schema.contains, item))
      )
        found.add(i);
  const name = refOf(schema);
  if (name !== undefined) inPlace(defs.get(name));
  for (const inner of [schema.allOf, schema.anyOf, schema.oneOf].flat()) inPlace(inner);
  if (schema.if !== undefined) {
    inPlace(schema.if);
    inPlace(sub(schema.if, value) ? schema.then : schema.else);
  }
  if (isObject(value))
    for (const [key, dependent] of Object.entries(schema.dependentSchemas ?? {}))
      if (Object.hasOwn(value, key)) inPlace(dependent);
  return found;
}
