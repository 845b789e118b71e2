import { isObject, type Json, type JsonObject, put } from "../json.ts";
import { ANNOTATIONS } from "../keywords.ts";
import type { Argument, Schema, SchemaObject } from "../types.ts";
import type { Components } from "./components.ts";
import { componentNames, settle } from "./names.ts";
import { eachSchema, mapSchemas, refOf } from "./walk.ts";

/** How much larger than with `$defs` an inlined schema may be: clients differ in how well they read `$ref`. */
const INLINE_FACTOR = 2;

/** The JSON Schema a client sees: self-contained, inlined unless recursive or more than twice as large. */
export class Advertiser {
  readonly #components: Components;
  readonly #sizes = new Map<string, number>();
  readonly #leads = new Map<string, boolean>();

  readonly #maxOutput: number;

  /** `maxOutput`: characters of JSON an output schema may have to be worth its place in every list. */
  constructor(components: Components, maxOutput: number) {
    this.#components = components;
    this.#maxOutput = maxOutput;
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
    if (this.#size(schema) > this.#maxOutput * 4 || this.#isRecursive(schema)) return undefined;
    const inlined = this.#selfContained(schema);
    if (!isObject(inlined) || "$defs" in inlined) return undefined;
    const forgiving = forgive(inlined, true);
    if (!isObject(forgiving) || forgiving.type !== "object") return undefined;
    return JSON.stringify(forgiving).length <= this.#maxOutput ? forgiving : undefined;
  }

  /** Whether a schema leads to a recursive component, which is never written out. */
  #isRecursive(schema: Schema): boolean {
    const name = refOf(schema);
    if (name !== undefined) {
      let known = this.#leads.get(name);
      if (known === undefined) {
        known =
          this.#components.recursive().has(name) ||
          this.#isRecursive(this.#components.defs.get(name) ?? true);
        this.#leads.set(name, known);
      }
      if (known) return true;
    }
    let found = false;
    if (typeof schema === "object")
      eachSchema(schema, (child) => {
        found ||= this.#isRecursive(child);
      });
    return found;
  }

  #selfContained(schema: Schema): JsonObject {
    const used = new Map<string, Schema>();
    const collect = (from: Schema): void => {
      const name = refOf(from);
      if (name !== undefined && !used.has(name)) {
        const target = this.#components.defs.get(name) ?? true;
        used.set(name, target);
        collect(target);
      }
      if (typeof from === "object") eachSchema(from, collect);
    };
    collect(schema);
    if (used.size === 0) return schema as JsonObject;

    const shared = [...used.values()].reduce((sum, target) => sum + ownSize(target), ownSize(schema));
    const recursive = this.#components.recursive();
    const inlineAll = this.#size(schema) <= shared * INLINE_FACTOR;
    const kept = new Set([...used.keys()].filter((name) => !inlineAll || recursive.has(name)));
    const names = settle([...kept], componentNames);
    const rewrite = (from: Schema): Schema => {
      if (typeof from === "boolean") return from;
      const copy = mapSchemas(from, rewrite);
      const name = refOf(from);
      if (name === undefined) return copy;
      if (kept.has(name)) return { ...copy, $ref: `#/$defs/${names.get(name)}` };
      const { $ref: _, ...beside } = copy;
      return merge(rewrite(used.get(name) ?? true), beside);
    };
    const result = rewrite(schema) as JsonObject;
    if (kept.size > 0) {
      const $defs: JsonObject = {};
      for (const name of [...kept].sort((a, b) => ((names.get(a) ?? "") < (names.get(b) ?? "") ? -1 : 1)))
        put($defs, names.get(name) as string, rewrite(used.get(name) ?? true) as Json);
      result.$defs = $defs;
    }
    return result;
  }

  /** Length of the JSON of a schema with all but its recursive references written out. */
  #size(schema: Schema, open: ReadonlySet<string> = this.#components.recursive()): number {
    let size = ownSize(schema);
    const visit = (from: Schema): void => {
      const name = refOf(from);
      if (name !== undefined && !open.has(name)) {
        let expanded = this.#sizes.get(name);
        if (expanded === undefined) {
          expanded = this.#size(this.#components.defs.get(name) ?? true, open);
          this.#sizes.set(name, expanded);
        }
        size = Math.min(size + expanded, Number.MAX_SAFE_INTEGER);
      }
      if (typeof from === "object") eachSchema(from, visit);
    };
    visit(schema);
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

/** An argument's schema with the parameter's own description, which is about this use of it. */
export function described(argument: Argument): Schema {
  const { schema, description } = argument;
  if (description === undefined) return schema;
  return schema === true ? { description } : schema === false ? schema : { ...schema, description };
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
