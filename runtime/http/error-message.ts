/** Extracts messages from error responses that can be passed on to a model. */
import { isJson, isText, mediaType } from "../contract/media-types.ts";
import { decodeText } from "./body-text.ts";

/** Characters of a message that are passed on. */
const MAX_LENGTH = 500;
/** Characters of an error response that are read. */
const MAX_READ = 64 * 1024;

/**
 * Puts text on one line and removes invisible characters. Some of them, such as letters of the tag block, can carry
 * instructions that a model reads and a person does not see.
 */
export function visible(text: string): string {
  return text.replaceAll(INVISIBLE, " ").replaceAll(/\s+/g, " ").trim();
}

/** The text of an upstream as a detail of an error: visible, and shortened. */
export function upstreamText(text: string | undefined): { upstream?: string } {
  const clean = text === undefined ? undefined : visible(text);
  if (clean === undefined || clean === "") return {};
  return { upstream: shortened(clean, MAX_LENGTH) };
}

/** Cuts a text after `length` UTF-16 code units, but not inside a character, and adds an ellipsis. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** Control, format and unassigned characters, and the variation selectors that no script uses. */
const INVISIBLE = /(?:[\p{C}\p{Zl}\p{Zp}]|[\u{E0100}-\u{E01EF}])+/gu;

/** Seconds of a Retry-After header: a number, or a date. */
export function retryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}

/** The message in the body of an error response: members of JSON, the title of a web page, or plain text. */
export function messageOf(body: Buffer, contentType: string | undefined): string | undefined {
  const type = mediaType(contentType);
  if (type !== "" && !isJson(type) && !isText(type)) return undefined;
  const text = decodeText(body, contentType).slice(0, MAX_READ);
  if (type === "text/html") return /<title[^>]*>([^<]{1,200})/i.exec(text.slice(0, 20_000))?.[1];
  if (!isJson(type) && !/^\s*[[{]/.test(text)) return text;
  try {
    return messageOfJson(JSON.parse(text));
  } catch {
    return text;
  }
}

/** The messages of an error in JSON. */
export function messageOfJson(value: unknown): string | undefined {
  return messages(value, 0).join("; ") || undefined;
}

/** Members that hold messages, the most specific first: those of RFC 9457, then common ones. */
const MEMBERS = ["detail", "message", "error_description", "error", "title", "msg", "reason"];

function messages(value: unknown, depth: number): string[] {
  if (typeof value === "string") return value.trim() === "" ? [] : [value];
  if (typeof value !== "object" || value === null || depth > 4) return [];
  if (Array.isArray(value)) return value.slice(0, 10).flatMap((item) => messages(item, depth + 1));
  const record = value as Record<string, unknown>;
  const named = record.field ?? record.path ?? record.name ?? record.pointer;
  const own = MEMBERS.map((key) => messages(record[key], depth + 1)).find((found) => found.length > 0) ?? [];
  const labelled =
    typeof named === "string" && depth > 0 ? own.map((message) => `${named}: ${message}`) : own;
  return [...labelled, ...messages(record.errors, depth + 1)];
}
