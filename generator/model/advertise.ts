import { byCodePoint, isObject, type Json, type JsonObject, put } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import { ANNOTATIONS } from "../openapi-grammar.ts";
import {
  eachDeep,
  eachSchema,
  mapSchemas,
  reachable,
  referencesOf,
  refOf,
  type SchemaGraph,
} from "./schema-graph.ts";
import type { Argument } from "./server-model.ts";
import { assignUniqueNames, componentNames } from "./unique-names.ts";

/** Levels of schemas in schemas that are written out: beyond, no reader follows. */
const MAX_DEPTH = 40;
/** How much larger than with `$defs` an inlined schema may be: clients differ in how well they read `$ref`. */
const INLINE_FACTOR = 2;

/** The JSON Schema a client sees: self-contained, inlined unless recursive or more than twice as large. */
export class Advertiser {
  readonly #defs: ReadonlyMap<string, Schema>;
  readonly #graph: SchemaGraph;
  readonly #maxOutput: number;
  /** Length of the JSON of each component with all but recursive references written out. */
  readonly #sizes = new Map<string, number>();
  /** Levels of schemas in each component, written out likewise. */
  readonly #depths = new Map<string, number>();
  /** Components that lead to recursive ones, which are never written out. */
  readonly #endless = new Set<string>();

