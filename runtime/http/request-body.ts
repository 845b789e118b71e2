/** Builds the bodies of requests, by their media type. */
import { randomUUID } from "node:crypto";
import { isJson, isText, mediaType, sequenceKind } from "../contract/media-types.ts";
import type { BodyBinding, FieldBinding } from "../tool.ts";
import { invalid, pairs, scalar, verbatim } from "./styles.ts";

export interface Body {
  readonly type: string;
  readonly content: string | Uint8Array;
}

type Fields = { readonly [field: string]: FieldBinding };

/** `fields` are the bindings of the fields of a form; a field without one travels as its value requires. */
export function buildBody({ type, argument = "body" }: BodyBinding, value: unknown, fields: Fields): Body {
  if (isJson(type)) return { type, content: JSON.stringify(value) };
  if (/^\s*application\/x-www-form-urlencoded\b/i.test(type))
    return { type, content: formBody(value, fields) };
  if (/^\s*multipart\//i.test(type)) {
    if (typeof value !== "object" || value === null)
      throw invalid(argument, "expected an object, whose members are the parts");
    return multipart(type, value, fields);
  }
  const sequence = sequenceKind(mediaType(type));
  if (Array.isArray(value) && sequence) {
    const start = sequence === "records" ? "\u001e" : "";
    return { type, content: value.map((item) => `${start}${JSON.stringify(item)}\n`).join("") };
  }
  if (sequence || isText(type)) return { type, content: scalar(value) };
  const file = readFile(argument, scalar(value));
  const wildcard = type.includes("*");
  return { type: wildcard ? (file.type ?? "application/octet-stream") : type, content: file.bytes };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * A URL-encoded form. Without an Encoding Object for a field (3.1.1, "Encoding Object") a list is repeated and
 * an object is one JSON text.
 */
export function formBody(value: unknown, fields: Fields): string {
  if (!isRecord(value)) return scalar(value);
  return Object.entries(value)
    .flatMap(([name, field]) => {
      const binding = own(fields, name);
      const listed =
        binding.style === undefined ? pairs(name, asText(field, binding), {}) : pairs(name, field, binding);
      return listed.map(([key, of]) => `${key}=${of}`);
    })
    .join("&");
}

/** A field without a style: objects become JSON text, also each in a list, whose items are then repeated. */
function asText(field: unknown, { contentType }: FieldBinding): unknown {
  const asJson = contentType !== undefined && isJson(contentType);
  const text = (item: unknown): unknown =>
    item !== null && (asJson || typeof item === "object") ? JSON.stringify(item) : item;
  return Array.isArray(field) ? field.map(text) : text(field);
}

function own(fields: Fields, name: string): FieldBinding {
  return (Object.hasOwn(fields, name) ? fields[name] : undefined) ?? {};
}

// ---------------------------------------------------------------------------------------- multipart

interface Part {
  /** Undefined for parts that are identified by their position. */
  readonly name?: string;
  readonly fileName?: string;
  readonly type?: string;
  readonly content: string | Uint8Array;
}

/** RFC 7578: a part for each field, and for each item of a list. */
function multipart(type: string, value: unknown, fields: Fields): Body {
  const parts = isRecord(value)
    ? Object.entries(value).flatMap(([name, field]) => partsOf(name, field, own(fields, name)))
    : Array.isArray(value)
      ? value.map((item, i) => positioned(item, fields[i] ?? fields["*"] ?? {}, `body.${i}`))
      : [];
  // Random, so that no content can contain it.
  const boundary = `speclathe-${randomUUID()}`;
  const chunks = parts.flatMap((part) => [
    Buffer.from(head(part, boundary)),
    Buffer.from(part.content),
    CRLF,
  ]);
  const content = Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);
  return { type: `${type.replace(/;\s*boundary=[^;]*/i, "")}; boundary=${boundary}`, content };
}

const CRLF = Buffer.from("\r\n");

