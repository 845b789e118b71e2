import { isObject, type Json } from "./json.ts";

/**
 * A schema of JSON Schema 2020-12, the only dialect after the normalise stage. Its references have the form
 * `#/$defs/<name>`.
 */
export type Schema = boolean | SchemaObject;

export interface SchemaObject {
  $ref?: string;
  type?: SchemaType | SchemaType[];
  enum?: Json[];
  const?: Json;
  title?: string;
  description?: string;
  default?: Json;
  examples?: Json[];
  deprecated?: boolean;
  readOnly?: boolean;
  writeOnly?: boolean;
  format?: string;
  contentEncoding?: string;
  contentMediaType?: string;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  items?: Schema;
  prefixItems?: Schema[];
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  contains?: Schema;
  minContains?: number;
  maxContains?: number;
  unevaluatedItems?: Schema;
  properties?: { [name: string]: Schema };
  required?: string[];
  patternProperties?: { [pattern: string]: Schema };
  additionalProperties?: Schema;
  propertyNames?: Schema;
  minProperties?: number;
  maxProperties?: number;
  dependentRequired?: { [name: string]: string[] };
  dependentSchemas?: { [name: string]: Schema };
  unevaluatedProperties?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  not?: Schema;
  if?: Schema;
  then?: Schema;
  else?: Schema;
}

export const SCHEMA_TYPES = ["null", "boolean", "integer", "number", "string", "array", "object"] as const;

export type SchemaType = (typeof SCHEMA_TYPES)[number];

/** The object form of a schema: `{}` for true, and `{ not: {} }` for false. */
export function schemaObject(schema: Schema): SchemaObject {
  return typeof schema === "object" ? schema : schema ? {} : { not: {} };
}

/** True if a value has a type of JSON Schema. A whole number is an integer, however it is written. */
export function isOfType(value: unknown, type: SchemaType): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