  /** `maxOutput`: characters of JSON an output schema may have to be worth its place in every list. */
  constructor(defs: ReadonlyMap<string, Schema>, graph: SchemaGraph, maxOutput: number) {
    this.#defs = defs;
    this.#graph = graph;
    this.#maxOutput = maxOutput;
    // What a component leads to comes before it.
    for (const name of graph.order.keys()) {
      const schema = defs.get(name) ?? true;
      this.#sizes.set(name, this.#size(schema));
      this.#depths.set(name, this.#depth(schema));
      if (graph.recursive.has(name) || this.#isEndless(schema)) this.#endless.add(name);
    }
  }

  input(args: readonly Argument[]): JsonObject {
    const schema: SchemaObject = { type: "object", properties: {} };
    for (const argument of args)
      put(schema.properties as object as Record<string, Schema>, argument.name, described(argument));
    const required = args.filter((argument) => argument.required).map((argument) => argument.name);
    if (required.length > 0) schema.required = required;
    schema.additionalProperties = false;
    const { type = "object", properties, ...others } = this.#selfContained(schema);
    const shown: JsonObject = {};
    for (const [name, property] of Object.entries(properties as JsonObject))
      put(shown, name, asObject(property));
    return { type, properties: shown, ...others };
  }

  /**
   * The schema of the structured content: an object, as every client wants it. Only while it is small, and
   * without what an honest answer could fail: the client checks what it gets, and a field that turns out
   * null or a value that is new must reach the model all the same.
   */
  output(schema: Schema): JsonObject | undefined {
    if (this.#size(schema) > this.#maxOutput * 4) return undefined;
    const forgiving = this.forgivingly(schema);
    return forgiving && JSON.stringify(forgiving).length <= this.#maxOutput ? forgiving : undefined;
  }

  /** The same, however large it is. */
  forgivingly(schema: Schema): JsonObject | undefined {
    if (this.#isEndless(schema)) return undefined;
    const inlined = this.#selfContained(schema);
    if (!isObject(inlined) || "$defs" in inlined) return undefined;
    const forgiving = forgive(inlined, true);
    return isObject(forgiving) && forgiving.type === "object" ? forgiving : undefined;
  }

  /** A schema that somebody wrote for the result, with all that it refers to. */
  exactly(schema: Schema): JsonObject {
    return typeof schema === "boolean" ? (schema ? {} : { not: {} }) : this.#selfContained(schema);
  }

  #isEndless(schema: Schema): boolean {
    for (const name of referencesOf(schema)) if (this.#endless.has(name)) return true;
    return false;
  }

  #selfContained(schema: Schema): JsonObject {
    const used = reachable(schema, this.#defs);
    if (used.size === 0) return schema as JsonObject;

    const targetOf = (name: string): Schema => this.#defs.get(name) ?? true;
    const { recursive, order } = this.#graph;
    const shared = [...used].reduce((sum, name) => sum + ownSize(targetOf(name)), ownSize(schema));
    const inlineAll = this.#size(schema) <= shared * INLINE_FACTOR && this.#depth(schema) <= MAX_DEPTH;
    const kept = [...used].filter((name) => !inlineAll || recursive.has(name));
    const names = assignUniqueNames(kept, componentNames);
    const inlined = new Map<string, Schema>();
    const rewrite = (from: Schema): Schema => {
      if (typeof from === "boolean") return from;
      const copy = mapSchemas(from, rewrite);
      const name = refOf(from);
      if (name === undefined) return copy;
      const kept = names.get(name);
      if (kept !== undefined) return { ...copy, $ref: `#/$defs/${kept}` };
      const { $ref: _, ...beside } = copy;
      return merge(inlined.get(name) ?? true, beside);
    };
    // What a component leads to is written out before it, so that nothing recurses along a chain of them.
    const rank = (name: string): number => order.get(name) ?? 0;
    for (const name of [...used].filter((name) => !names.has(name)).sort((a, b) => rank(a) - rank(b)))
      inlined.set(name, rewrite(targetOf(name)));
    const result = rewrite(schema) as JsonObject;
    if (kept.length > 0) {
      const $defs: JsonObject = {};
      const shown = kept.map((name) => [names.get(name) as string, name] as const);
      for (const [key, name] of shown.sort(([a], [b]) => byCodePoint(a, b)))
        put($defs, key, rewrite(targetOf(name)) as Json);
      result.$defs = $defs;
    }
    return result;
  }

  #depth(schema: Schema): number {
    if (typeof schema === "boolean") return 0;
    let depth = this.#depths.get(refOf(schema) ?? "") ?? 0;
    eachSchema(schema, (child) => {
      depth = Math.max(depth, this.#depth(child) + 1);
    });
    return depth;
  }

  /** Length of the JSON of a schema with all but its recursive references written out. */
  #size(schema: Schema): number {
    let size = ownSize(schema);
    eachDeep(schema, (inner) => {
      const name = refOf(inner);
      if (name !== undefined && !this.#graph.recursive.has(name))
        size = Math.min(size + (this.#sizes.get(name) ?? 0), Number.MAX_SAFE_INTEGER);
    });
    return size;
  }
}

const sizes = new WeakMap<object, number>();

function ownSize(schema: Schema): number {
  if (typeof schema === "boolean") return 5;
  const known = sizes.get(schema);
  if (known !== undefined) return known;
  const size = JSON.stringify(schema).length;
  sizes.set(schema, size);
  return size;
}

/** A referenced schema with what stands beside the reference; constraints of both hold. */
function merge(target: Schema, beside: SchemaObject): Schema {
  if (Object.keys(beside).length === 0) return target;
  if (typeof target === "boolean") return target ? beside : { ...beside, not: {} };
  const constrains = Object.keys(beside).some((key) => !ANNOTATIONS.has(key));
  return constrains ? { ...beside, allOf: [target, ...(beside.allOf ?? [])] } : { ...target, ...beside };
}

/** The protocol's own schema of a tool wants an object for each argument. */
function asObject(schema: Json): Json {
  return isObject(schema) ? schema : schema === false ? { not: {} } : {};
}

/** An argument's schema with the parameter's own description, which is about this use of it, and its default. */
export function described(argument: Argument): Schema {
  const { schema, description, default: fallback } = argument;
  if ((description === undefined && fallback === undefined) || schema === false) return schema;
  return {
    ...(schema === true ? {} : schema),
    ...(description !== undefined && { description }),
    ...(fallback !== undefined && { default: fallback }),
  };
}

/** Keeps the shape and the words of a result schema, and drops what a real answer may fail. */
function forgive(schema: Json, isRoot: boolean): Json {
  if (!isObject(schema)) return true;
  const kept: JsonObject = {};
  const { type, description, properties, items } = schema;
  if (typeof description === "string") kept.description = description;
  const types = [type ?? []].flat().filter((t) => t !== "null");
  const [only] = types;
  if (types.length !== 1 || only === undefined) return kept;
  kept.type = isRoot ? only : [only === "integer" ? "number" : only, "null"];
  if (isObject(properties)) {
    const forgiven: JsonObject = {};
    for (const [name, property] of Object.entries(properties)) put(forgiven, name, forgive(property, false));
    kept.properties = forgiven;
  }
  if (items !== undefined) kept.items = forgive(items, false);
  return kept;
}
