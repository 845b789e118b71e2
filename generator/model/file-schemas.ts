/** Files: what a document calls bytes is a string of base64, or a data URI, to the caller. */

import type { Schema, SchemaObject } from "../json-schema.ts";
import { ANNOTATIONS } from "../keywords.ts";
import type { Components } from "./components.ts";
import { descriptionOf } from "./describe.ts";

/** What is said of every argument that becomes bytes. */
const HOW = "Base64 of the bytes, or a data URI (data:image/png;name=photo.png;base64,…).";

const TEXTUAL = /^\s*text\/|[/+](?:json|xml)\b|x-www-form-urlencoded/i;

/**
 * Whether a field of a multipart body is a file, or a list of files. OpenAPI 3.0 says `format: binary`, 3.1 a
 * `contentMediaType` without an encoding, or nothing at all, which is bytes unless the Encoding Object says
 * otherwise. `uri`: it is a file or else some text, such as the URL of one.
 */
export function fileKind(
  schema: Schema,
  contentType: string | undefined,
  components: Components,
): true | "uri" | undefined {
  const target = components.resolve(schema);
  if (target === undefined || typeof target === "boolean" || saysNothing(target))
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

/** Nothing but words. */
function saysNothing(schema: SchemaObject): boolean {
  return Object.keys(schema).every((key) => ANNOTATIONS.has(key));
}

function isNull(schema: Schema): boolean {
  return typeof schema === "object" && schema.type === "null";
}

function isBinaryType(contentType: string | undefined): boolean {
  return contentType?.split(",").some((type) => !TEXTUAL.test(type)) ?? false;
}

/** The schema of an argument that becomes bytes: a list where the document says so. */
export function fileSchema(schema: Schema, components: Components): SchemaObject {
  const target = components.resolve(schema);
  const description = descriptionOf(schema, components);
  if (typeof target === "object" && [target.type ?? []].flat().includes("array")) {
    const { minItems, maxItems } = target;
    return {
      type: "array",
      ...(description !== undefined && { description }),
      items: base64(undefined),
      ...(minItems !== undefined && { minItems }),
      ...(maxItems !== undefined && { maxItems }),
    };
  }
  return base64(description);
}

/** A string of base64; the description says what else it may be. */
export function base64(description: string | undefined, type?: string): SchemaObject {
  return {
    type: "string",
    description: description === undefined ? HOW : `${description} ${HOW}`,
    contentEncoding: "base64",
    ...(type !== undefined && !type.includes("*") && { contentMediaType: type }),
  };
}