function head({ name, fileName, type }: Part, boundary: string): string {
  const kind = name === undefined ? "attachment" : `form-data; name="${quotable(name)}"`;
  const file = fileName === undefined ? "" : `; filename="${quotable(fileName)}"`;
  const lines = [
    `--${boundary}`,
    ...(name === undefined && fileName === undefined ? [] : [`Content-Disposition: ${kind}${file}`]),
    ...(type === undefined ? [] : [`Content-Type: ${type}`]),
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** Escapes a name as browsers do: UTF-8, with triplets for characters that would end it (WHATWG HTML). */
function quotable(name: string): string {
  return name.toWellFormed().replace(/["\r\n]/g, (c) => encodeURIComponent(c));
}

function partsOf(name: string, field: unknown, binding: FieldBinding): Part[] {
  if (binding.style !== undefined)
    return pairs(name, field, binding, verbatim).map(([key, content]) => ({ name: key, content }));
  if (!Array.isArray(field)) return field === null ? [] : [partOf(name, field, binding, name)];
  return field.flatMap((item, i) => (item === null ? [] : [partOf(name, item, binding, `${name}.${i}`)]));
}

/** An item of a list, which has a position instead of a name (OpenAPI 3.2, "Encoding By Position"). */
function positioned(value: unknown, binding: FieldBinding, path: string): Part {
  const { name: _, fileName, ...part } = partOf("", value, binding, path);
  return { ...part, ...(fileName && { fileName }) };
}

/** `path` is the path of the value in the arguments. */
function partOf(name: string, value: unknown, { file, contentType }: FieldBinding, path: string): Part {
  if (typeof value === "string" && (file === true || (file === "uri" && DATA_URI.test(value)))) {
    const { bytes, name: fileName = name, type = contentType } = readFile(path, value);
    return { name, fileName, type: type ?? "application/octet-stream", content: bytes };
  }
  const asJson = typeof value === "object" || (contentType !== undefined && isJson(contentType));
  const type = contentType ?? (asJson ? "application/json" : undefined);
  const content = asJson ? JSON.stringify(value) : scalar(value);
  return { name, ...(type !== undefined && { type }), content };
}

// ---------------------------------------------------------------------------------------------- files

interface File {
  readonly bytes: Uint8Array;
  readonly type?: string;
  readonly name?: string;
}

const DATA_URI = /^data:([^,]*),([\s\S]*)$/i;

/** The media types of data URIs that may become a header. */
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/;

/** The bytes of base64 or base64url text, or of a data URI (RFC 2397) with its type and its `name`. */
function readFile(argument: string, text: string): File {
  const [, attributes, content = text] = DATA_URI.exec(text) ?? [];
  if (attributes === undefined) return { bytes: decodeBase64(argument, text) };
  const [type = "", ...parameters] = attributes.split(";").map((part) => part.trim());
  const name = parameters.find((parameter) => /^(?:file)?name=/i.test(parameter))?.replace(/^[^=]*=/, "");
  const isBase64 = parameters.at(-1)?.toLowerCase() === "base64";
  const charset = parameters.find((parameter) => /^charset=[\w-]+$/i.test(parameter));
  return {
    bytes: isBase64
      ? decodeBase64(argument, decoded(argument, content))
      : Buffer.from(decoded(argument, content)),
    ...(MEDIA_TYPE.test(type) && { type: charset === undefined ? type : `${type};${charset}` }),
    ...(name !== undefined && name !== "" && { name: decoded(argument, name) }),
  };
}

function decoded(argument: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid(argument, "expected percent triplets in the data URI, found a percent sign without one");
  }
}

function decodeBase64(argument: string, text: string): Uint8Array {
  const encoded = text.replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(encoded) || encoded.replace(/=+$/, "").length % 4 === 1)
    throw invalid(argument, "expected base64 of the bytes to send, or a data URI");
  return Buffer.from(encoded, "base64");
}
