import { jsonEqual } from "../../runtime/contract/json-equality.ts";
import { isObject, type Json, type JsonObject, put } from "../json.ts";
import type { Schema, SchemaObject, SchemaType } from "../json-schema.ts";
import { accepts } from "./accepts.ts";
import { sampleOf } from "./pattern-samples.ts";
import { refOf } from "./schema-graph.ts";

/** Values for formats, as a reader of the tests expects them. */
const BY_FORMAT: Readonly<Record<string, string>> = {
  "date-time": "2024-01-31T09:30:00Z",
  date: "2024-01-31",
  time: "09:30:00Z",
  duration: "P1D",
  email: "ada@example.com",
  hostname: "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com/a",
  url: "https://example.com/a",
  "uri-reference": "/a",
  uuid: "3f2b8c1e-5a4d-4e6f-8a9b-0c1d2e3f4a5b",
  byte: "aGVsbG8=",
};

/** A deeper example would not be readable. */
const MAX_DEPTH = 12;

/** Finds values that schemas accept: examples of the document if they are valid, else invented values. */
export class Examples {
  readonly #defs: ReadonlyMap<string, Schema>;

  constructor(defs: ReadonlyMap<string, Schema>) {
    this.#defs = defs;
  }

  /** A small value that the schema accepts; undefined if none was found. */
  value(schema: Schema, given: readonly Json[] = []): Json | undefined {
    for (const candidate of given) if (accepts(schema, candidate, this.#defs)) return candidate;
    return this.#invent(schema, 0);
  }

  /** A value that the schema rejects, close to those it accepts; undefined if it accepts every value that is tried. */
  invalid(schema: Schema): Json | undefined {
    return this.#nearMisses(schema).find((candidate) => !accepts(schema, candidate, this.#defs));
  }

  #nearMisses(schema: Schema): Json[] {
    const target = this.#target(schema);
    if (typeof target === "boolean") return [];
    const misses: Json[] = [];
    if (target.enum) misses.push("not one of these");
    if (target.minimum !== undefined) misses.push(target.minimum - 1);
    if (target.exclusiveMinimum !== undefined) misses.push(target.exclusiveMinimum);
    if (target.maximum !== undefined) misses.push(target.maximum + 1);
    if (target.minLength !== undefined && target.minLength > 0) misses.push("");
    if (target.maxLength !== undefined && target.maxLength < 100)
      misses.push("x".repeat(target.maxLength + 1));
    if (target.pattern !== undefined) misses.push("\u0000", "");
    if (target.minItems !== undefined && target.minItems > 0) misses.push([]);
    return [...misses, 0, "x", false, [], {}];
  }

  #target(schema: Schema): Schema {
    const seen = new Set<string>();
    let at = schema;
    for (let name = refOf(at); name !== undefined && !seen.has(name); name = refOf(at)) {
      seen.add(name);
      at = this.#defs.get(name) ?? true;
    }
    return at;
  }

  /** The values invented so far. A result that was cut off at the maximum depth is not kept. */
  readonly #invented = new WeakMap<SchemaObject, { value: Json | undefined }>();
  #tooDeep = false;

  #invent(schema: Schema, depth: number): Json | undefined {
    if (schema === false) return undefined;
    if (schema === true) return "a";
    if (depth > MAX_DEPTH) {
      this.#tooDeep = true;
      return undefined;
    }
    const known = this.#invented.get(schema);
    if (known) return known.value;
    const before = this.#tooDeep;
    this.#tooDeep = false;
    const value = this.#inventNew(schema, depth);
    if (!this.#tooDeep) this.#invented.set(schema, { value });
    this.#tooDeep ||= before;
    return value;
  }

