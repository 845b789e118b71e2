import { put } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import { SCHEMA_LISTS, SCHEMA_MAPS, SINGLE_SCHEMAS } from "../openapi-grammar.ts";
import { linear } from "../regex.ts";

export const REF_PREFIX = "#/$defs/";

/** The `$defs` name a schema refers to, if it refers to one. */
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

/** Calls back with every direct subschema. */
export function eachSchema(schema: SchemaObject, visit: (child: Schema) => void): void {
  for (const key of SCHEMA_MAPS) for (const name in schema[key]) visit(schema[key]?.[name] as Schema);
  for (const key of SINGLE_SCHEMAS) if (schema[key] !== undefined) visit(schema[key] as Schema);
  for (const key of SCHEMA_LISTS) schema[key]?.forEach(visit);
}

/** Calls back with a schema and every schema in it. */
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
