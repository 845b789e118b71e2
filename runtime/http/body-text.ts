/** Decodes bodies to text, and guards JSON text before it is parsed. */
import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import { isXml } from "../contract/media-types.ts";

/** A parameter of a header such as `Content-Type`, by lower-case name, without its quotes. */
export function parameterOf(header: string | undefined, name: string): string | undefined {
  for (const [, key, quoted, token] of (header ?? "").matchAll(PARAMETER))
    if (key?.toLowerCase() === name) return quoted?.replace(/\\(.)/g, "$1") ?? token;
  return undefined;
}

/** RFC 9110, section 5.6.6. */
const PARAMETER = /;\s*([!#$%&'*+.^_`|~\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g;

const UTF8 = new TextDecoder();

/**
 * The text of bytes. A byte order mark says how to read them and goes, then the declared character set
 * counts, then what XML says of itself. Without any of them, or with one that nobody knows, it is UTF-8
 * where the bytes can be, and otherwise Windows-1252, which gives every byte a character.
 */
export function decodeText(body: Buffer, contentType: string | undefined): string {
  const decoder =
    declaredDecoder(body, contentType) ?? (isUtf8(body) ? UTF8 : new TextDecoder("windows-1252"));
  if (decoder === UTF8) return UTF8.decode(body);
  // In two steps: in one, some versions of Node 20 read Windows-1252 as if it were ISO-8859-1.
  return decoder.decode(body, { stream: true }) + decoder.decode();
}

function declaredDecoder(body: Buffer, contentType: string | undefined): TextDecoder | undefined {
  const [first, second, third] = body;
  if (first === 0xef && second === 0xbb && third === 0xbf) return UTF8;
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be");
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le");
  if (contentType === undefined) return undefined;
  const declared =
    parameterOf(contentType, "charset") ??
    (isXml(contentType)
      ? /^<\?xml[^>]{1,100}?encoding=["']([\w.:-]+)/.exec(body.toString("latin1", 0, 200))?.[1]
      : undefined);
  if (declared === undefined) return undefined;
  if (/^utf-?8$/i.test(declared)) return UTF8;
  try {
    return new TextDecoder(declared);
  } catch {
    return undefined;
  }
}

// ---------------------------------------------------------------------------------------------- JSON

/**
 * Levels of objects and lists in each other. No API needs as many, and up to here a value can be walked and
 * written with recursion, in this process and in those that read what it writes.
 */
const MAX_DEPTH = 500;

/** Whether a JSON text is nested deeper than anything but an attack. */
export function isTooDeep(text: string): boolean {
  // Each level takes two characters.
  if (text.length <= MAX_DEPTH * 2) return false;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i = endOfString(text, i);
    } else if (code === BRACE || code === BRACKET) {
      if (++depth > MAX_DEPTH) return true;
    } else if (code === BRACE_END || code === BRACKET_END) depth--;
  }
  return false;
}

const [QUOTE, BACKSLASH, BRACE, BRACE_END, BRACKET, BRACKET_END] = [34, 92, 123, 125, 91, 93];

/** Where the string ends that begins here; the end of the text if it does not. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}

/** A value's text on one line: as it was read if that is one, with numbers that JavaScript cannot hold. */
export function compactJson(text: string, value: unknown): string {
  const trimmed = text.trim();
  return /[\r\n]/.test(trimmed) ? JSON.stringify(value) : trimmed;
}
