/**
 * Texts of a document as a person and a model both see them. Whoever reviews a document has to see all that it
 * tells a model, and there are characters which only the model sees.
 */

/** UTF-16 code units of a text that is not a description. */
export const MAX_TEXT = 1_000;

const LINE_ENDS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

/** A character or two that are seen as one picture, joined to others like it or not, or a key such as 1️⃣. */
const EMOJI =
  "\\p{Extended_Pictographic}(?:\\ufe0f|\\p{Emoji_Modifier})?" +
  "(?:\\u200d\\p{Extended_Pictographic}(?:\\ufe0f|\\p{Emoji_Modifier})?)*" +
  "|[0-9#*]\\ufe0f\\u20e3";

/** What has no look of its own: control, format and private use characters, fillers, halves of characters. */
const UNSEEN =
  "[^\\n\\t\\P{Cc}]|[\\p{Cf}\\p{Co}\\p{Cs}\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}]";

const EMOJI_OR_UNSEEN = new RegExp(`(?<emoji>${EMOJI})|${UNSEEN}`, "gu");
const PLAIN = /^[\n\t\x20-\x7e]*$/;

/**
 * A text without what cannot be seen, in composed form (NFC), cut at the end of a sentence or a word. What is
 * seen stays as it is, emoji included. Undefined where nothing is left.
 */
export function readable(text: string, max = MAX_TEXT): string | undefined {
  const seen = PLAIN.test(text) ? text : withoutUnseen(text.replaceAll(LINE_ENDS, "\n")).normalize("NFC");
  const trimmed = seen.trim();
  return trimmed === "" ? undefined : cut(trimmed, max);
}

function withoutUnseen(text: string): string {
  return text.replaceAll(EMOJI_OR_UNSEEN, (_match, emoji: string | undefined) => emoji ?? "");
}

function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, max - 1);
  const sentence = /^.*(?:[.!?](?=\s)|[。！？](?=.))/su.exec(head)?.[0] ?? "";
  // A short first sentence before a long second one says too little.
  if (sentence.length > max / 2) return `${sentence} …`;
  const word = /^.*\S(?=\s)/su.exec(head)?.[0] ?? "";
  return `${word.length > max / 2 ? word : head.replace(/[\ud800-\udbff]$/, "")}…`;
}

/** Characters that hide a text in a text, where a soft hyphen or a zero-width space only came along. */
const SMUGGLING = /[\u{e0000}-\u{e007f}]|[\u{e0100}-\u{e01ef}]|[\u202a-\u202e\u2066-\u2069]/u;

/**
 * What a text says that is meant for the model that reads it, and not for whoever uses the API. Few and
 * narrow on purpose: documents of honest APIs speak of prompts, users and instructions too.
 */
const INSTRUCTIONS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override)\s+(?:(?:all|any|the|your|every|of)\s+){0,3}(?:previous|prior|above|preceding|earlier)\s+(?:\w+\s+)?(?:instruction|prompt|rule|message|direction|guideline|tool)s?\b/i,
  /\b(?:do\s+not|don't|never|without)\s+(?:tell|inform|warn|mention(?:ing)?|reveal(?:ing)?|disclos(?:e|ing)|telling|informing)\s+(?:(?:this|that|it|anything|about\s+(?:this|it)|to|of|the|your)\s+){0,4}user\b/i,
  /\b(?:ignore|reveal|print|repeat|output|leak|disclose|override)\s+(?:the|your|its|any|all)\s+(?:\w+\s+)?system\s+prompt\b/i,
  /\bbefore\s+(?:you\s+)?(?:us(?:e|ing)|call(?:ing)?|invok(?:e|ing))\s+(?:this|any|any\s+other|other|another)\s+tools?\b/i,
  /<\/?IMPORTANT>/,
  /(?<!\w)<\/?\s*(?:system|assistant|instructions|secret|hidden)(?:[\s_-]?(?:prompt|message|instructions?|note|override))?\s*>/i,
  /<\|(?:im_start|im_end|system|user|assistant|start_header_id)\|>|\[\/?INST\]|<<\/?SYS>>/,
];

/** Why a person should look at a text or value before a model does; undefined where there is no reason. */
export function suspicion(text: string, kind: "text" | "value"): string | undefined {
  if (PLAIN.test(text) && text.length < 7) return undefined;
  const unseen = kind === "text" ? (SMUGGLING.exec(text)?.[0] ?? "") : firstUnseen(text);
  if (unseen !== "") return `it has characters that cannot be seen, such as ${codePoint(unseen)}`;
  const plain = withoutUnseen(text).normalize("NFKC");
  const found = INSTRUCTIONS.map((pattern) => pattern.exec(plain)?.[0]).find((match) => match !== undefined);
  return found === undefined ? undefined : `it says "${found.replaceAll(/\s+/g, " ")}"`;
}

function firstUnseen(text: string): string {
  for (const { 0: match, groups } of text.replaceAll("\r", "\n").matchAll(EMOJI_OR_UNSEEN))
    if (groups?.emoji === undefined) return match;
  return "";
}

function codePoint(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
