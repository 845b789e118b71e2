/** Subschemas, and the references among named schemas. */
import { put } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import { SCHEMA_LISTS, SCHEMA_MAPS, SINGLE_SCHEMAS } from "../openapi-grammar.ts";
import { linear } from "../regex.ts";

export const REF_PREFIX = "#/$defs/";

/** The `$defs` name that a schema refers to, if it has a `$ref`. */
export function refOf(schema: Schema): string | undefined {
  return typeof schema === "object" ? schema.$ref?.slice(REF_PREFIX.length) : undefined;
}

/** A copy of a schema with each of its direct subschemas replaced. */
export function mapSchemas(schema: SchemaObject, replace: (child: Schema) => Schema): SchemaObject {
  const copy: SchemaObject = { ...schema };
  for (const key of SCHEMA_MAPS) {
    const members = schema[key];
    if (members === undefined) continue;
    const replaced: { [name: string]: Schema } = {};
    for (const [name, member] of Object.entries(members)) put(replaced, name, replace(member));
    copy[key] = replaced;
  }
  for (const key of SINGLE_SCHEMAS) {
    const member = schema[key];
    if (member !== undefined) copy[key] = replace(member);
  }
  for (const key of SCHEMA_LISTS) {
    const members = schema[key];
    if (members !== undefined) copy[key] = members.map(replace);
  }
  return copy;
}

/** Calls `visit` with every direct subschema. */
export function eachSchema(schema: SchemaObject, visit: (child: Schema) => void): void {
  for (const key of SCHEMA_MAPS) for (const name in schema[key]) visit(schema[key]?.[name] as Schema);
  for (const key of SINGLE_SCHEMAS) if (schema[key] !== undefined) visit(schema[key] as Schema);
  for (const key of SCHEMA_LISTS) schema[key]?.forEach(visit);
}

/** Calls `visit` with a schema and all of its subschemas, without following references. */
export function eachDeep(schema: Schema, visit: (schema: SchemaObject) => void): void {
  if (typeof schema === "boolean") return;
  visit(schema);
  eachSchema(schema, (child) => eachDeep(child, visit));
}

/** The RE2 form of every pattern in some schemas, without those that RE2 cannot express. */
export function patternsIn(schemas: readonly Schema[]): Map<string, string> {
  const found = new Map<string, string>();
  const add = (pattern: string): void => {
    const re2 = linear(pattern)?.re2;
    if (re2 !== undefined) found.set(pattern, re2);
  };
  for (const each of schemas)
    eachDeep(each, ({ pattern, patternProperties }) => {
      if (pattern !== undefined) add(pattern);
      for (const source of Object.keys(patternProperties ?? {})) add(source);
    });
  return found;
}

// ------------------------------------------------------------------------------------------- references

/** The references among named schemas. It is computed without recursion: chains of references can be long. */
export interface SchemaGraph {
  /** Names of schemas that refer to themselves, directly or through others. */
  readonly recursive: ReadonlySet<string>;
  /** A number for each name, larger than those of the schemas it refers to unless they refer back to it. */
  readonly order: ReadonlyMap<string, number>;
}

/** The names that a schema refers to directly. */
export function referencesOf(schema: Schema): Set<string> {
  const found = new Set<string>();
  eachDeep(schema, (inner) => {
    const name = refOf(inner);
    if (name !== undefined) found.add(name);
  });
  return found;
}

/** The names that a schema refers to, directly or through others, in the order in which they are met. */
export function reachable(schema: Schema, defs: ReadonlyMap<string, Schema>): Set<string> {
  const found = new Set<string>(referencesOf(schema));
  for (const name of found) for (const next of referencesOf(defs.get(name) ?? true)) found.add(next);
  return found;
}

/** Finds strongly connected components by the algorithm of Tarjan, which yields targets before their sources. */
export function graphOf(defs: ReadonlyMap<string, Schema>): SchemaGraph {
  const edges = new Map([...defs].map(([name, schema]) => [name, [...referencesOf(schema)]]));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const recursive = new Set<string>();
  const order = new Map<string, number>();

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
      for (const m of members) order.set(m, order.size);
      if (members.length > 1 || edges.get(name)?.includes(name)) for (const m of members) recursive.add(m);
    }
  }
  return { recursive, order };
}
