import type { ParameterLocation, ParameterStyle } from "../../runtime/contract/http-binding.ts";
import { isObject, type Json, type JsonObject, own, put } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import type { ApiBody, ApiEncoding, ApiMedia, ApiParameter } from "./api-document.ts";
import type { ParameterNode } from "./dialect.ts";
import type { Node, Reader } from "./reader.ts";
import type { SchemaReader } from "./schema.ts";

/** The fields of a parameter that are part of its schema. */
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

/** Reads parameters other than bodies: their schema, examples and serialisation. */
export class ParameterReader {
  readonly #reader: Reader;
  readonly #schemas: SchemaReader;
  /** By Parameter Object: many operations share one. */
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
    // Many documents give a parameter a `schema`, against the specification.
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

/** The serialisation of an array in a form field or parameter; the default is `csv`. */
function collectionFormat(value: JsonObject, plain: Serialisation): Serialisation {
  const format = own(value, "collectionFormat");
  if (format === "ssv" || format === "tsv" || format === "pipes")
    return { style: SEPARATED[format], explode: false };
  // Only queries and forms can repeat a name.
  return { style: plain.style, explode: format === "multi" && plain.style === "form" };
}

export function isList(value: JsonObject): boolean {
  const type = own(value, "type");
  return type === "array" || (type === undefined && isObject(own(value, "items")));
}

/** The schema of an array in an array. No style serialises one, so that the inner array is given serialised. */
function joined(items: JsonObject): SchemaObject {
  const separators = { ssv: "spaces", tsv: "tabs", pipes: "|" } as const;
  const format = own(items, "collectionFormat");
  const separator =
    format === "ssv" || format === "tsv" || format === "pipes" ? separators[format] : "commas";
  return { type: "string", description: `Values separated by ${separator}.` };
}

/** The examples: Swagger 2.0 has no field for them, and `x-example` and `x-examples` are widely used. */
function examplesOf(value: JsonObject): Json[] {
  for (const key of ["x-example", "example"]) {
    const example = own(value, key);
    if (example !== undefined) return [example];
  }
  const examples = own(value, "x-examples");
  if (Array.isArray(examples)) return examples;
  return isObject(examples) ? Object.values(examples) : [];
}

const URLENCODED = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data";

/** Reads the body of an operation: its parameter in `body`, or all of those in `formData`. */
export class BodyReader {
  readonly #reader: Reader;
  readonly #schemas: SchemaReader;
  readonly #parameters: ParameterReader;

  constructor(reader: Reader, schemas: SchemaReader, parameters: ParameterReader) {
    this.#reader = reader;
    this.#schemas = schemas;
    this.#parameters = parameters;
  }

  read(
    operation: Node,
    parameters: readonly ParameterNode[],
    consumes: readonly string[],
  ): ApiBody | undefined {
    const fields = parameters.filter((node) => node.in === "formData");
    const body = parameters.find((node) => node.in === "body");
    if (body) {
      for (const field of fields)
        this.#reader.diagnostics.report(
          "unsupported-parameter",
          field.listed,
          "expected a body or form fields, found both",
          "Remove the body or the form fields. The tool was generated without this field.",
        );
      return this.#body(body, consumes.length > 0 ? consumes : ["application/json"]);
    }
    return fields.length > 0 ? this.#form(operation, fields, consumes) : undefined;
  }

  #body(body: ParameterNode, types: readonly string[]): ApiBody {
    const { value, pointer } = body;
    const description = this.#reader.readable(own(value, "description"), [...pointer, "description"]);
    const schema = own(value, "schema");
    const read =
      schema === undefined
        ? own(value, "type") === undefined || this.#parameters.schema(body)
        : this.#schemas.read(schema, [...pointer, "schema"]);
    return {
      required: own(value, "required") === true,
      ...(description !== undefined && { description }),
      content: types.map((type) => media(type, read, bodyExamples(value, type))),
      pointer,
    };
  }

  #form(operation: Node, fields: readonly ParameterNode[], consumes: readonly string[]): ApiBody {
    const schema: SchemaObject = { type: "object", properties: {} };
    const required: string[] = [];
    const encoding = new Map<string, ApiEncoding>();
    for (const field of fields) {
      put(schema.properties ?? {}, field.name, this.#field(field));
      if (own(field.value, "required") === true) required.push(field.name);
      if (isList(field.value))
        encoding.set(field.name, collectionFormat(field.value, { style: "form", explode: true }));
    }
    if (required.length > 0) schema.required = required;
    return {
      required: required.length > 0,
      content: formTypes(fields, consumes).map((type) => ({ ...media(type, schema, []), encoding })),
      pointer: operation.pointer,
    };
  }

  #field(field: ParameterNode): Schema {
    const description = this.#reader.readable(own(field.value, "description"), [
      ...field.pointer,
      "description",
    ]);
    const examples = examplesOf(field.value);
    const schema: Schema = isFile(field)
      ? { type: "string", format: "binary" }
      : this.#parameters.schema(field);
    return {
      ...(typeof schema === "object" && schema),
      ...(description !== undefined && { description }),
      ...(examples.length > 0 && { examples }),
    };
  }
}

/** The media types of forms that an operation consumes. Only multipart can hold a file. */
function formTypes(fields: readonly ParameterNode[], consumes: readonly string[]): readonly string[] {
  const forms = consumes.filter((type) => /^(?:application\/x-www-form-urlencoded|multipart\/)/i.test(type));
  if (!fields.some(isFile)) return forms.length > 0 ? forms : [URLENCODED];
  const multipart = forms.filter((type) => /^multipart\//i.test(type));
  return multipart.length > 0 ? multipart : [MULTIPART];
}

function isFile({ value }: ParameterNode): boolean {
  return own(value, "type") === "file";
}

function media(type: string, schema: Schema, examples: readonly Json[]): ApiMedia {
  return { type, schema, encoding: new Map(), examples };
}

/** `x-examples` of a body is by media type in most documents, and by the name of the example in some. */
function bodyExamples(value: ParameterNode["value"], type: string): Json[] {
  const examples = own(value, "x-examples");
  if (!isObject(examples) || own(value, "x-example") !== undefined) return examplesOf(value);
  const ofType = own(examples, type);
  if (ofType !== undefined) return [ofType];
  return Object.keys(examples).some((key) => key.includes("/")) ? [] : examplesOf(value);
}
