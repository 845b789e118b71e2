/** Creates values for a schema: valid ones, and ones with a fault in one place. */
import { type Json, type JsonObject, put } from "../../../generator/json.ts";
import type { Schema, SchemaObject, SchemaType } from "../../../generator/json-schema.ts";
import { sampleOf } from "../../../generator/model/pattern-samples.ts";
import type { ExactSchema } from "./exact.ts";
import { flatten } from "./flatten.ts";
import { Random } from "./random.ts";
import { spoil, UNDECLARED } from "./spoil.ts";

/** Below `SHALLOW`, values have only required members; below `DEEPEST`, they are null. */
const SHALLOW = 5;
const DEEPEST = 16;
/** The number of values in one instance after which it gets no optional members. */
const PLENTY = 250;

const WORDS = ["a", "abc", "B1", "é", "😀", "2026-11-21", "null", "two words"];

/**
 * Returns up to `count` values for a schema with its own `$defs`, equal for equal seeds. Two of three are meant to be
 * invalid; a judge decides.
 */
export function instances(schema: ExactSchema, count: number, seed: string): Json[] {
  const made = new Map<string, Json>();
  // A schema with few possible values gets fewer.
  for (let i = 0; made.size < count && i < count * 4; i++) {
    const maker = new Maker(schema, `${seed} ${i}`);
    const right = maker.make();
    const value = i % 3 === 0 ? right : new Maker(schema, `${seed} ${i}`, maker.places).make();
    made.set(JSON.stringify(value), value);
  }
  return [...made.values()];
}

class Maker {
  /** The number of places at which the value could be wrong. */
  places = 0;
  readonly #schema: ExactSchema;
  readonly #defs: { readonly [name: string]: Schema };
  readonly #random: Random;
  readonly #faults: Random;
  readonly #faultAt: number;

  /**
   * With `places`, the value has a fault at one of that many places, and otherwise equals the value without `places`.
   */
  constructor(schema: ExactSchema, seed: string, places?: number) {
    this.#schema = schema;
    this.#defs = (typeof schema === "object" && schema.$defs) || {};
    this.#random = new Random(seed);
    this.#faults = new Random(`${seed} fault`);
    this.#faultAt = places === undefined ? -1 : this.#faults.int(0, places - 1);
  }

  make(): Json {
    return this.#value(this.#schema, 0);
  }

  #value(schema: Schema, depth: number): Json {
    const flat = flatten(schema, this.#defs, this.#random) || {};
    const value = depth > DEEPEST ? null : this.#right(flat, depth);
    return this.places++ === this.#faultAt ? spoil(flat, value, this.#faults) : value;
  }