  #inventNew(schema: SchemaObject, depth: number): Json | undefined {
    const name = refOf(schema);
    if (name !== undefined && Object.keys(schema).every((key) => key === "$ref" || key === "description"))
      return this.#invent(this.#defs.get(name) ?? true, depth + 1);
    const valid = (value: Json | undefined): value is Json =>
      value !== undefined && accepts(schema, value, this.#defs);

    // References and `allOf` are merged into one schema. Its alternatives are tried in turn.
    const all = this.#conjunction(schema);
    const stated = [...(all.examples ?? []), all.default, all.const, ...(all.enum ?? [])];
    for (const value of stated) if (valid(value) && (value !== null || all.enum?.length === 1)) return value;

    const types = [all.type ?? []].flat().filter((type) => type !== "null");
    const bases = (types.length > 0 ? types : impliedTypes(all)).map((type) =>
      this.#byType(all, type, depth),
    );
    for (const base of bases) if (valid(base)) return base;
    for (const base of [...bases, undefined])
      for (const alternative of all.alternatives) {
        const value = combine(base, this.#invent(alternative, depth + 1));
        if (valid(value)) return value;
        // An alternative may have only `required`, for properties that the schema itself describes.
        const { alternatives: _, ...common } = all;
        const both =
          typeof alternative === "object" && isObject(base) ? { allOf: [common, alternative] } : undefined;
        const together = both && this.#invent(both, depth + 1);
        if (valid(together)) return together;
      }
    return valid(null) ? null : undefined;
  }

  /** Merges a schema with those it refers to or has in `allOf`. The last occurrence of a keyword wins. */
  #conjunction(schema: SchemaObject): SchemaObject & { alternatives: readonly Schema[] } {
    const merged: SchemaObject = {};
    const required = new Set<string>();
    const properties = new Map<string, Schema[]>();
    const alternatives: Schema[] = [];
    const seen = new Set<Schema>();
    const add = (part: Schema): void => {
      if (typeof part === "boolean" || seen.has(part)) return;
      seen.add(part);
      const name = refOf(part);
      if (name !== undefined) add(this.#defs.get(name) ?? true);
      part.allOf?.forEach(add);
      for (const key of part.required ?? []) required.add(key);
      for (const [key, property] of Object.entries(part.properties ?? {}))
        properties.set(key, [...(properties.get(key) ?? []), property]);
      alternatives.push(...(part.oneOf ?? []), ...(part.anyOf ?? []));
      const { $ref, allOf, oneOf, anyOf, required: _, properties: __, ...rest } = part;
      Object.assign(merged, rest);
    };
    add(schema);
    if (properties.size > 0) merged.properties = {};
    for (const [key, [first = true, ...others]] of properties)
      put(
        merged.properties as { [name: string]: Schema },
        key,
        others.length === 0 ? first : { allOf: [first, ...others] },
      );
    if (required.size > 0) merged.required = [...required];
    return { ...merged, alternatives };
  }

  #byType(schema: SchemaObject, type: SchemaType, depth: number): Json | undefined {
    switch (type) {
      case "null":
        return null;
      case "boolean":
        return true;
      case "integer":
      case "number":
        return inventNumber(schema);
      case "string":
        return inventString(schema);
      case "array":
        return this.#array(schema, depth);
      case "object":
        return this.#object(schema, depth);
    }
  }

  #array(schema: SchemaObject, depth: number): Json | undefined {
    const least = schema.minItems ?? 0;
    const count = Math.min(Math.max(least, 1), schema.maxItems ?? Infinity, 100);
    const items: Json[] = [];
    for (let i = 0; i < count; i++) {
      const of = schema.prefixItems?.[i] ?? schema.items ?? { type: "string" };
      const item = this.#invent(of, depth + 1);
      const fresh = schema.uniqueItems && item !== undefined ? this.#another(of, item, items) : item;
      if (fresh === undefined) return least === 0 ? [] : undefined;
      items.push(fresh);
    }
    return items;
  }

  /** A value of a schema that `others` does not contain. */
  #another(schema: Schema, first: Json, others: readonly Json[]): Json | undefined {
    const target = this.#target(schema);
    const stated = typeof target === "object" ? (target.enum ?? []) : [];
    const varied = others.flatMap((_, i): Json[] =>
      typeof first === "number"
        ? [first + i + 1, first - i - 1]
        : typeof first === "string"
          ? [first + (i + 1)]
          : [],
    );
    return [first, ...stated, ...varied, true, false].find(
      (value) => accepts(schema, value, this.#defs) && !others.some((other) => jsonEqual(other, value)),
    );
  }

  #object(schema: SchemaObject, depth: number): Json | undefined {
    const value: JsonObject = {};
    for (const name of schema.required ?? []) {
      const property = Object.hasOwn(schema.properties ?? {}, name)
        ? (schema.properties?.[name] as Schema)
        : (schema.additionalProperties ?? true);
      const sample = this.#invent(property, depth + 1);
      if (sample === undefined) return undefined;
      put(value, name, sample);
    }
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      if (Object.keys(value).length >= (schema.minProperties ?? 0)) break;
      const sample = Object.hasOwn(value, name) ? undefined : this.#invent(property, depth + 1);
      if (sample !== undefined) put(value, name, sample);
    }
    for (let i = 1; Object.keys(value).length < Math.min(schema.minProperties ?? 0, 20); i++) {
      const sample = this.#invent(schema.additionalProperties ?? true, depth + 1);
      if (sample === undefined) return undefined;
      put(value, `key${i}`, sample);
    }
    return value;
  }
}

