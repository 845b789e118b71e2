/** The schemas of file arguments, which callers send as base64 or data URIs, and the descriptions of arguments. */
import { defined } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import { ANNOTATIONS } from "../openapi-grammar.ts";
import type { Components } from "./components.ts";

/** Part of the description of every argument that is sent as bytes. */
const HOW = "Base64 of the bytes, or a data URI (data:image/png;name=photo.png;base64,…).";

const TEXTUAL = /^\s*text\/|[/+](?:json|xml)\b|x-www-form-urlencoded/i;

/**
 * Returns true if a field of a multipart body is a file or a list of files, and `uri` if it may also be other text,
 * such as the URL of a file. In OpenAPI 3.0 a file has `format: binary`. In 3.1 it has a `contentMediaType` without
 * `contentEncoding`, or an empty schema, unless the Encoding Object has a textual content type.
 */
export function fileKind(
  schema: Schema,
  contentType: string | undefined,
  components: Components,
): true | "uri" | undefined {
  const target = components.resolve(schema);
  if (target === undefined || typeof target === "boolean" || isUnconstrained(target))
    return isBinaryType(contentType ?? "application/octet-stream") || undefined;
  const types = [target.type ?? []].flat().filter((type) => type !== "null");
  if (types.length === 1 && types[0] === "array" && target.items !== undefined)
    return fileKind(target.items, contentType, components);
  const branches = (target.anyOf ?? target.oneOf ?? []).filter((branch) => !isNull(branch));
  if (types.length === 0 && branches.length > 0) {
    const kinds = branches.map((branch) => fileKind(branch, contentType, components));
    return kinds.every((kind) => kind === true) ? true : kinds.some((kind) => kind) ? "uri" : undefined;
  }
  if (types.length === 0 && target.allOf?.length === 1)
    return fileKind(target.allOf[0] as Schema, contentType, components);
  return isBinaryString(target, types, contentType) || undefined;
}

function isBinaryString(target: SchemaObject, types: readonly string[], contentType?: string): boolean {
  if (types.length > 1 || (types.length === 1 && types[0] !== "string")) return false;
  if (target.format === "binary" || target.contentEncoding === "binary") return true;
  if (target.contentEncoding !== undefined || target.enum || "const" in target) return false;
  if (target.contentMediaType !== undefined) return isBinaryType(target.contentMediaType);
  return types.length === 1 && isBinaryType(contentType);
}

/** True if a schema has annotations only. */
function isUnconstrained(schema: SchemaObject): boolean {
  return Object.keys(schema).every((key) => ANNOTATIONS.has(key));
}

function isNull(schema: Schema): boolean {
  return typeof schema === "object" && schema.type === "null";
}

function isBinaryType(contentType: string | undefined): boolean {
  return contentType?.split(",").some((type) => !TEXTUAL.test(type)) ?? false;
}

/** The schema of an argument that is sent as bytes; a list if the document has a list. */
export function fileSchema(schema: Schema, components: Components): SchemaObject {
  const target = components.resolve(schema);
  const description = descriptionOf(schema, components);
  if (typeof target === "object" && [target.type ?? []].flat().includes("array")) {
    const { minItems, maxItems } = target;
    return defined<SchemaObject>({
      type: "array",
      description,
      items: base64(undefined),
      minItems,
      maxItems,
    });
  }
  return base64(description);
}

/** The schema of a base64 string or data URI. JSON Schema can express the base64 only; the description has both. */
export function base64(description: string | undefined, type?: string): SchemaObject {
  return defined<SchemaObject>({
    type: "string",
    description: description === undefined ? HOW : `${description} ${HOW}`,
    contentEncoding: "base64",
    contentMediaType: type?.includes("*") ? undefined : type,
  });
}

/** The description of an argument, after a note if it is deprecated: hosts do not show the keyword. */
export function describeArgument(text: string | undefined, deprecated: boolean): string | undefined {
  if (!deprecated) return text === "" ? undefined : text;
  return text === undefined ? "Deprecated." : `Deprecated. ${text}`;
}

/** The description of a schema, or else of the schema it refers to. */
export function descriptionOf(schema: Schema, components: Components): string | undefined {
  if (typeof schema === "object" && schema.description !== undefined) return schema.description;
  const target = components.resolve(schema);
  return typeof target === "object" ? target.description : undefined;
}
