import { isObject, type Json, type JsonObject, own, put } from "../../json.ts";
import type { Schema, SchemaObject } from "../../json-schema.ts";
import type { ApiParameter, ParameterLocation, ParameterStyle } from "../api-document.ts";
import type { ParameterNode } from "../dialect.ts";
import type { Node, Reader } from "../reader.ts";
import type { SchemaReader } from "../schema.ts";

/** What of a parameter is part of its schema. */
const KEYWORDS = new Set([
  "type",
  "format",
  "items",
  "default",
  "maximum",
  "exclusiveMaximum",
  "minimum",
  "exclusiveMinimum",
  "maxLength",
  "minLength",
  "pattern",
  "maxItems",
  "minItems",
  "uniqueItems",
  "enum",
  "multipleOf",
  "x-nullable",
]);

const SEPARATED = { ssv: "spaceDelimited", tsv: "tabDelimited", pipes: "pipeDelimited" } as const;

interface Serialisation {
  readonly style: ParameterStyle;
  readonly explode: boolean;
}

/** Reads parameters other than bodies: their schema, their examples, and how their lists are written. */
export class ParameterReader {
  readonly #reader: Reader;
  readonly #schemas: SchemaReader;
  /** Many operations refer to the same parameters. */
  readonly #known = new WeakMap<JsonObject, ApiParameter>();

  constructor(reader: Reader, schemas: SchemaReader) {
    this.#reader = reader;
    this.#schemas = schemas;
  }

  /** A parameter in the path, the query or a header. */
  read(node: ParameterNode): ApiParameter {
    const known = this.#known.get(node.value);
    if (known) return known;
    const { value, pointer, name } = node;
    const location = node.in as ParameterLocation;
    const description = this.#reader.readable(own(value, "description"), [...pointer, "description"]);
    const plain: Serialisation =
      location === "query" ? { style: "form", explode: true } : { style: "simple", explode: false };
    const parameter: ApiParameter = {
      name,
      in: location,
      required: location === "path" || own(value, "required") === true,
      ...(description !== undefined && { description }),
      deprecated: own(value, "x-deprecated") === true,
      schema: this.schema(node),
      ...plain,
      ...(isList(value) && collectionFormat(value, plain)),
      allowReserved: false,
      examples: examplesOf(value),
      pointer,
    };
    this.#known.set(value, parameter);
    return parameter;
  }

  schema({ value, pointer }: Node): Schema {
    // Not in the specification, and in many documents: a schema as a body has one.
    if (own(value, "type") === undefined && isObject(own(value, "schema")))
      return this.#schemas.read(own(value, "schema"), [...pointer, "schema"]);
    const keywords: JsonObject = {};
    for (const [key, child] of Object.entries(value)) if (KEYWORDS.has(key)) put(keywords, key, child);
    const schema = this.#schemas.read(keywords, pointer);
    if (typeof schema !== "object") return schema;
    const items = own(value, "items");
    if (isList(value) && isObject(items) && isList(items)) return { ...schema, items: joined(items) };
    return Object.keys(keywords).length === 0 ? { type: "string" } : schema;
  }
}

/** How the list of a form field or of a parameter is written; without the field with commas. */
export function collectionFormat(value: JsonObject, plain: Serialisation): Serialisation {
  const format = own(value, "collectionFormat");
  if (format === "ssv" || format === "tsv" || format === "pipes")
    return { style: SEPARATED[format], explode: false };
  // Only queries and forms can say a name twice.
  return { style: plain.style, explode: format === "multi" && plain.style === "form" };
}

export function isList(value: JsonObject): boolean {
  const type = own(value, "type");
  return type === "array" || (type === undefined && isObject(own(value, "items")));
}

/** A list in a list. No style of ours says how it is written, so that the inner one is given as written. */
function joined(items: JsonObject): SchemaObject {
  const separators = { ssv: "spaces", tsv: "tabs", pipes: "|" } as const;
  const format = own(items, "collectionFormat");
  const separator =
    format === "ssv" || format === "tsv" || format === "pipes" ? separators[format] : "commas";
  return { type: "string", description: `Values separated by ${separator}.` };
}

/** The examples that tools have agreed on for want of a field: `x-example`, or the values of `x-examples`. */
export function examplesOf(value: JsonObject): Json[] {
  for (const key of ["x-example", "example"]) {
    const example = own(value, key);
    if (example !== undefined) return [example];
  }
  const examples = own(value, "x-examples");
  if (Array.isArray(examples)) return examples;
  return isObject(examples) ? Object.values(examples) : [];
}