/** The types that the keywords of a schema without `type` are about. */
function impliedTypes(schema: SchemaObject & { alternatives: readonly Schema[] }): SchemaType[] {
  const has = (...keys: (keyof SchemaObject)[]): boolean => keys.some((key) => schema[key] !== undefined);
  if (has("properties", "required", "additionalProperties", "patternProperties", "minProperties"))
    return ["object"];
  if (has("items", "prefixItems", "minItems", "contains")) return ["array"];
  if (has("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")) return ["number"];
  return schema.alternatives.length > 0 ? [] : ["string"];
}

function combine(a: Json | undefined, b: Json | undefined): Json | undefined {
  return isObject(a) && isObject(b) ? { ...a, ...b } : (b ?? a);
}

function inventNumber(schema: SchemaObject): number | undefined {
  const step = schema.multipleOf ?? (schema.type === "integer" ? 1 : 0);
  const low = Math.max(schema.minimum ?? -Infinity, schema.exclusiveMinimum ?? -Infinity);
  const high = Math.min(schema.maximum ?? Infinity, schema.exclusiveMaximum ?? Infinity);
  const near = Math.min(Math.max(1, low), high);
  const steps =
    step > 0 ? [Math.ceil(near / step), Math.floor(near / step)].flatMap((n) => [n, n + 1, n - 1]) : [];
  const between = (Math.max(low, near - 1) + Math.min(high, near + 1)) / 2;
  const fits = (value: number): boolean =>
    Number.isFinite(value) &&
    (schema.type !== "integer" || Number.isInteger(value)) &&
    accepts({ ...NUMBER_ONLY, ...pickBounds(schema) }, value, new Map());
  // Adding 0 turns -0 into 0: JSON has no -0.
  return [
    near,
    ...steps.map((n) => Number((n * step).toPrecision(12)) + 0),
    near + 1,
    near - 1,
    between,
  ].find(fits);
}

const NUMBER_ONLY: SchemaObject = { type: "number" };

function pickBounds(schema: SchemaObject): SchemaObject {
  const picked: SchemaObject = {};
  for (const key of ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] as const) {
    const bound = schema[key];
    if (bound !== undefined) picked[key] = bound;
  }
  return picked;
}

function inventString(schema: SchemaObject): string {
  const short = schema.minLength ?? 0;
  const long = schema.maxLength ?? Infinity;
  const byFormat = schema.contentEncoding === "base64" ? "AAECAwQ=" : BY_FORMAT[schema.format ?? ""];
  const fits = (text: string | undefined): text is string =>
    text !== undefined &&
    accepts({ minLength: short, maxLength: long, pattern: schema.pattern ?? "" }, text, new Map());
  if (fits(byFormat)) return byFormat;
  const sampled = schema.pattern === undefined ? undefined : sampleOf(schema.pattern, short);
  if (fits(sampled)) return sampled;
  return "a".repeat(Math.min(Math.max(1, Math.min(short, 1000)), long));
}
