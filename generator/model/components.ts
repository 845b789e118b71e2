import { byCodePoint } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import { graphOf, type SchemaGraph } from "./schema-graph.ts";
import { eachDeep, mapSchemas, REF_PREFIX, refOf } from "./schema-walk.ts";
import type { Component } from "./server-model.ts";
import { assignUniqueNames, componentNames } from "./unique-names.ts";

/** A schema as it is sent, without what the API sets, or as it is returned, without what it hides. */
export type Direction = "request" | "response";

/** Suffix of the `$defs` name of a component's request form, where that differs from its response form. */
const REQUEST = " (request)";

/**
 * The document's named schemas, as the tools use them. Almost all are the same in both directions; one that
 * has read-only properties, or refers to one that has, exists in a request form too.
 */
export class Components {
  /** Named schemas in the forms that are used, with references among themselves. */
  readonly defs = new Map<string, Schema>();
  readonly #source: ReadonlyMap<string, Schema>;
  readonly #differing: ReadonlySet<string>;
  /** Forms that have a name and no schema yet: they are made one after the other, and not on the way down. */
  readonly #queue: { form: string; name: string; direction: Direction }[] = [];
  readonly #used = {
    request: new WeakMap<object, SchemaObject>(),
    response: new WeakMap<object, SchemaObject>(),
  };

  constructor(source: ReadonlyMap<string, Schema>) {
    this.#source = source;
    this.#differing = differing(source);
  }

  /** The form of a schema for one direction; the components it leads to come into use. */
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

  /** Names of properties that are not for a direction, here and wherever `allOf` and references lead. */
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

  /** Follows references to what a schema finally is; undefined on a cycle of nothing but references. */
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

  /** Every component in use, by identifier, with what the emitter needs to know. */
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

/** A schema that does not ask for some names: nobody can give what nobody may send. */
function withoutRequired(schema: Schema, names: ReadonlySet<string>): Schema {
  if (typeof schema === "boolean" || !schema.required?.some((name) => names.has(name))) return schema;
  const { required, ...rest } = schema;
  const kept = required.filter((name) => !names.has(name));
  return kept.length > 0 ? { ...rest, required: kept } : rest;
}

/** Names of the components whose request form differs: those with hidden properties, and all that lead there. */
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

/** Whether a property is not for a direction: `readOnly` is not sent, and `writeOnly` not returned. */
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
