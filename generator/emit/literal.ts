import { isObject, type Json } from "../json.ts";

/**
 * The only way in which text of a document becomes source text. Everything a document says is printed as a
 * literal, with every character escaped that could end it, hide in it or reorder it on a screen. An object is data
 * like JSON, whatever its TypeScript type.
 */
export function literal(value: Json | object): string {
  if (Array.isArray(value)) return `[${value.map((item) => literal(item)).join(", ")}]`;
  if (isObject(value)) {
    const members = Object.entries(value).map(([key, member]) => `${propertyKey(key)}: ${literal(member)}`);
    return members.length > 0 ? `{ ${members.join(", ")} }` : "{}";
  }
  return typeof value === "string" ? text(value) : JSON.stringify(value);
}

/** A key of an object literal. `__proto__` is computed, since written plainly it would set the prototype. */
export function propertyKey(key: string): string {
  if (key === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key) ? key : text(key);
}

/** A name that stands in code as it is. The model lets no other through, so that anything else is a fault of ours. */
export function identifier(name: string): string {
  if (!/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name)) throw new Error(`${literal(name)} is no identifier`);
  return name;
}

/** Text inside a block comment: one line, and never the end of the comment. */
export function comment(value: string): string {
  return text(value).slice(1, -1).replaceAll("*/", "*\\/").replaceAll('\\"', '"');
}

/**
 * Line terminators of JavaScript that JSON allows, control, format and private-use characters (bidi
 * overrides, zero-width characters, tags), and lone surrogates.
 */
const UNSAFE = /[\u2028\u2029]|[^\P{Cc}\n]|\p{Cf}|\p{Co}|\p{Cs}/gu;

/** What almost all text consists of, and what needs no look at the properties of its characters. */
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

function text(value: string): string {
  return PRINTABLE_ASCII.test(value) ? JSON.stringify(value) : escapeUnsafe(JSON.stringify(value));
}

/** JSON text in which nothing is invisible and nothing reorders what is shown; it parses to the same value. */
export function escapeUnsafe(json: string): string {
  return json.replaceAll(UNSAFE, (char) =>
    Array.from(
      { length: char.length },
      (_, i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}
