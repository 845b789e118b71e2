/**
 * Texts of a document as people and models both see them. Some characters are visible to models only, so that a
 * reviewer of the document would miss them.
 */

/** The most UTF-16 code units of a text other than a description. */
export const MAX_TEXT = 1_000;

const LINE_ENDS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

/** One emoji: a pictograph with its modifier, several of them joined, or a keycap such as 1️⃣. */
const EMOJI =
  "\\p{Extended_Pictographic}(?:\\ufe0f|\\p{Emoji_Modifier})?" +
  "(?:\\u200d\\p{Extended_Pictographic}(?:\\ufe0f|\\p{Emoji_Modifier})?)*" +
  "|[0-9#*]\\ufe0f\\u20e3";

/** Invisible characters: control, format and private use characters, fillers, lone surrogates. */
const UNSEEN =
  "[^\\n\\t\\P{Cc}]|[\\p{Cf}\\p{Co}\\p{Cs}\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}]";

const EMOJI_OR_UNSEEN = new RegExp(`(?<emoji>${EMOJI})|${UNSEEN}`, "gu");
const PLAIN = /^[\n\t\x20-\x7e]*$/;

/**
 * A text without invisible characters, in composed form (NFC), cut at the end of a sentence or word to at most `max`
 * UTF-16 code units. Visible characters, emoji included, stay as they are. Undefined if nothing is left.
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
  // A short sentence before a long one would leave too little.
  if (sentence.length > max / 2) return `${sentence} …`;
  const word = /^.*\S(?=\s)/su.exec(head)?.[0] ?? "";
  return `${word.length > max / 2 ? word : head.replace(/[\ud800-\udbff]$/, "")}…`;
}

/** Characters that can hide a text in another; soft hyphens and zero-width spaces are usually accidents. */
const SMUGGLING = /[\u{e0000}-\u{e007f}]|[\u{e0100}-\u{e01ef}]|[\u202a-\u202e\u2066-\u2069]/u;

/**
 * Instructions to a model rather than information for users of the API. Few and narrow on purpose: documents of honest
 * APIs mention prompts, users and instructions too.
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

/** Names the hidden characters or the instruction to a model that a text or value contains; undefined if neither. */
export function suspicion(text: string, kind: "text" | "value"): string | undefined {
  if (PLAIN.test(text) && text.length < 7) return undefined;
  const unseen = kind === "text" ? (SMUGGLING.exec(text)?.[0] ?? "") : firstUnseen(text);
  if (unseen !== "") return `the invisible character ${codePoint(unseen)}`;
  const plain = withoutUnseen(text).normalize("NFKC");
  const found = INSTRUCTIONS.map((pattern) => pattern.exec(plain)?.[0]).find((match) => match !== undefined);
  return found === undefined ? undefined : `"${found.replaceAll(/\s+/g, " ")}"`;
}

function firstUnseen(text: string): string {
  for (const { 0: match, groups } of text.replaceAll("\r", "\n").matchAll(EMOJI_OR_UNSEEN))
    if (groups?.emoji === undefined) return match;
  return "";
}

function codePoint(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
