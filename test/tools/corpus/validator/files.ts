/** Finds strings of a schema that stand for bytes, and decodes the bytes of an argument. */
import type { Encoding } from "./declared.ts";
import { isObject, own, text } from "./json.ts";
import { isJson } from "./media.ts";
import { Broken, type Source, type SourceNode } from "./source.ts";

/** `maybe`: the document does not define if the value is bytes or text. */
export type FileKind = "file" | "maybe" | "none";

/** Returns the kind of a form field, or of an item of a list in it. */
export function fileKind(
  source: Source,
  node: SourceNode | undefined,
  encoding: Encoding | undefined,
): FileKind {
  const schema = resolved(source, node);
  const type = own(schema, "type");
  const isText = type === undefined || type === "string" || (Array.isArray(type) && type.includes("string"));
  if (type === "file") return "file";
  if (!isText || !isObject(schema)) return "none";
  const format = text(own(schema, "format"));
  if (format === "binary") return "file";
  const described = [encoding?.contentType, text(own(schema, "contentMediaType"))].find(
    (t) => t !== undefined,
  );
  // In 3.0, a field without a type is undefined; later versions define it as bytes.
  const isUndescribed = Object.keys(schema).every((key) =>
    /^(?:title|description|example|externalDocs|x-.*)$/.test(key),
  );
  if (isUndescribed && described === undefined) return "maybe";
  if (format === "byte" || format === "base64" || own(schema, "contentEncoding") !== undefined)
    return "maybe";
  if (described !== undefined && !/^text\//i.test(described) && !isJson(described)) return "maybe";
  return "none";
}

function resolved(source: Source, node: SourceNode | undefined): unknown {
  if (!node) return undefined;
  try {
    return source.follow(node).value;
  } catch (error) {
    if (error instanceof Broken) return undefined;
    throw error;
  }
}

export interface File {
  readonly bytes: Buffer;
  /** The parts of a data URI: `data:image/png;name=photo.png;base64,…`. */
  readonly type?: string;
  readonly name?: string;
}

/** Decodes a file argument: base64, or a data URI; undefined for other text. */
export function fileOf(argument: string): File | undefined {
  const uri = /^data:([^;,]*)((?:;[^;,]*)*?);base64,/.exec(argument);
  const encoded = argument.slice(uri?.[0].length ?? 0).replaceAll(/\s/g, "");
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(encoded)) return undefined;
  const name = /;name=([^;]*)/.exec(uri?.[2] ?? "")?.[1];
  return {
    bytes: Buffer.from(encoded, "base64"),
    ...(uri?.[1] && { type: uri[1] }),
    ...(name !== undefined && { name: decodeURIComponent(name) }),
  };
}
