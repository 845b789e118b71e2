/** What an API says of its own errors, in words that can be passed on. */
import { isJson, isText, mediaType } from "../contract/media-types.ts";
import { decodeText } from "./body-text.ts";

/** What of an upstream's own words is passed on. */
const MAX_LENGTH = 500;
/** How much of an error is looked at. */
const MAX_READ = 64 * 1024;

/**
 * Words on one line, without characters that nobody sees: those can carry instructions past the person who
 * reads along, as letters of the tag block do.
 */
export function visible(text: string): string {
  return text.replaceAll(INVISIBLE, " ").replaceAll(/\s+/g, " ").trim();
}

/** What an upstream says, fit to be passed on. */
export function upstreamText(text: string | undefined): { upstream?: string } {
  const clean = text === undefined ? undefined : visible(text);
  if (clean === undefined || clean === "") return {};
  if (clean.length <= MAX_LENGTH) return { upstream: clean };
  return { upstream: `${clean.slice(0, MAX_LENGTH).replace(/[\ud800-\udbff]$/, "")}…` };
}

/** Everything without a shape of its own, and the variation selectors that no writing uses. */
const INVISIBLE = /(?:[\p{C}\p{Zl}\p{Zp}]|[\u{E0100}-\u{E01EF}])+/gu;

/** Seconds of a Retry-After header: a number, or a date. */
export function retryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}

/** What an error says in its body: the words of JSON, the title of a web page, or the text it is. */
export function messageOf(body: Buffer, contentType: string | undefined): string | undefined {
  const type = mediaType(contentType);
  if (type !== "" && !isJson(type) && !isText(type)) return undefined;
  const text = decodeText(body, contentType).slice(0, MAX_READ);
  if (type === "text/html") return /<title[^>]*>([^<]{1,200})/i.exec(text.slice(0, 20_000))?.[1];
  if (!isJson(type) && !/^\s*[[{]/.test(text)) return text;
  try {
    return wordsOf(JSON.parse(text));
  } catch {
    return text;
  }
}

/** The words of an error in JSON. */
export function wordsOf(value: unknown): string | undefined {
  return messages(value, 0).join("; ") || undefined;
}

/** Members that hold an error's words, the most telling first: RFC 9457, then what APIs use. */
const MEMBERS = ["detail", "message", "error_description", "error", "title", "msg", "reason"];

function messages(value: unknown, depth: number): string[] {
  if (typeof value === "string") return value.trim() === "" ? [] : [value];
  if (typeof value !== "object" || value === null || depth > 4) return [];
  if (Array.isArray(value)) return value.slice(0, 10).flatMap((item) => messages(item, depth + 1));
  const record = value as Record<string, unknown>;
  const named = record.field ?? record.path ?? record.name ?? record.pointer;
  const own = MEMBERS.map((key) => messages(record[key], depth + 1)).find((found) => found.length > 0) ?? [];
  const told = typeof named === "string" && depth > 0 ? own.map((message) => `${named}: ${message}`) : own;
  return [...told, ...messages(record.errors, depth + 1)];
}
