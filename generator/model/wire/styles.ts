/** The styles of parameters and form fields; see request.ts for why they are worked out here a second time. */
import type { FieldBinding } from "../../../runtime/contract/http-binding.ts";
import { isObject, type Json } from "../../json.ts";

/** Everything but the unreserved characters of RFC 3986 becomes a percent triplet. */
export function strict(text: string): string {
  if (/^[A-Za-z0-9\-._~]*$/.test(text)) return text;
  return [...new TextEncoder().encode(text)]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9\-._~]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}

/** Percent triplets stay, and so do the characters of a set; the rest is encoded. */
function lenient(text: string, kept: RegExp): string {
  return text
    .split(/(%[0-9A-Fa-f]{2})/)
    .map((part, i) => (i % 2 === 1 ? part : [...part].map((c) => (kept.test(c) ? c : strict(c))).join("")))
    .join("");
}

/** `allowReserved`: the reserved characters that are not the query's own; URL parsers encode its apostrophes. */
function reservedInQuery(text: string): string {
  return lenient(text, /[:/?@!$()*,;=]/);
}

/** `allowReserved` in a cookie (RFC 6265 wants neither semicolon nor comma in a value). */
function reservedInCookie(text: string): string {
  return lenient(text, /[:/?@!$()*=]/);
}

/** `allowReserved` in a segment of a path. */
function reservedInPath(text: string): string {
  return lenient(text, /[:@!$&'()*+,;=]/);
}

export function plain(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The members of a value as a style lists them: items, or names and values. */
function members(value: Json): { name?: string; text: string }[] {
  if (Array.isArray(value)) return value.filter((v) => v !== null).map((item) => ({ text: plain(item) }));
  if (isObject(value))
    return Object.entries(value)
      .filter(([, v]) => v !== null)
      .map(([name, item]) => ({ name, text: plain(item) }));
  return [{ text: plain(value) }];
}

/** Between the items of a list; percent-encoded where the place is. */
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
 * The pairs of a query or cookie parameter or of a field of a form, in order; none for an empty list or
 * object. `raw`: without percent-encoding.
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

/** Members in brackets; a list by number, but repeated where it holds plain values below the top. */
function deep(name: string, value: Json, depth: number): Pair[] {
  if (value === null) return [];
  if (typeof value !== "object") return [{ key: name, text: plain(value) }];
  if (!Array.isArray(value))
    return Object.entries(value).flatMap(([member, inner]) => deep(`${name}[${member}]`, inner, depth + 1));
  const items = value.filter((item) => item !== null);
  const repeated = depth > 0 && items.every((item) => typeof item !== "object");
  return items.flatMap((item, i) => deep(repeated ? name : `${name}[${i}]`, item, depth + 1));
}

/** RFC 6570 expansion of a path parameter; what is null or empty expands to nothing. */
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
    // ";color" and not ";color=" where the value is empty (section 3.2.7).
    const assign = (to: string, text: string): string => (text === "" ? `;${to}` : `;${to}=${text}`);
    if (typeof value !== "object" || !explode) return assign(key, joined(",", ","));
    return list.map((m) => assign(m.name === undefined ? key : strict(m.name), encode(m.text))).join("");
  }
  const separator = strict(SEPARATOR.get(style) ?? "") || ",";
  return explode ? joined("=", separator) : joined(separator, separator);
}

/** The literal part of a path template: as it stands, but for what a URL cannot contain (RFC 6570, 3.1). */
export function literalPath(text: string): string {
  const question = text.indexOf("?");
  const [path, query] = question === -1 ? [text, ""] : [text.slice(0, question), text.slice(question)];
  return lenient(path, /[:/@!$&'()*+,;=]/) + lenient(query, /[:/?@!$&()*+,;=]/);
}

/** Undefined where there is no member, for then there is no header. */
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
