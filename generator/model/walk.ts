import { put } from "../json.ts";
import type { Schema, SchemaObject } from "../types.ts";

export const REF_PREFIX = "#/$defs/";

/** The `$defs` name a schema refers to, if it refers to one. */
export function refOf(schema: Schema): string | undefined {
  return typeof schema === "object" ? schema.$ref?.slice(REF_PREFIX.length) : undefined;
}

/** A copy of a schema with each of its direct subschemas replaced. */
export function mapSchemas(schema: SchemaObject, replace: (child: Schema) => Schema): SchemaObject {
  const copy: SchemaObject = { ...schema };
  if (schema.properties) {
    copy.properties = {};
    for (const [name, property] of Object.entries(schema.properties))
      put(copy.properties, name, replace(property));
  }
  if (schema.items !== undefined) copy.items = replace(schema.items);
  if (schema.additionalProperties !== undefined)
    copy.additionalProperties = replace(schema.additionalProperties);
  if (schema.not !== undefined) copy.not = replace(schema.not);
  for (const key of ["prefixItems", "allOf", "anyOf", "oneOf"] as const) {
    const members = schema[key];
    if (members) copy[key] = members.map(replace);
  }
  return copy;
}

/** Calls back with every direct subschema. */
export function eachSchema(schema: SchemaObject, visit: (child: Schema) => void): void {
  for (const name in schema.properties) visit(schema.properties[name] as Schema);
  if (schema.items !== undefined) visit(schema.items);
  if (schema.additionalProperties !== undefined) visit(schema.additionalProperties);
  if (schema.not !== undefined) visit(schema.not);
  for (const key of ["prefixItems", "allOf", "anyOf", "oneOf"] as const) schema[key]?.forEach(visit);
}
