import { byCodePoint } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import { eachDeep, graphOf, mapSchemas, REF_PREFIX, refOf, type SchemaGraph } from "./schema-graph.ts";
import type { Component } from "./server-model.ts";
import { assignUniqueNames, componentNames } from "./unique-names.ts";

/** A request has no `readOnly` properties, a response no `writeOnly` ones. */
export type Direction = "request" | "response";

/** The suffix of the `$defs` name of a request form that differs from the response form. */
const REQUEST = " (request)";

/**
 * The named schemas of the documents, as the tools use them. Most are the same in both directions. A schema with
 * `readOnly` or `writeOnly` properties, or with a reference to one, has a request form of its own.
 */
export class Components {
  /** The forms that are used, by `$defs` name. */
  readonly defs = new Map<string, Schema>();
  readonly #source: ReadonlyMap<string, Schema>;
  readonly #differing: ReadonlySet<string>;
  /** Forms that have a name and no schema yet. They are built from a queue, so that chains of references do not recurse. */
  readonly #queue: { form: string; name: string; direction: Direction }[] = [];
  readonly #used = {
    request: new WeakMap<object, SchemaObject>(),
    response: new WeakMap<object, SchemaObject>(),
  };

  constructor(source: ReadonlyMap<string, Schema>) {
    this.#source = source;
    this.#differing = differing(source);
  }

  /** The form of a schema for one direction. The components that it refers to are added to `defs`. */
  use(schema: Schema, direction: Direction): Schema {
    const used = this.#use(schema, direction);
    for (let next = this.#queue.pop(); next; next = this.#queue.pop())
      this.defs.set(next.form, this.#use(this.#source.get(next.name) ?? true, next.direction));
    return used;
  }

  #use(schema: Schema, direction: Direction): Schema {
    if (typeof schema === "boolean") return schema;
    const known = this.#used[direction].get(schema);
    if (known) return known;
    const form = this.#formOf(schema, direction);
    this.#used[direction].set(schema, form);
    return form;
  }

  #formOf(schema: SchemaObject, direction: Direction): SchemaObject {
    const copy = mapSchemas(schema, (child) => this.#use(child, direction));
    if (schema.properties && copy.properties) {
      for (const [name, property] of Object.entries(schema.properties))
        if (isHidden(property, direction, this.#source)) delete copy.properties[name];
      if (copy.required) {
        const { properties } = copy;
        const required = copy.required.filter(
          (name) => Object.hasOwn(properties, name) || !Object.hasOwn(schema.properties ?? {}, name),
        );
        if (required.length > 0) copy.required = required;
        else delete copy.required;
      }
    }
    if (schema.allOf && copy.allOf) {
      const hidden = this.hidden(schema, direction);
      if (hidden.size > 0) {
        copy.allOf = copy.allOf.map((member) => withoutRequired(member, hidden));
        return this.#referring(withoutRequired(copy, hidden) as SchemaObject, schema, direction);
      }
    }
    return this.#referring(copy, schema, direction);
  }

  #referring(copy: SchemaObject, schema: SchemaObject, direction: Direction): SchemaObject {
    const name = refOf(schema);
    if (name !== undefined) copy.$ref = REF_PREFIX + this.#form(name, direction);
    return copy;
  }

  /** The properties that a direction does not have, in this schema and through `allOf` and references. */
  hidden(schema: Schema, direction: Direction): ReadonlySet<string> {
    const names = new Set<string>();
    const shown = new Set<string>();
    const parts = new Set<Schema>([schema]);
    for (const part of parts) {
      if (typeof part === "boolean") continue;
      for (const [name, property] of Object.entries(part.properties ?? {}))
        (isHidden(property, direction, this.#source) ? names : shown).add(name);
      const target = refOf(part);
      if (target !== undefined) parts.add(this.#source.get(target) ?? true);
      for (const member of part.allOf ?? []) parts.add(member);
    }
    for (const name of shown) names.delete(name);
    return names;
  }

  #form(name: string, direction: Direction): string {
    const form = direction === "request" && this.#differing.has(name) ? name + REQUEST : name;
    if (!this.defs.has(form)) {
      this.defs.set(form, true);
      this.#queue.push({ form, name, direction });
    }
    return form;
  }

  /** Follows references to a schema without one; undefined for a cycle of references. */
  resolve(schema: Schema): Schema | undefined {
    const seen = new Set<string>();
    let at: Schema | undefined = schema;
    for (let name = refOf(at); name !== undefined; name = at === undefined ? undefined : refOf(at)) {
      if (seen.has(name)) return undefined;
      seen.add(name);
      at = this.defs.get(name);
    }
    return at;
  }

  /** The components in use, ordered by identifier. */
  list({ recursive }: SchemaGraph = graphOf(this.defs)): Component[] {
    const names = [...this.defs.keys()].sort(byCodePoint);
    const exports = assignUniqueNames(names, componentNames);
    return names
      .map((name) => ({
        name,
        exportName: exports.get(name) as string,
        schema: this.defs.get(name) as Schema,
        recursive: recursive.has(name),
      }))
      .sort((a, b) => byCodePoint(a.exportName, b.exportName));
  }
}

/** Removes names from `required`: callers cannot send read-only properties. */
function withoutRequired(schema: Schema, names: ReadonlySet<string>): Schema {
  if (typeof schema === "boolean" || !schema.required?.some((name) => names.has(name))) return schema;
  const { required, ...rest } = schema;
  const kept = required.filter((name) => !names.has(name));
  return kept.length > 0 ? { ...rest, required: kept } : rest;
}

/** The components whose forms differ: those with hidden properties, and those that refer to such a component. */
function differing(source: ReadonlyMap<string, Schema>): Set<string> {
  const users = new Map<string, Set<string>>();
  const found = new Set<string>();
  for (const [name, schema] of source)
    eachDeep(schema, (inner) => {
      const ref = refOf(inner);
      if (ref !== undefined) {
        const known = users.get(ref);
        if (known) known.add(name);
        else users.set(ref, new Set([name]));
      }
      for (const property of Object.values(inner.properties ?? {}))
        if (isHidden(property, "request", source) || isHidden(property, "response", source)) found.add(name);
    });
  for (const name of found) for (const user of users.get(name) ?? []) found.add(user);
  return found;
}

/** True if a direction does not have a property: `readOnly` in requests, `writeOnly` in responses. */
function isHidden(property: Schema, direction: Direction, source: ReadonlyMap<string, Schema>): boolean {
  const flag = direction === "request" ? "readOnly" : "writeOnly";
  const seen = new Set<string>();
  for (let schema: Schema | undefined = property; typeof schema === "object"; ) {
    if (schema[flag] !== undefined) return schema[flag] === true;
    const name = refOf(schema);
    if (name === undefined || seen.has(name)) return false;
    seen.add(name);
    schema = source.get(name);
  }
  return false;
}
