import { isObject, type Json } from "../json.ts";

/**
 * Prints data as a literal: the only way in which text of a document becomes source text. Every character is escaped
 * that could end the literal, hide in it or reorder it on a screen. Members that are undefined are left out.
 */
export function literal(value: Json | object): string {
  if (Array.isArray(value)) return `[${value.map((item) => literal(item)).join(", ")}]`;
  if (isObject(value)) {
    const members = Object.entries(value).flatMap(([key, member]) =>
      member === undefined ? [] : [`${propertyKey(key)}: ${literal(member)}`],
    );
    return members.length > 0 ? `{ ${members.join(", ")} }` : "{}";
  }
  return typeof value === "string" ? text(value) : JSON.stringify(value);
}

/** A key of an object literal. `__proto__` is computed, since written plainly it would set the prototype. */
export function propertyKey(key: string): string {
  if (key === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key) ? key : text(key);
}

/** A name that stands in code unquoted. Throws for other text, which the model never passes on. */
export function identifier(name: string): string {
  if (!/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name)) throw new Error(`${literal(name)} is no identifier`);
  return name;
}

/** Text inside a block comment: one line that does not end the comment. */
export function comment(value: string): string {
  return text(value).slice(1, -1).replaceAll("*/", "*\\/").replaceAll('\\"', '"');
}

/**
 * Line terminators of JavaScript that JSON allows, control, format and private-use characters (bidi
 * overrides, zero-width characters, tags), and lone surrogates.
 */
const UNSAFE = /[\u2028\u2029]|[^\P{Cc}\n]|\p{Cf}|\p{Co}|\p{Cs}/gu;

/** Almost all text. It contains nothing unsafe. */
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

function text(value: string): string {
  return PRINTABLE_ASCII.test(value) ? JSON.stringify(value) : escapeUnsafe(JSON.stringify(value));
}

/** Escapes invisible and reordering characters in JSON text. The result parses to the same value. */
export function escapeUnsafe(json: string): string {
  return json.replaceAll(UNSAFE, (char) =>
    Array.from(
      { length: char.length },
      (_, i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}
