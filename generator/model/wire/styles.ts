/** The styles of parameters and form fields; see expected-request.ts for why they are implemented twice. */
import type { FieldBinding } from "../../../runtime/contract/http-binding.ts";
import { isObject, type Json } from "../../json.ts";

/** Percent-encodes all characters but the unreserved ones of RFC 3986. */
export function strict(text: string): string {
  if (/^[A-Za-z0-9\-._~]*$/.test(text)) return text;
  return [...new TextEncoder().encode(text)]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9\-._~]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}

/** Percent-encodes all characters but the unreserved ones, those of a set, and existing percent triplets. */
function lenient(text: string, kept: RegExp): string {
  return text
    .split(/(%[0-9A-Fa-f]{2})/)
    .map((part, i) => (i % 2 === 1 ? part : [...part].map((c) => (kept.test(c) ? c : strict(c))).join("")))
    .join("");
}

/** `allowReserved` in a query: without the delimiters of queries, and apostrophes, which URL parsers encode. */
function reservedInQuery(text: string): string {
  return lenient(text, /[:/?@!$()*,;=]/);
}

/** `allowReserved` in a cookie, whose value has neither semicolon nor comma (RFC 6265). */
function reservedInCookie(text: string): string {
  return lenient(text, /[:/?@!$()*=]/);
}

/** `allowReserved` in a segment of a path. */
function reservedInPath(text: string): string {
  return lenient(text, /[:@!$&'()*+,;=]/);
}

/** A string itself, or the JSON text of any other value. */
export function plain(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The items of an array, or the names and values of an object, without nulls; else the value as the only item. */
function members(value: Json): { name?: string; text: string }[] {
  if (Array.isArray(value)) return value.filter((v) => v !== null).map((item) => ({ text: plain(item) }));
  if (isObject(value))
    return Object.entries(value)
      .filter(([, v]) => v !== null)
      .map(([name, item]) => ({ name, text: plain(item) }));
  return [{ text: plain(value) }];
}

/** The separators of items other than commas, before percent-encoding. */
const SEPARATOR = new Map<string, string>([
  ["spaceDelimited", " "],
  ["pipeDelimited", "|"],
  ["tabDelimited", "\t"],
]);

export interface Pair {
  readonly key: string;
  readonly text: string;
}

/**
 * The pairs of a query or cookie parameter, or of a field of a form, in order. An empty list or object has none. `raw`
 * is without percent-encoding.
 */
export function pairs(
  name: string,
  value: Json,
  binding: FieldBinding,
  raw = false,
  inCookie = false,
): Pair[] {
  const { style = "form", explode = style === "form", allowReserved = false } = binding;
  const forKey = raw ? (text: string) => text : strict;
  const forText = raw
    ? (text: string) => text
    : allowReserved
      ? inCookie
        ? reservedInCookie
        : reservedInQuery
      : strict;
  if (value === null) return [];
  if (typeof value !== "object") return [{ key: forKey(name), text: forText(plain(value)) }];
  if (style === "deepObject")
    return deep(name, value, 0).map((pair) => ({ key: forKey(pair.key), text: forText(pair.text) }));
  const list = members(value);
  if (list.length === 0) return [];
  if (explode) return list.map((m) => ({ key: forKey(m.name ?? name), text: forText(m.text) }));
  const separator = SEPARATOR.get(style);
  const flat = list.flatMap((m) =>
    m.name === undefined ? [forText(m.text)] : [forKey(m.name), forText(m.text)],
  );
  return [{ key: forKey(name), text: flat.join(separator === undefined ? "," : forKey(separator)) }];
}

/** Members in brackets. A list is numbered, but below the top level a list of plain values is repeated instead. */
function deep(name: string, value: Json, depth: number): Pair[] {
  if (value === null) return [];
  if (typeof value !== "object") return [{ key: name, text: plain(value) }];
  if (!Array.isArray(value))
    return Object.entries(value).flatMap(([member, inner]) => deep(`${name}[${member}]`, inner, depth + 1));
  const items = value.filter((item) => item !== null);
  const repeated = depth > 0 && items.every((item) => typeof item !== "object");
  return items.flatMap((item, i) => deep(repeated ? name : `${name}[${i}]`, item, depth + 1));
}

/** The RFC 6570 expansion of a path parameter; empty for null and for an empty list or object. */
export function pathText(name: string, value: Json, binding: FieldBinding): string {
  const { style = "simple", explode = false, allowReserved } = binding;
  const encode = allowReserved ? reservedInPath : strict;
  const key = strict(name);
  const list = value === null ? [] : members(value);
  if (list.length === 0) return "";
  const joined = (pair: string, separator: string): string =>
    list
      .map((m) => (m.name === undefined ? encode(m.text) : strict(m.name) + pair + encode(m.text)))
      .join(separator);
  if (style === "label") return `.${explode ? joined("=", ".") : joined(",", ",")}`;
  if (style === "matrix") {
    // An empty value is ";color", not ";color=" (section 3.2.7).
    const assign = (to: string, text: string): string => (text === "" ? `;${to}` : `;${to}=${text}`);
    if (typeof value !== "object" || !explode) return assign(key, joined(",", ","));
    return list.map((m) => assign(m.name === undefined ? key : strict(m.name), encode(m.text))).join("");
  }
  const separator = strict(SEPARATOR.get(style) ?? "") || ",";
  return explode ? joined("=", separator) : joined(separator, separator);
}

/** The literal part of a path template. Characters that a URL cannot contain are percent-encoded (RFC 6570, 3.1). */
export function literalPath(text: string): string {
  const question = text.indexOf("?");
  const [path, query] = question === -1 ? [text, ""] : [text.slice(0, question), text.slice(question)];
  return lenient(path, /[:/@!$&'()*+,;=]/) + lenient(query, /[:/?@!$&()*+,;=]/);
}

/** The value of a header; undefined if there is nothing to send, so that the header is left out. */
export function headerText(
  value: Json,
  { style = "simple", explode = false }: FieldBinding,
): string | undefined {
  const list = value === null ? [] : members(value);
  if (list.length === 0) return undefined;
  return list
    .map((m) => (m.name === undefined ? m.text : `${m.name}${explode ? "=" : ","}${m.text}`))
    .join((Array.isArray(value) && SEPARATOR.get(style)) || ",");
}
