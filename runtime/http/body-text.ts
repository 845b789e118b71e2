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
 * Decodes bytes. A byte order mark decides the encoding and is removed; without one, the declared character set
 * decides, then the declaration in an XML document. Without any of them, or with an unknown one, valid UTF-8 is read as
 * UTF-8, and anything else as Windows-1252, which has a character for every byte.
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
 * Levels of nested objects and lists. No API needs as many, and values up to this depth can be processed with
 * recursion, in this process and in its clients.
 */
const MAX_DEPTH = 500;

/** True for JSON text that is nested more deeply than `MAX_DEPTH`. It is not parsed. */
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

/** The index of the quote that ends the string which begins at `start`; the length of the text if there is none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}

/** JSON on one line. Text that is on one line stays unchanged, with numbers that JavaScript cannot represent. */
export function compactJson(text: string, value: unknown): string {
  const trimmed = text.trim();
  return /[\r\n]/.test(trimmed) ? JSON.stringify(value) : trimmed;
}
