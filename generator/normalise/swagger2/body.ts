import { isObject, type Json, own, put } from "../../json.ts";
import type { Schema, SchemaObject } from "../../json-schema.ts";
import type { ApiBody, ApiEncoding, ApiMedia } from "../api-document.ts";
import type { ParameterNode } from "../dialect.ts";
import type { Node, Reader } from "../reader.ts";
import type { SchemaReader } from "../schema.ts";
import { collectionFormat, examplesOf, isList, type ParameterReader } from "./parameter.ts";

const URLENCODED = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data";

/** Reads the body of an operation: its parameter in `body`, or those in `formData` together. */
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
          "an operation with a body cannot have form fields",
          "Remove the body or the form fields; the tool was generated without this field.",
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

/** The types of forms that an operation consumes. Only a multipart one can hold a file. */
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

/** `x-examples` of a body is by media type in most documents, and a list of examples by name in some. */
function bodyExamples(value: ParameterNode["value"], type: string): Json[] {
  const examples = own(value, "x-examples");
  if (!isObject(examples) || own(value, "x-example") !== undefined) return examplesOf(value);
  const ofType = own(examples, type);
  if (ofType !== undefined) return [ofType];
  return Object.keys(examples).some((key) => key.includes("/")) ? [] : examplesOf(value);
}
