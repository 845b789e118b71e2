import { byCodePoint } from "../json.ts";
import type { Component, Schema, SchemaObject } from "../types.ts";
import { componentNames, settle } from "./names.ts";
import { eachSchema, mapSchemas, REF_PREFIX, refOf } from "./walk.ts";

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
  readonly #differs = new Map<string, boolean>();

  constructor(source: ReadonlyMap<string, Schema>) {
    this.#source = source;
  }

  /** The form of a schema for one direction; the components it refers to come into use. */
  use(schema: Schema, direction: Direction): Schema {
    if (typeof schema === "boolean") return schema;
    const known = this.#used[direction].get(schema);
    if (known) return known;
    const form = this.#formOf(schema, direction);
    this.#used[direction].set(schema, form);
    return form;
  }

  readonly #used = {
    request: new WeakMap<object, SchemaObject>(),
    response: new WeakMap<object, SchemaObject>(),
  };

  #formOf(schema: SchemaObject, direction: Direction): SchemaObject {
    const copy = mapSchemas(schema, (child) => this.use(child, direction));
    if (schema.properties && copy.properties) {
      for (const [name, property] of Object.entries(schema.properties))
        if (this.#hidden(property, direction)) delete copy.properties[name];
      if (copy.required) {
        const { properties } = copy;
        const required = copy.required.filter(
          (name) => Object.hasOwn(properties, name) || !Object.hasOwn(schema.properties ?? {}, name),
        );
        if (required.length > 0) copy.required = required;
        else delete copy.required;
      }
    }
    const name = refOf(schema);
    if (name !== undefined) copy.$ref = REF_PREFIX + this.#form(name, direction);
    return copy;
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
  list(): Component[] {
    const names = [...this.defs.keys()].sort(byCodePoint);
    const exports = settle(names, componentNames);
    const recursive = this.recursive();
    return names
      .map((name) => ({
        name,
        exportName: exports.get(name) as string,
        schema: this.defs.get(name) as Schema,
        recursive: recursive.has(name),
      }))
      .sort((a, b) => byCodePoint(a.exportName, b.exportName));
  }

  #recursive: Set<string> | undefined;

  /** Names of the components that lead back to themselves (Tarjan, without recursion on the call stack). */
  recursive(): ReadonlySet<string> {
    if (this.#recursive?.size !== undefined && this.#counted === this.defs.size) return this.#recursive;
    this.#counted = this.defs.size;
    this.#recursive = stronglyConnected(this.defs);
    return this.#recursive;
  }

  #counted = -1;

  #form(name: string, direction: Direction): string {
    const form = direction === "request" && this.#hasHidden(name) ? name + REQUEST : name;
    if (!this.defs.has(form)) {
      this.defs.set(form, true);
      this.defs.set(form, this.use(this.#source.get(name) ?? true, direction));
    }
    return form;
  }

  /** Whether the request form of a component differs, through whatever it refers to. */
  #hasHidden(name: string): boolean {
    const known = this.#differs.get(name);
    if (known !== undefined) return known;
    const reached = new Set([name]);
    let found = false;
    for (const next of reached) {
      eachDeep(this.#source.get(next) ?? true, (schema) => {
        const ref = refOf(schema);
        if (ref !== undefined) reached.add(ref);
        for (const property of Object.values(schema.properties ?? {}))
          found ||= this.#hidden(property, "request") || this.#hidden(property, "response");
      });
      if (found) break;
    }
    this.#differs.set(name, found);
    return found;
  }

  #hidden(property: Schema, direction: Direction): boolean {
    const flag = direction === "request" ? "readOnly" : "writeOnly";
    const seen = new Set<string>();
    for (let schema: Schema | undefined = property; typeof schema === "object"; ) {
      if (schema[flag] !== undefined) return schema[flag] === true;
      const name = refOf(schema);
      if (name === undefined || seen.has(name)) return false;
      seen.add(name);
      schema = this.#source.get(name);
    }
    return false;
  }
}

function eachDeep(schema: Schema, visit: (schema: SchemaObject) => void): void {
  if (typeof schema === "boolean") return;
  visit(schema);
  eachSchema(schema, (child) => eachDeep(child, visit));
}

export function referencesOf(schema: Schema): Set<string> {
  const found = new Set<string>();
  eachDeep(schema, (inner) => {
    const name = refOf(inner);
    if (name !== undefined) found.add(name);
  });
  return found;
}

function stronglyConnected(defs: ReadonlyMap<string, Schema>): Set<string> {
  const edges = new Map([...defs].map(([name, schema]) => [name, [...referencesOf(schema)]]));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const recursive = new Set<string>();

  for (const root of defs.keys()) {
    if (index.has(root)) continue;
    const work: { name: string; next: number }[] = [{ name: root, next: 0 }];
    while (work.length > 0) {
      const frame = work[work.length - 1] as { name: string; next: number };
      const { name } = frame;
      if (frame.next === 0 && !index.has(name)) {
        index.set(name, index.size);
        low.set(name, index.get(name) as number);
        stack.push(name);
        onStack.add(name);
      }
      const target = edges.get(name)?.[frame.next++];
      if (target !== undefined) {
        if (!defs.has(target)) continue;
        if (!index.has(target)) work.push({ name: target, next: 0 });
        else if (onStack.has(target))
          low.set(name, Math.min(low.get(name) as number, index.get(target) as number));
        continue;
      }
      work.pop();
      const parent = work[work.length - 1];
      if (parent) low.set(parent.name, Math.min(low.get(parent.name) as number, low.get(name) as number));
      if (low.get(name) !== index.get(name)) continue;
      const members: string[] = [];
      let member: string;
      do {
        member = stack.pop() as string;
        onStack.delete(member);
        members.push(member);
      } while (member !== name);
      if (members.length > 1 || edges.get(name)?.includes(name)) for (const m of members) recursive.add(m);
    }
  }
  return recursive;
}
