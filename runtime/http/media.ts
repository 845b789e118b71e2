/** What a media type says about the bytes that come with it, and how to read them as text. */
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
