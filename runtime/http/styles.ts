/**
 * Serialises values for the parts of a request: the styles of OpenAPI 3.1.1 and 3.2.0, sections "Style Values" and
 * "Style Examples", and RFC 6570. No value can change a part of the request other than its own.
 */
import { ToolError } from "../errors.ts";
import type { FieldBinding } from "../tool.ts";

export type Encode = (text: string) => string;

const EXTRA = /[!'()*]/g;

/** Percent-encodes all but the unreserved characters of RFC 3986. */
export const encode: Encode = (text) =>
  encodeURIComponent(text.toWellFormed()).replace(
    EXTRA,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Keeps triplets, and the reserved characters that are allowed in a part of the request. */
function keeping(reserved: string): Encode {
  const kept = new RegExp(`%25(?=[0-9A-F]{2})|%(?:${reserved})`, "gi");
  return (text) => encode(text).replace(kept, (triplet) => decodeURIComponent(triplet));
}

/**
 * `allowReserved`: keeps reserved characters, except those that would end the value or the query, and the apostrophe,
 * which URL parsers encode in a query.
 */
const encodeReserved = keeping("3A|2F|3F|40|21|24|28|29|2A|2C|3B|3D");

/** `allowReserved` in a path, where a slash would end the segment. */
const encodeReservedInPath = keeping("3A|40|21|24|26|27|28|29|2A|2B|2C|3B|3D");

/** `allowReserved` in a cookie, where a semicolon would start another one and a comma is not allowed. */
const encodeReservedInCookie = keeping("3A|2F|3F|40|21|24|28|29|2A|3D");

/** The literal parts of a path template: only characters that a URL cannot contain are percent-encoded. */
export const encodeLiteral = keeping("2F|3A|40|21|24|26|27|28|29|2A|2B|2C|3B|3D");

/** The literal parts of a path template after its question mark. */
export const encodeLiteralQuery = keeping("2F|3A|3F|40|21|24|26|28|29|2A|2B|2C|3B|3D");

/** Keeps the text unchanged. */
export const verbatim: Encode = (text) => text;

/** One value as text: strings unchanged, everything else as JSON. */
export function scalar(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The members of an object that have a value; null is RFC 6570's "undefined". */
function entries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
}

function items(value: readonly unknown[]): unknown[] {
  return value.filter((item) => item !== null && item !== undefined);
}

export function invalid(path: string, message: string): ToolError {
  return new ToolError("invalid_arguments", "The arguments cannot be sent.", { fields: [{ path, message }] });
}

/** The separators between items of a list, before encoding. */
const DELIMITERS: Readonly<Record<string, string>> = {
  spaceDelimited: " ",
  pipeDelimited: "|",
  tabDelimited: "\t",
};

function delimiter(style: string, text: Encode): string {
  const own = DELIMITERS[style];
  return own === undefined ? "," : text(own);
}

// ---------------------------------------------------------------------------------------------- path

/** A path parameter; empty for null and for empty values. */
export function pathValue(
  name: string,
  value: unknown,
  { style = "simple", explode = false, allowReserved }: FieldBinding,
): string {
  const text = allowReserved ? encodeReservedInPath : encode;
  const list = Array.isArray(value) ? items(value).map((item) => text(scalar(item))) : undefined;
  const members =
    list === undefined && typeof value === "object" && value !== null
      ? entries(value).map(([key, member]) => [encode(key), text(scalar(member))] as const)
      : undefined;
  const assigned = members?.map(([key, member]) => `${key}=${member}`);
  const flat = list ?? members?.flat() ?? (value === null ? [] : [text(scalar(value))]);
  // RFC 6570: undefined and empty values expand to nothing.
  if (flat.length === 0) return "";
  switch (style) {
    case "label":
      return `.${explode ? (assigned ?? flat).join(".") : flat.join(",")}`;
    case "matrix":
      return matrix(encode(name), explode ? (members ?? list) : undefined, flat.join(","));
    default:
      return (explode ? (assigned ?? flat) : flat).join(delimiter(style, encode));
  }
}

/** `;name=value`, or `;name` for an empty value (RFC 6570, section 3.2.7). */
function matrix(
  name: string,
  exploded: readonly (string | readonly [string, string])[] | undefined,
  joined: string,
): string {
  const pair = (key: string, text: string): string => (text === "" ? `;${key}` : `;${key}=${text}`);
  if (!exploded) return pair(name, joined);
  return exploded.map((item) => (typeof item === "string" ? pair(name, item) : pair(...item))).join("");
}

// --------------------------------------------------------------------------- query, cookie and forms

/**
 * The `name=value` pairs of a query parameter or of a field of a form, in order; none for an empty value. `by` encodes
 * names and values in place of percent-encoding.
 */
export function pairs(
  name: string,
  value: unknown,
  { style = "form", explode = style === "form", allowReserved }: FieldBinding,
  by?: Encode,
  reserved: Encode = encodeReserved,
): [name: string, value: string][] {
  const key = by ?? encode;
  const text = by ?? (allowReserved ? reserved : encode);
  if (value === null || value === undefined) return [];
  if (typeof value !== "object") return [[key(name), text(scalar(value))]];
  if (style === "deepObject") return deepPairs(name, value, key, text);
  const between = delimiter(style, key);
  if (Array.isArray(value)) {
    const list = items(value).map((item) => text(scalar(item)));
    if (list.length === 0) return [];
    return explode ? list.map((item) => [key(name), item]) : [[key(name), list.join(between)]];
  }
  const members = entries(value).map(([member, of]): [string, string] => [key(member), text(scalar(of))]);
  if (members.length === 0) return [];
  return explode ? members : [[key(name), members.flat().join(between)]];
}

/**
 * `filter[a]=1&filter[b][c]=2`. OpenAPI does not define levels below the first: a list of plain values is repeated
 * inside an object and numbered at the top, and a list of objects is numbered, which keeps its items apart.
 */
function deepPairs(
  name: string,
  value: unknown,
  key: Encode,
  text: Encode,
  isInside = false,
): [string, string][] {
  if (value === null || value === undefined) return [];
  if (typeof value !== "object") return [[key(name), text(scalar(value))]];
  const isPlain = Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null);
  return Object.entries(Array.isArray(value) ? items(value) : value).flatMap(([member, of]) =>
    deepPairs(isPlain && isInside ? name : `${name}[${member}]`, of, key, text, true),
  );
}

/** RFC 6265, section 4.1.1: the characters of a cookie's value. */
const COOKIE_OCTETS = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/;

/** A cookie parameter. The style `cookie` encodes nothing, so some values cannot be sent: then it throws. */
export function cookiePairs(argument: string, name: string, value: unknown, binding: FieldBinding): string[] {
  if (binding.style !== "cookie")
    return pairs(name, value, binding, undefined, encodeReservedInCookie).map((pair) => pair.join("="));
  const { explode = true } = binding;
  return pairs(name, value, { style: "form", explode }, verbatim).map(([key, text]) => {
    const plain = text.split(",").every((part) => COOKIE_OCTETS.test(part)) && !/[\s;=]/.test(key);
    if (!plain)
      throw invalid(
        argument,
        "expected printable ASCII without spaces, quotes and semicolons for a cookie, found another character",
      );
    return `${key}=${text}`;
  });
}

// -------------------------------------------------------------------------------------------- header

/** A header parameter; undefined for null and empty lists (RFC 6570, section 2.3). */
export function headerValue(
  argument: string,
  value: unknown,
  { explode = false, style = "simple" }: FieldBinding,
): string | undefined {
  if (value === null) return undefined;
  const list = Array.isArray(value)
    ? items(value).map(scalar)
    : typeof value === "object"
      ? entries(value).map(([key, member]) => `${key}${explode ? "=" : ","}${scalar(member)}`)
      : [scalar(value)];
  if (list.length === 0) return undefined;
  const text = list.join(Array.isArray(value) ? delimiter(style, verbatim) : ",");
  // RFC 9110, section 5.5, without obsolete bytes: a value must not end the header or be recoded.
  if (!/^[\t\x20-\x7e]*$/.test(text))
    throw invalid(argument, "expected printable ASCII on one line for a header, found another character");
  return text;
}
