/** Changes a value so that it violates its schema, or nearly does. */
import { isObject, type Json, type JsonObject, put } from "../../../generator/json.ts";
import type { SchemaObject } from "../../../generator/json-schema.ts";
import type { Random } from "./random.ts";

/** Values of each type, and values that are easily mistaken for another type. */
const STRANGERS: readonly Json[] = [null, true, "text", "1", 7, 1.5, -1, 0, [], ["text"], {}, { id: 1 }];

/** Undeclared names, among them those that every object inherits. */
export const UNDECLARED = ["undeclared", "x-other", "toString", "__proto__", "constructor", ""] as const;

/** The maximum length of created texts. */
const LONGEST = 70_000;

/** Returns a value near the given one, beyond a bound if the schema has one. */
export function spoil(schema: SchemaObject, value: Json, random: Random): Json {
  const near: Json[] = [];
  if (schema.enum !== undefined || schema.const !== undefined) {
    near.push("no such value");
    if (typeof value === "string") near.push(value.toUpperCase(), `${value} `, value.slice(1));
    if (typeof value === "number") near.push(value + 1, String(value));
  }
  if (typeof value === "number") near.push(...numbers(schema, value));
  if (typeof value === "string") near.push(...strings(schema, value));
  if (Array.isArray(value)) near.push(...arrays(schema, value, random));
  if (isObject(value)) near.push(...objects(schema, value, random));
  if (near.length === 0 || random.chance(0.4)) return random.pick(STRANGERS);
  return random.pick(near);
}

function numbers(schema: SchemaObject, value: number): number[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  // Half a step is invalid in any arithmetic; other fractions would test that of the referee.
  if (multipleOf !== undefined) return [value + multipleOf / 2];
  const near: number[] = [-value, value + 0.5, 2 ** 60];
  for (const bound of [minimum, maximum, exclusiveMinimum, exclusiveMaximum])
    if (bound !== undefined) near.push(bound - 1, bound, bound + 1);
  return near;
}

function strings({ minLength, maxLength }: SchemaObject, value: string): string[] {
  const near = ["", `${value}!`, "\n", "😀".repeat(Math.max(minLength ?? 1, 1))];
  if (minLength !== undefined && minLength > 0 && minLength <= LONGEST)
    near.push([...value].slice(0, minLength - 1).join(""), "😀".repeat(minLength - 1));
  if (maxLength !== undefined && maxLength < LONGEST)
    near.push("x".repeat(maxLength), "x".repeat(maxLength + 1), "😀".repeat(maxLength));
  return near;
}

function arrays({ minItems, maxItems }: SchemaObject, value: Json[], random: Random): Json[][] {
  const near: Json[][] = [[], [...value, random.pick(STRANGERS)]];
  const [first] = value;
  if (first === undefined) return near;
  near.push([...value, first]);
  if (minItems !== undefined && minItems > 0) near.push(value.slice(0, minItems - 1));
  if (maxItems !== undefined && maxItems < LONGEST / 100)
    near.push(Array.from({ length: maxItems + 1 }, (_, i) => value[i % value.length] as Json));
  return near;
}

function objects(schema: SchemaObject, value: JsonObject, random: Random): JsonObject[] {
  const copy = { ...value };
  put(copy, random.pick(UNDECLARED), random.pick(STRANGERS));
  const near: JsonObject[] = [{}, copy];
  const names = Object.keys(value);
  for (const name of [...(schema.required ?? []), ...(names.length > 0 ? [random.pick(names)] : [])])
    if (Object.hasOwn(value, name)) near.push(without(value, name));
  if (names.length > 0) {
    const changed = { ...value };
    put(changed, random.pick(names), random.pick(STRANGERS));
    near.push(changed);
  }
  return near;
}

function without(value: JsonObject, name: string): JsonObject {
  const copy: JsonObject = {};
  for (const [key, child] of Object.entries(value)) if (key !== name) put(copy, key, child);
  return copy;
}
