import type { TextRule } from "./check.ts";

/** The text formats of the document, as rules for `Check.text`. */
export const EMAIL: TextRule = {
  max: 254,
  pattern: /^[a-z0-9._%+-]+@[a-z0-9]+(?:[.-][a-z0-9]+)*\.[a-z]{2,}$/i,
  expected: "an e-mail address",
};
export const ISBN: TextRule = {
  pattern: /^97[89][0-9]{10}$/,
  expected: "13 digits that begin with 978 or 979",
};
export const LANGUAGE: TextRule = { pattern: /^[a-z]{2}$/, expected: "a two-letter language code" };
export const COUNTRY: TextRule = { pattern: /^[A-Z]{2}$/, expected: "a two-letter country code" };
export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function idOf(prefix: "au" | "bk" | "cd"): TextRule {
  return { pattern: new RegExp(`^${prefix}_[0-9a-z]{6}$`), expected: `an id such as ${prefix}_000001` };
}

export function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  // Date.parse turns 31 February into a day of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

export function isDateTime(text: string): boolean {
  const [date = "", time = ""] = text.split("T");
  const clock = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
  return isDate(date) && clock.test(time);
}

export function isHttpUri(text: string): boolean {
  return /^https?:\/\/[^\s]+$/.test(text) && URL.canParse(text);
}
