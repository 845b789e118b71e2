import type { Json } from "../json.ts";
import type { Schema, SchemaObject, SchemaType } from "../json-schema.ts";
import { literal, propertyKey } from "./literal.ts";
import { indent } from "./print.ts";
import type { Schemas } from "./zod.ts";

/**
 * Prints the TypeScript type that zod would infer for a schema. Only recursive components need it: their type cannot
 * be inferred through themselves.
 */
export function typeOf(schema: Schema, schemas: Schemas): string {
  if (typeof schema === "boolean") return schema ? "unknown" : "never";
  const print = (inner: Schema): string => typeOf(inner, schemas);
  const parts: string[] = [];
  if (schema.$ref !== undefined) {
    const component = schemas.components.get(schema.$ref);
    if (component) parts.push(component.exportName);
  }
  if (schema.enum || "const" in schema) parts.push(valuesType(schema));
  else if (schema.type !== undefined) {
    const types = [schema.type].flat();
    parts.push(union(types.map((type) => byType(type, schema, print))));
  }
  if (schema.allOf) parts.push(...schema.allOf.map(print));
  for (const members of [schema.anyOf, schema.oneOf]) if (members) parts.push(union(members.map(print)));
  const known = parts.filter((part) => part !== "unknown");
  return known.length === 0
    ? "unknown"
    : known.length === 1
      ? (known[0] as string)
      : known.map(parenthesised).join(" & ");
}

function valuesType(schema: SchemaObject): string {
  const values = schema.enum ?? [schema.const as Json];
  if (values.some((value) => typeof value === "object" && value !== null)) return "unknown";
  return union(values.map(literal));
}

function byType(type: SchemaType, schema: SchemaObject, print: (schema: Schema) => string): string {
  switch (type) {
    case "integer":
      return "number";
    case "array":
      return schema.prefixItems ? "unknown[]" : `${parenthesised(print(schema.items ?? true))}[]`;
    case "object":
      return objectType(schema, print);
    default:
      return type;
  }
}

function objectType(schema: SchemaObject, print: (schema: Schema) => string): string {
  const { properties = {}, required = [], additionalProperties: additional = true } = schema;
  const lines = Object.entries(properties).map(([name, property]) => {
    const code = print(property);
    return required.includes(name)
      ? `${propertyKey(name)}: ${code};`
      : `${propertyKey(name)}?: ${code === "unknown" ? code : `${code} | undefined`};`;
  });
  for (const name of required)
    if (!Object.hasOwn(properties, name)) lines.push(`${propertyKey(name)}: ${print(additional)};`);
  if (lines.length === 0)
    return additional === false ? "{ [key: string]: never }" : `{ [key: string]: ${print(additional)} }`;
  if (additional === true) lines.push("[key: string]: unknown;");
  const own = `{\n${lines.map((line) => `  ${indent(line)}`).join("\n")}\n}`;
  return typeof additional === "object" ? `${own} & { [key: string]: ${print(additional)} }` : own;
}

function union(types: readonly string[]): string {
  const distinct = [...new Set(types)];
  return distinct.includes("unknown") ? "unknown" : distinct.join(" | ");
}

function parenthesised(type: string): string {
  return /[|&]/.test(type) ? `(${type})` : type;
}
