/** The keywords of JSON Schema 2020-12 by what their value is. */

/** A map of schemas. */
export const SCHEMA_MAPS = ["properties", "patternProperties", "dependentSchemas"] as const;

/** One schema. */
export const SINGLE_SCHEMAS = [
  "items",
  "contains",
  "unevaluatedItems",
  "additionalProperties",
  "propertyNames",
  "unevaluatedProperties",
  "not",
  "if",
  "then",
  "else",
] as const;

/** A list of schemas. */
export const SCHEMA_LISTS = ["prefixItems", "allOf", "anyOf", "oneOf"] as const;

/** Says something about a value and never constrains it; beside a `$ref` it takes the place of the target's. */
export const ANNOTATIONS: ReadonlySet<string> = new Set([
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
]);
