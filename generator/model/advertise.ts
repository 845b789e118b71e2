/** The JSON Schemas that clients see. */
import { byCodePoint, defined, isObject, type Json, type JsonObject, put } from "../json.ts";
import { type Schema, type SchemaObject, schemaObject } from "../json-schema.ts";
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

/** The deepest schema that is inlined; a deeper one would not be readable. */
const MAX_DEPTH = 40;
/** The most that inlining may enlarge a schema. Some clients do not resolve `$ref`, so inlining is preferred. */
const INLINE_FACTOR = 2;

/** Makes schemas self-contained: references are inlined unless they are recursive or make the schema too large. */
export class Advertiser {
  readonly #defs: ReadonlyMap<string, Schema>;
  readonly #graph: SchemaGraph;
  readonly #maxOutput: number;
  /** The length of the JSON of each component, with all but recursive references inlined. */
  readonly #sizes = new Map<string, number>();
  /** The depth of each component, with all but recursive references inlined. */
  readonly #depths = new Map<string, number>();
  /** The components that are recursive or refer to recursive ones, which cannot be inlined. */
  readonly #endless = new Set<string>();

  /** `maxOutput`: the most characters of JSON of an output schema, which every tool list contains. */
  constructor(defs: ReadonlyMap<string, Schema>, graph: SchemaGraph, maxOutput: number) {
    this.#defs = defs;
    this.#graph = graph;
    this.#maxOutput = maxOutput;
    // Components come after those that they refer to.
    for (const name of graph.order.keys()) {
      const schema = defs.get(name) ?? true;
      this.#sizes.set(name, this.#size(schema));
      this.#depths.set(name, this.#depth(schema));
      if (graph.recursive.has(name) || this.#isEndless(schema)) this.#endless.add(name);
    }
  }

  /** The input schema for a list of arguments. */
  input(args: readonly Argument[]): JsonObject {
    const schema: SchemaObject = { type: "object", properties: {} };
    for (const argument of args)
      put(schema.properties as object as Record<string, Schema>, argument.name, described(argument));
    const required = args.filter((argument) => argument.required).map((argument) => argument.name);
    if (required.length > 0) schema.required = required;
    schema.additionalProperties = false;
    const { type = "object", properties, ...others } = this.#selfContained(schema);
    // MCP requires an object, not a boolean, as the schema of each argument.
    const shown: JsonObject = {};
    for (const [name, property] of Object.entries(properties as JsonObject))
      put(shown, name, schemaObject(property as Schema) as JsonObject);
    return { type, properties: shown, ...others };
  }

  /**
   * The output schema for a documented response; undefined if it is too large or not an object. Clients validate results
   * against it, so it has no constraint that a real response may violate with a field that is null or a new value of an
   * enum.
   */
  output(schema: Schema): JsonObject | undefined {
    if (this.#size(schema) > this.#maxOutput * 4) return undefined;
    const relaxed = this.relaxed(schema);
    return relaxed && JSON.stringify(relaxed).length <= this.#maxOutput ? relaxed : undefined;
  }

  /** The same without a limit of its size. */
  relaxed(schema: Schema): JsonObject | undefined {
    if (this.#isEndless(schema)) return undefined;
    const inlined = this.#selfContained(schema);
    if (!isObject(inlined) || "$defs" in inlined) return undefined;
    const relaxed = relaxSchema(inlined, true);
    return isObject(relaxed) && relaxed.type === "object" ? relaxed : undefined;
  }

  /** A schema with everything that it refers to, and with all of its constraints. */
  exact(schema: Schema): JsonObject {
    return this.#selfContained(schemaObject(schema));
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
    // Components are inlined after those that they refer to, so that chains of references do not recurse.
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

  /** The length of the JSON of a schema, with all but recursive references inlined. */
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

/** A referenced schema together with the keywords beside the reference. The constraints of both apply. */
function merge(target: Schema, beside: SchemaObject): Schema {
  if (Object.keys(beside).length === 0) return target;
  if (typeof target === "boolean") return target ? beside : { ...beside, not: {} };
  const constrains = Object.keys(beside).some((key) => !ANNOTATIONS.has(key));
  return constrains ? { ...beside, allOf: [target, ...(beside.allOf ?? [])] } : { ...target, ...beside };
}

/** The schema of an argument with the description and the default of the argument itself. */
export function described(argument: Argument): Schema {
  const { schema, description, default: fallback } = argument;
  if ((description === undefined && fallback === undefined) || schema === false) return schema;
  const shown = schema === true ? {} : schema;
  return defined<SchemaObject>({
    ...shown,
    description: description ?? shown.description,
    default: fallback === undefined ? shown.default : fallback,
  });
}

/** Keeps types, properties and descriptions. All but the root become nullable, and integers become numbers. */
function relaxSchema(schema: Json, isRoot: boolean): Json {
  if (!isObject(schema)) return true;
  const kept: JsonObject = {};
  const { type, description, properties, items } = schema;
  if (typeof description === "string") kept.description = description;
  const types = [type ?? []].flat().filter((t) => t !== "null");
  const [only] = types;
  if (types.length !== 1 || only === undefined) return kept;
  kept.type = isRoot ? only : [only === "integer" ? "number" : only, "null"];
  if (isObject(properties)) {
    const relaxed: JsonObject = {};
    for (const [name, property] of Object.entries(properties))
      put(relaxed, name, relaxSchema(property, false));
    kept.properties = relaxed;
  }
  if (items !== undefined) kept.items = relaxSchema(items, false);
  return kept;
}
