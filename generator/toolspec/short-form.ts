import { jsonEqual } from "../../runtime/contract/json-equality.ts";
import type { Json } from "../json.ts";
import type { SchemaObject, SchemaType } from "../json-schema.ts";
import { didYouMean } from "../suggest.ts";

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

/** Longer than any that a person writes; lists of lists recurse. */
const MAX_LENGTH = 500;

/** Throws a `ShortFormFault`. */
export function parseShortForm(text: string): ShortForm {
  if (text.length > MAX_LENGTH)
    throw new ShortFormFault(`this has more than ${MAX_LENGTH} characters`, "Write a JSON Schema.");
  const equals = text.indexOf("=");
  const head = (equals === -1 ? text : text.slice(0, equals)).trim();
  const isOptional = head.endsWith("?");
  const schema = schemaOf((isOptional ? head.slice(0, -1) : head).trim());
  if (equals === -1) return { schema, required: !isOptional };
  return { schema, required: false, default: defaultOf(text.slice(equals + 1).trim(), schema) };
}

function schemaOf(text: string): SchemaObject {
  if (text.endsWith("[]")) {
    const items = text.slice(0, -2).trim();
    const isGroup = items.startsWith("(") && items.endsWith(")");
    if (isGroup || !items.includes("|"))
      return { type: "array", items: schemaOf(isGroup ? items.slice(1, -1).trim() : items) };
  }
  if (/[[\]()?]/.test(text))
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
    return { type: types.length === 1 ? (types[0] as SchemaType) : [...new Set(types)] };
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
  if (choices) return choices.some((choice) => jsonEqual(choice, value));
  if (Array.isArray(value))
    return type === "array" && value.every((item) => typeof items !== "object" || fits(item, items));
  const kind = value === null ? "null" : (typeof value as SchemaType);
  const kinds: readonly SchemaType[] = Number.isInteger(value) ? ["integer", "number"] : [kind];
  return [type].flat().some((one) => one !== undefined && kinds.includes(one));
}
