import { deepEqual, isObject, type Json } from "../json.ts";
import type { Schema, SchemaObject, SchemaType } from "../types.ts";
import { refOf } from "./walk.ts";

/**
 * Whether a value satisfies a schema. It decides which examples of a document can be used, most of all
 * because real documents contain many that contradict their own schema.
 */
export function accepts(schema: Schema, value: Json, defs: ReadonlyMap<string, Schema>, depth = 0): boolean {
  if (typeof schema === "boolean") return schema;
  if (depth > 60) return true;
  const sub = (inner: Schema, of: Json): boolean => accepts(inner, of, defs, depth + 1);
  const name = refOf(schema);
  if (name !== undefined && !sub(defs.get(name) ?? true, value)) return false;
  return (
    (schema.type === undefined || isOfAnyType(value, schema.type)) &&
    (schema.enum?.some((item) => deepEqual(item, value)) ?? true) &&
    (!("const" in schema) || deepEqual(schema.const, value)) &&
    acceptsString(schema, value) &&
    acceptsNumber(schema, value) &&
    acceptsArray(schema, value, sub) &&
    acceptsObject(schema, value, sub) &&
    (schema.allOf?.every((inner) => sub(inner, value)) ?? true) &&
    (schema.anyOf?.some((inner) => sub(inner, value)) ?? true) &&
    (schema.oneOf === undefined || schema.oneOf.filter((inner) => sub(inner, value)).length === 1) &&
    (schema.not === undefined || !sub(schema.not, value))
  );
}

function isOfAnyType(value: Json, type: SchemaType | SchemaType[]): boolean {
  return typeof type === "string" ? isOfType(value, type) : type.some((one) => isOfType(value, one));
}

export function isOfType(value: Json, type: SchemaType): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
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
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    try {
      return new RegExp(pattern).test(value);
    } catch {
      return true;
    }
  }
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

/** Whether a quotient is whole, but for what floating point makes of 0.3 / 0.1. */
function isMultiple(value: number, of: number): boolean {
  if (of <= 0 || value === 0) return true;
  const quotient = value / of;
  const whole = Math.round(quotient);
  return whole !== 0 && Math.abs(quotient - whole) <= Math.abs(whole) * 8 * Number.EPSILON;
}

function acceptsArray(schema: SchemaObject, value: Json, sub: (inner: Schema, of: Json) => boolean): boolean {
  if (!Array.isArray(value)) return true;
  const prefix = schema.prefixItems ?? [];
  return (
    value.length >= (schema.minItems ?? 0) &&
    value.length <= (schema.maxItems ?? Infinity) &&
    value.every((item, i) => sub(prefix[i] ?? schema.items ?? true, item)) &&
    (schema.uniqueItems !== true ||
      value.every((item, i) => value.slice(0, i).every((other) => !deepEqual(item, other))))
  );
}

function acceptsObject(
  schema: SchemaObject,
  value: Json,
  sub: (inner: Schema, of: Json) => boolean,
): boolean {
  if (!isObject(value)) return true;
  const keys = Object.keys(value);
  const properties = schema.properties ?? {};
  return (
    keys.length >= (schema.minProperties ?? 0) &&
    keys.length <= (schema.maxProperties ?? Infinity) &&
    (schema.required?.every((name) => Object.hasOwn(value, name)) ?? true) &&
    keys.every((key) =>
      sub(
        Object.hasOwn(properties, key) ? (properties[key] as Schema) : (schema.additionalProperties ?? true),
        value[key] as Json,
      ),
    )
  );
}
