import type { ParameterStyle } from "../../runtime/contract/http-binding.ts";
import { asString, type Json, type JsonObject, own } from "../json.ts";
import type { ApiEncoding, ApiMedia } from "./api-document.ts";
import type { OpenApi3Version } from "./dialect.ts";
import { allOf, firstUnresolved, type Node, type Read, type Reader, text } from "./reader.ts";
import type { SchemaReader } from "./schema.ts";

/** The styles of form fields are those of query parameters. */
const FIELD_STYLES: readonly ParameterStyle[] = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];

/** Reads Media Type Objects with their encodings and examples. */
export class MediaReader {
  readonly #reader: Reader;
  readonly #schemas: SchemaReader;
  readonly #version: OpenApi3Version;

  constructor(reader: Reader, schemas: SchemaReader, version: OpenApi3Version) {
    this.#reader = reader;
    this.#schemas = schemas;
    this.#version = version;
  }

  /** The `content` of a body, a response or a parameter. */
  content({ value, pointer }: Node): Read<ApiMedia[]> {
    const entries = this.#reader.entries(own(value, "content"), [...pointer, "content"]);
    const content = allOf(entries.value.map(([type, media]) => this.#mediaType(type, media)));
    return { value: content.value, unresolved: firstUnresolved([entries, content]) };
  }

  #mediaType(type: string, media: Node): Read<ApiMedia> {
    const schema = own(media.value, "schema");
    const itemSchema = this.#version === "3.2" ? own(media.value, "itemSchema") : undefined;
    const encoding = this.#encoding(type, media);
    const positions = this.#positions(type, media);
    const value: ApiMedia = {
      type,
      schema: schema === undefined ? true : this.#schemas.read(schema, [...media.pointer, "schema"]),
      ...(itemSchema !== undefined && {
        itemSchema: this.#schemas.read(itemSchema, [...media.pointer, "itemSchema"]),
      }),
      encoding: encoding.value,
      ...positions.value,
      examples: this.examples(media, type),
    };
    return { value, unresolved: firstUnresolved([encoding, positions]) };
  }

  #encoding(type: string, media: Node): Read<Map<string, ApiEncoding>> {
    if (!/^\s*(?:application\/x-www-form-urlencoded|multipart\/)/i.test(type)) return { value: new Map() };
    const { value: entries, unresolved } = this.#reader.entries(own(media.value, "encoding"), [
      ...media.pointer,
      "encoding",
    ]);
    return {
      value: new Map(entries.map(([name, { value }]) => [name, this.#encodingOf(value, type)])),
      unresolved,
    };
  }

  /** The encodings by position of OpenAPI 3.2, for multipart bodies that are an array. */
  #positions(type: string, media: Node): Read<Pick<ApiMedia, "prefixEncoding" | "itemEncoding">> {
    if (this.#version !== "3.2" || !/^\s*multipart\//i.test(type)) return { value: {} };
    const read = (key: string, value: Json): Read<ApiEncoding> => {
      const { value: node, unresolved } = this.#reader.object(value, [...media.pointer, key]);
      return { value: node ? this.#encodingOf(node.value, type) : {}, unresolved };
    };
    const prefixes = own(media.value, "prefixEncoding");
    const prefix = Array.isArray(prefixes)
      ? allOf(prefixes.map((entry) => read("prefixEncoding", entry)))
      : undefined;
    const items = own(media.value, "itemEncoding");
    const item = items === undefined ? undefined : read("itemEncoding", items);
    return {
      value: { ...(prefix && { prefixEncoding: prefix.value }), ...(item && { itemEncoding: item.value }) },
      unresolved: firstUnresolved([prefix, item]),
    };
  }

  /** `style`, `explode` and `allowReserved` apply to forms; one of them makes `contentType` ineffective. */
  #encodingOf(value: JsonObject, type: string): ApiEncoding {
    // In 3.0 they apply to URL-encoded forms only.
    const forms = this.#version === "3.0" ? /urlencoded/i : /urlencoded|^\s*multipart\/form-data/i;
    if (forms.test(type)) {
      const style = FIELD_STYLES.find((known) => known === own(value, "style"));
      const explode = own(value, "explode");
      const allowReserved = own(value, "allowReserved");
      const styled: ApiEncoding = {
        ...(style !== undefined && { style }),
        ...(typeof explode === "boolean" && { explode }),
        ...(typeof allowReserved === "boolean" && { allowReserved }),
      };
      if (Object.keys(styled).length > 0) return styled;
    }
    const contentType = text(own(value, "contentType"));
    return contentType === undefined ? {} : { contentType };
  }

  /** `example`, or the values of `examples`; `type` is their media type. */
  examples({ value, pointer }: Node, type?: string): Json[] {
    const example = own(value, "example");
    if (example !== undefined) return [example];
    const found: Json[] = [];
    // An example that cannot be resolved does not cost the operation.
    const { value: entries } = this.#reader.entries(own(value, "examples"), [...pointer, "examples"]);
    for (const [, { value: given }] of entries) {
      const samples = [own(given, "dataValue"), own(given, "value"), deserialised(given, type)];
      const sample = samples.find((candidate) => candidate !== undefined);
      if (sample !== undefined) found.push(sample);
    }
    return found;
  }
}

/** The value of a serialised example of a text or JSON media type. */
function deserialised(example: JsonObject, type: string | undefined): Json | undefined {
  const serialised = asString(own(example, "serializedValue"));
  if (serialised === undefined || type === undefined) return undefined;
  if (/^text\//i.test(type)) return serialised;
  if (!/[/+]json\s*(?:;|$)/i.test(type)) return undefined;
  try {
    return JSON.parse(serialised) as Json;
  } catch {
    return undefined;
  }
}
