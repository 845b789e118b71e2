import { deepEqual, type Json } from "../../json.ts";
import { didYouMean } from "../../suggest.ts";
import type { SchemaObject, SchemaType } from "../../types.ts";

const TYPES = ["string", "integer", "number", "boolean", "object"] as const;

/** What a short form such as `string?`, `integer = 20` or `(a|b)[]` stands for. */
export interface ShortForm {
  readonly schema: SchemaObject;
  readonly required: boolean;
  readonly default?: Json;
}

/** Why a text is no short form. */
export class ShortFormFault extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

const FORM = /^(?<type>[^?=]*?)\s*(?<optional>\?)?\s*(?:=\s*(?<fallback>.*))?$/su;
const LIST = /^\((?<group>.*)\)\[\]$|^(?<plain>[^|[\]()]+)\[\]$/su;

/** Throws a `ShortFormFault`. */
export function parseShortForm(text: string): ShortForm {
  const { type = "", optional, fallback } = FORM.exec(text.trim())?.groups ?? {};
  const schema = schemaOf(type.trim());
  if (fallback === undefined) return { schema, required: optional === undefined };
  const value = defaultOf(fallback.trim(), schema);
  return { schema, required: false, default: value };
}

function schemaOf(text: string): SchemaObject {
  const list = LIST.exec(text)?.groups;
  if (list) return { type: "array", items: schemaOf((list.group ?? list.plain ?? "").trim()) };
  if (/[[\]()]/.test(text))
    throw new ShortFormFault(
      `${JSON.stringify(text)} is no type`,
      "Lists are string[] and (a|b)[]; for anything else write a JSON Schema.",
    );
  const words = text.split("|").map((word) => word.trim());
  if (words.includes(""))
    throw new ShortFormFault(
      text === "" ? "there is no type" : `${JSON.stringify(text)} has an empty choice`,
      "Write for example string, string?, integer = 20, a|b|c or string[].",
    );
  const types = words.filter((word) => isType(word));
  if (types.length === words.length)
    return { type: types.length === 1 ? (types[0] as SchemaType) : (types as SchemaType[]) };
  if (words.length === 1)
    throw new ShortFormFault(
      `${JSON.stringify(text)} is no type${didYouMean(text, TYPES)}`,
      `Types are ${TYPES.join(", ")}, lists of them (string[]) and choices (a|b|c).`,
    );
  const odd = words.find((word) => isType(word) || /^(?:-?\d+(?:\.\d+)?|true|false|null)$/.test(word));
  if (odd !== undefined)
    throw new ShortFormFault(
      `in ${JSON.stringify(text)} it is not clear whether ${odd} is a text`,
      `Write a JSON Schema: { type: string, enum: [${words.map((word) => JSON.stringify(word)).join(", ")}] }.`,
    );
  if (new Set(words).size < words.length)
    throw new ShortFormFault(`${JSON.stringify(text)} has a choice twice`, "Leave one of the two out.");
  return { type: "string", enum: words };
}

function isType(word: string): word is (typeof TYPES)[number] {
  return (TYPES as readonly string[]).includes(word);
}

function defaultOf(text: string, schema: SchemaObject): Json {
  const value = schema.type === "string" && !text.startsWith('"') ? text : parsed(text);
  if (value === undefined || !fits(value, schema))
    throw new ShortFormFault(
      `the default ${JSON.stringify(text)} is not of the type before it`,
      'Write for example integer = 20, string = open, (a|b)[] = ["a"], or a JSON Schema with a `default`.',
    );
  return value;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function fits(value: Json, { type, enum: choices, items }: SchemaObject): boolean {
  if (choices) return choices.some((choice) => deepEqual(choice, value));
  if (Array.isArray(value))
    return type === "array" && value.every((item) => typeof items !== "object" || fits(item, items));
  const kind = value === null ? "null" : (typeof value as SchemaType);
  const kinds: readonly SchemaType[] = Number.isInteger(value) ? ["integer", "number"] : [kind];
  return [type].flat().some((one) => one !== undefined && kinds.includes(one));
}
