import { jsonEqual } from "../../runtime/contract/json-equality.ts";
import type { Json } from "../json.ts";
import type { SchemaObject, SchemaType } from "../json-schema.ts";
import { didYouMean } from "../suggest.ts";
import type { Refusal } from "./format/build.ts";

const TYPES = ["string", "integer", "number", "boolean", "object"] as const;

/** A short form such as `string?`, `integer = 20` or `(a|b)[]`, and the schema that it stands for. */
export interface ShortForm {
  readonly schema: SchemaObject;
  readonly required: boolean;
  readonly default?: Json;
  /** Why the text is not a short form; its schema accepts everything then. */
  readonly refusal?: Refusal;
}

type Refuse = (message: string, fix: string) => void;

/** Longer than any short form that a person writes; lists of lists recurse. */
const MAX_LENGTH = 500;

const EXAMPLES = "Write for example string, string?, integer = 20, a|b|c or string[].";

/** Parses a short form. A text that is none comes back as an optional value of any type, with the refusal. */
export function parseShortForm(text: string): ShortForm {
  const refusals: Refusal[] = [];
  const form = parse(text, (message, fix) => void refusals.push({ message, fix }));
  const [refusal] = refusals;
  return refusal ? { schema: {}, required: false, refusal } : form;
}

function parse(text: string, refuse: Refuse): ShortForm {
  if (text.length > MAX_LENGTH) {
    refuse(`expected at most ${MAX_LENGTH} characters, found ${text.length}`, "Write a JSON Schema.");
    return { schema: {}, required: false };
  }
  const equals = text.indexOf("=");
  const head = (equals === -1 ? text : text.slice(0, equals)).trim();
  const isOptional = head.endsWith("?");
  const schema = schemaOf((isOptional ? head.slice(0, -1) : head).trim(), refuse);
  if (equals === -1) return { schema, required: !isOptional };
  return { schema, required: false, default: defaultOf(text.slice(equals + 1).trim(), schema, refuse) };
}

function schemaOf(text: string, refuse: Refuse): SchemaObject {
  if (text.endsWith("[]")) {
    const items = text.slice(0, -2).trim();
    const isGroup = items.startsWith("(") && items.endsWith(")");
    if (isGroup || !items.includes("|"))
      return { type: "array", items: schemaOf(isGroup ? items.slice(1, -1).trim() : items, refuse) };
  }
  const found = JSON.stringify(text);
  const words = text.split("|").map((word) => word.trim());
  const types = words.filter((word) => isType(word));
  const unclear = words.find((word) => isType(word) || /^(?:-?\d+(?:\.\d+)?|true|false|null)$/.test(word));
  if (/[[\]()?]/.test(text))
    refuse(
      `expected a type, found ${found}`,
      "Lists are string[] and (a|b)[]; for anything else write a JSON Schema.",
    );
  else if (text === "") refuse("expected a type, found an empty text", EXAMPLES);
  else if (words.includes(""))
    refuse(`expected choices such as a|b|c, found an empty choice in ${found}`, EXAMPLES);
  else if (types.length === words.length)
    return { type: types.length === 1 ? (types[0] as SchemaType) : [...new Set(types)] };
  else if (words.length === 1)
    refuse(
      `expected a type, found ${found}${didYouMean(text, TYPES)}`,
      `Types are ${TYPES.join(", ")}, lists of them (string[]) and choices (a|b|c).`,
    );
  else if (unclear !== undefined)
    refuse(
      `expected choices that are clearly texts, found ${unclear} in ${found}`,
      `Write a JSON Schema: { type: string, enum: [${words.map((word) => JSON.stringify(word)).join(", ")}] }.`,
    );
  else if (new Set(words).size < words.length)
    refuse(`expected different choices, found one twice in ${found}`, "Remove one of the two.");
  return { type: "string", enum: words };
}

function isType(word: string): word is (typeof TYPES)[number] {
  return (TYPES as readonly string[]).includes(word);
}

function defaultOf(text: string, schema: SchemaObject, refuse: Refuse): Json {
  const value = schema.type === "string" && !text.startsWith('"') ? text : parsed(text);
  if (value !== undefined && fits(value, schema)) return value;
  refuse(
    `expected a default of the type before it, found ${JSON.stringify(text)}`,
    'Write for example integer = 20, string = open, (a|b)[] = ["a"], or a JSON Schema with a `default`.',
  );
  return null;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function fits(value: Json, { type, enum: choices, items }: SchemaObject): boolean {
  if (choices) return choices.some((choice) => jsonEqual(choice, value));
  if (Array.isArray(value))
    return type === "array" && value.every((item) => typeof items !== "object" || fits(item, items));
  const kind = value === null ? "null" : (typeof value as SchemaType);
  const kinds: readonly SchemaType[] = Number.isInteger(value) ? ["integer", "number"] : [kind];
  return [type].flat().some((one) => one !== undefined && kinds.includes(one));
}