  #right(schema: SchemaObject, depth: number): Json {
    if (schema.const !== undefined) return schema.const;
    if (schema.enum && schema.enum.length > 0) return this.#random.pick(schema.enum);
    switch (this.#random.pick(typesOf(schema))) {
      case "null":
        return null;
      case "boolean":
        return this.#random.chance(0.5);
      case "integer":
        return this.#number(schema, true);
      case "number":
        return this.#number(schema, false);
      case "string":
        return this.#string(schema);
      case "array":
        return this.#array(schema, depth);
      case "object":
        return this.#object(schema, depth);
    }
  }

  #number(schema: SchemaObject, whole: boolean): number {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
    const low = Math.max(minimum ?? -Infinity, exclusiveMinimum === undefined ? -Infinity : exclusiveMinimum);
    const high = Math.min(maximum ?? Infinity, exclusiveMaximum === undefined ? Infinity : exclusiveMaximum);
    const near = [low, low + 1, low + 0.5, (low + high) / 2, high - 0.5, high - 1, high, 0, 1, 2.5, 40, -3];
    const step = multipleOf ?? (whole ? 1 : 0);
    const fitting = near
      .map((value) => (step > 0 ? Number((Math.round(value / step) * step).toPrecision(15)) : value))
      .filter((value) => Number.isFinite(value) && value >= low && value <= high)
      .filter((value) => value !== exclusiveMinimum && value !== exclusiveMaximum)
      // Inexact multiples would test the floating-point arithmetic of the referee.
      .filter((value) => step === 0 || Number.isInteger(value / step));
    return fitting.length === 0 ? 0 : this.#random.pick(fitting) + 0;
  }

  #string({ minLength = 0, maxLength = Infinity, pattern }: SchemaObject): string {
    const sample = pattern === undefined ? undefined : sampleOf(pattern, minLength);
    if (sample !== undefined) return sample;
    const word = this.#random.pick(WORDS);
    const letters = [...word.padEnd(Math.min(minLength, 70_000), "x")];
    return letters.slice(0, Math.max(maxLength, 0)).join("");
  }

  #array(schema: SchemaObject, depth: number): Json[] {
    const { items, prefixItems = [], contains, minContains = 1, minItems = 0, maxItems = Infinity } = schema;
    const rest = items ?? schema.unevaluatedItems ?? true;
    const wanted = this.#sparing(depth) ? 0 : this.#random.int(0, 2);
    const least = Math.max(minItems, prefixItems.length > 0 && wanted > 0 ? prefixItems.length : 0);
    const length = Math.min(Math.max(least, wanted), maxItems, Math.max(minItems, 50), 2000);
    const made: Json[] = [];
    for (let i = 0; i < length && rest !== false; i++)
      made.push(this.#value(prefixItems[i] ?? rest, depth + 1));
    if (contains !== undefined)
      for (let i = 0; i < Math.min(minContains, 20); i++) made.push(this.#value(contains, depth + 1));
    if (!schema.uniqueItems) return made;
    const distinct = new Map(made.map((item) => [JSON.stringify(item), item]));
    for (let i = 0; distinct.size < minItems && i < minItems * 8; i++) {
      const item = this.#value(rest, depth + 1);
      distinct.set(JSON.stringify(item), item);
    }
    return [...distinct.values()];
  }

  #object(schema: SchemaObject, depth: number): JsonObject {
    const { properties = {}, required = [], patternProperties = {}, maxProperties = Infinity } = schema;
    const rest = schema.additionalProperties ?? schema.unevaluatedProperties ?? true;
    const names = new Set(required);
    const sparing = this.#sparing(depth);
    for (const name of Object.keys(properties)) if (!sparing && this.#random.chance(0.4)) names.add(name);
    for (const pattern of Object.keys(patternProperties))
      if (!sparing && this.#random.chance(0.5)) names.add(sampleOf(pattern) ?? "x");
    const open = rest !== false && !sparing && this.#random.chance(rest === true ? 0.15 : 0.5);
    const least = schema.minProperties ?? 0;
    for (let i = 0; i < 8 && (names.size < least || (open && i === 0)); i++) names.add(this.#name(schema, i));
    for (const [name, others] of Object.entries(schema.dependentRequired ?? {}))
      if (names.has(name)) for (const other of others) names.add(other);

    const made: JsonObject = {};
    for (const name of [...names].slice(0, Math.max(maxProperties, required.length))) {
      const pattern = Object.keys(patternProperties).find((source) => matches(source, name));
      const declared = Object.hasOwn(properties, name) ? properties[name] : undefined;
      const schemaOf = declared ?? (pattern === undefined ? rest : patternProperties[pattern]) ?? true;
      put(made, name, this.#value(schemaOf, depth + 1));
    }
    return made;
  }

  /** Returns the name of a further member, valid by `propertyNames`. */
  #name({ propertyNames = true, properties = {} }: SchemaObject, attempt: number): string {
    const free = Object.keys(properties).find((name) => this.#random.chance(0.3) && name);
    if (attempt > 0 && free !== undefined) return free;
    if (propertyNames === true)
      return this.#random.chance(0.2) ? this.#random.pick(UNDECLARED) : `key${attempt}`;
    const flat = flatten(propertyNames, this.#defs, this.#random) || {};
    return String(this.#right({ ...flat, type: "string" }, DEEPEST));
  }

  #sparing(depth: number): boolean {
    return depth > SHALLOW || this.places > PLENTY;
  }
}

/** Returns the types of a value; without `type`, the types that the keywords apply to. */
function typesOf(schema: SchemaObject): SchemaType[] {
  const stated = [schema.type ?? []].flat();
  if (stated.length > 0) return stated;
  const has = (...keys: (keyof SchemaObject)[]): boolean => keys.some((key) => schema[key] !== undefined);
  const about: SchemaType[] = [];
  if (
    has(
      "properties",
      "required",
      "additionalProperties",
      "patternProperties",
      "propertyNames",
      "minProperties",
    )
  )
    about.push("object");
  if (has("items", "prefixItems", "contains", "minItems", "uniqueItems")) about.push("array");
  if (has("minLength", "maxLength", "pattern", "format")) about.push("string");
  if (has("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")) about.push("number");
  return about.length > 0 ? about : ["null", "boolean", "number", "string", "array", "object"];
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, "u").test(name);
  } catch {
    return false;
  }
}
