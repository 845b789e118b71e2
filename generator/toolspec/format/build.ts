/**
 * The combinators in which the format of a tool spec is written. Each returns a zod type: the types of the values, the
 * JSON Schema for editors and the checks of single values come from zod. What zod has no place for, such as the fix
 * for a wrong value, is kept beside the type, and `read` in read.ts looks it up there.
 */
import { z } from "zod";
import type { Template } from "../../../runtime/contract/template.ts";
import type { DiagnosticCode } from "../../diagnostics.ts";
import type { Json, JsonObject, Pointer } from "../../json.ts";

/** A requirement in words, as in `expected <expected>, found 5`, and what to write instead. */
export interface Expectation {
  readonly expected: string;
  readonly fix: string;
}

/** Why a value is refused that has the right type. */
export interface Refusal {
  readonly message: string;
  readonly fix: string;
  /** `invalid-value`, if it is left out. */
  readonly code?: DiagnosticCode;
}

/** A rule for names: its pattern, and the same in words. */
export interface Names {
  /** As in `a name for <of>`. */
  readonly of: string;
  readonly pattern: RegExp;
  readonly fix: string;
}

/** A rule about the keys of an object, reported at the key. */
export interface KeyRule {
  readonly key: string;
  /** The rule is broken if this other key is there, too. */
  readonly beside?: string;
  /** The rule is broken if this other key is not there. */
  readonly without?: string;
  readonly message: string;
  readonly fix: string;
}

export interface ObjectRules {
  /** Name of the definition in the JSON Schema. */
  readonly id?: string;
  /** Of these keys exactly one must be there. */
  readonly exactlyOne?: readonly string[];
  readonly keys?: readonly KeyRule[];
  /** Reported at the object itself. */
  check?(value: JsonObject): Refusal | undefined;
  /** Further keywords of the JSON Schema. */
  readonly keywords?: JsonObject;
}

/** The facts about a type that `read` needs and zod cannot store. */
export interface Facts extends Expectation {
  /** The kind of object, as in `a key of <noun>`. */
  readonly noun?: string;
  readonly rules?: ObjectRules;
  readonly names?: Names;
  /** The smallest number of items of a list. */
  readonly min?: number;
}

const FACTS = new WeakMap<z.ZodType, Facts>();

export function factsOf(schema: z.ZodType): Facts {
  return FACTS.get(schema) ?? { expected: "a value", fix: "Write a value." };
}

function known<Schema extends z.ZodType>(schema: Schema, facts: Facts): Schema {
  FACTS.set(schema, facts);
  return schema;
}

const A_TEXT: Expectation = {
  expected: "a text",
  fix: "Write a text; put it in quotes if it looks like something else.",
};
const A_MAP: Expectation = {
  expected: "a map",
  fix: "Write a map: { name: value }, or one `name: value` a line.",
};
const A_LIST: Expectation = { expected: "a list", fix: "Write a list: [a, b], or one `- item` a line." };

interface TextRules extends Partial<Expectation> {
  readonly pattern?: RegExp;
  readonly max?: number;
  readonly min?: number;
  readonly check?: (text: string) => Refusal | undefined;
}

/** A text of at least one character, unless `min` is 0. */
export function text(
  description: string,
  { pattern, max, min = 1, check, ...given }: TextRules = {},
): z.ZodString {
  let schema = min > 0 ? z.string().min(min) : z.string();
  if (pattern) schema = schema.regex(pattern);
  if (max !== undefined) schema = schema.max(max);
  if (check) schema = schema.check(refusing(check));
  return known(schema.describe(description), { ...A_TEXT, ...given });
}

/** A text that may be empty. */
export function anyText(description: string, rules: TextRules = {}): z.ZodString {
  return text(description, { min: 0, ...rules });
}

/** A zod check whose issue carries the refusal as its `params`. */
function refusing<Value>(check: (value: Value) => Refusal | undefined): z.core.CheckFn<Value> {
  return ({ value, issues }) => {
    // zod also checks an optional key that is absent.
    const refusal = value === undefined ? undefined : check(value);
    if (refusal)
      issues.push({ code: "custom", input: value, message: refusal.message, params: { ...refusal } });
  };
}

export function flag(description: string): z.ZodBoolean {
  const facts = { expected: "true or false", fix: "Write true or false, without quotes." };
  return known(z.boolean().describe(description), facts);
}

export function integer(description: string, min: number, max: number): z.ZodInt {
  const expected = `a whole number from ${min} to ${max}`;
  return known(z.int().min(min).max(max).describe(description), { expected, fix: `Write ${expected}.` });
}

export function number(description: string, min?: number, max?: number): z.ZodNumber {
  const expected = min === undefined ? "a number" : `a number from ${min} to ${max}`;
  let schema = z.number();
  if (min !== undefined) schema = schema.min(min);
  if (max !== undefined) schema = schema.max(max);
  return known(schema.describe(description), { expected, fix: `Write ${expected}, without quotes.` });
}

export function choice<const Values extends readonly string[]>(
  description: string,
  values: Values,
): z.ZodEnum<z.core.util.ToEnum<Values[number]>> {
  const expected = values.length === 2 ? values.join(" or ") : `one of ${values.join(", ")}`;
  const schema = z.enum(values).describe(description);
  return known(schema, { expected, fix: `Write ${expected}.` }) as never;
}

/** Exactly this value. */
export function only<const Value extends boolean | number>(
  description: string,
  value: Value,
  fix = `Write ${value}.`,
): z.ZodLiteral<Value> {
  return known(z.literal(value).describe(description), { expected: String(value), fix });
}

/** Any value. */
export function anything(
  description: string,
  check?: (value: Json) => Refusal | undefined,
): z.ZodType<Json, Json> {
  const schema = check
    ? z.unknown().check(refusing(check as (value: unknown) => Refusal | undefined))
    : z.unknown();
  return known(schema.describe(description), { expected: "a value", fix: "Write a value." }) as never;
}

/** Any value, with expressions in its texts. */
export function template(
  description: string,
  check?: (value: Json) => Refusal | undefined,
): z.ZodType<Template, Json> {
  return anything(description, check);
}

/** A JSON object, which is kept as it is. */
export function json(description: string): z.ZodType<JsonObject, JsonObject> {
  return known(z.record(z.string(), z.unknown().describe("A value.")).describe(description), A_MAP) as never;
}

export function list<Item extends z.ZodType>(description: string, item: Item, min = 0): z.ZodArray<Item> {
  const schema = min > 0 ? z.array(item).min(min) : z.array(item);
  const expected =
    min > 0 ? `a list of at least ${min === 1 ? "one item" : `${min} items`}` : A_LIST.expected;
  return known(schema.describe(description), { ...A_LIST, expected, min });
}

type Entries<Value extends z.ZodType> = z.ZodType<ReadonlyMap<string, z.output<Value>>, JsonObject>;

/** A map from names to values of one kind; its entries keep their order. */
export function map<Value extends z.ZodType>(
  description: string,
  value: Value,
  names?: Names,
): Entries<Value> {
  const key = names ? z.string().regex(names.pattern) : z.string();
  const record = known(z.record(key, value).describe(description), { ...A_MAP, ...(names && { names }) });
  return record.transform((members) => new Map(Object.entries(members))) as never;
}

type Optional<Shape, Required> = {
  [Key in keyof Shape]: Key extends Required
    ? Shape[Key]
    : Shape[Key] extends z.core.SomeType
      ? z.ZodExactOptional<Shape[Key]>
      : never;
};

/**
 * An object with these keys alone, which are optional but for those in `required`. `noun` names it, as in
 * `a key of a tool`.
 */
export function object<Shape extends z.core.$ZodLooseShape, const Required extends keyof Shape = never>(
  noun: string,
  description: string,
  shape: Shape,
  rules: ObjectRules & { readonly required?: readonly Required[] } = {},
): z.ZodObject<Optional<Shape, Required>, z.core.$strict> {
  const { id, required = [], exactlyOne, keywords } = rules;
  const keys = {};
  for (const key of Object.keys(shape)) {
    const isRequired = (required as readonly string[]).includes(key);
    // A condition contains conditions: a key is read when the object is complete.
    const get = () => (isRequired ? shape[key] : z.exactOptional(shape[key] as z.ZodType));
    Object.defineProperty(keys, key, { enumerable: true, get });
  }
  const schema = z.strictObject(keys).meta({
    description,
    ...(id !== undefined && { id }),
    ...(exactlyOne && { oneOf: exactlyOne.map((key) => ({ required: [key] })) }),
    ...keywords,
  });
  const fix = `Write ${noun} as a map: { key: value }, or one \`key: value\` a line.`;
  return known(schema, { noun, expected: "a map", fix, rules }) as never;
}

/** One of several forms, of which no two take the same kind of value (text, list, map …). */
export function either<const Forms extends readonly [z.ZodType, ...z.ZodType[]]>(
  description: string,
  facts: Expectation,
  forms: Forms,
): z.ZodUnion<Forms> {
  return known(z.union(forms).describe(description), facts);
}

/** The lists that were made from a single value, as in `method: get`. */
const SINGLE = new WeakSet<readonly unknown[]>();

/** One item, or a list of at least one: a list in either case. */
export function oneOrMore<Item extends z.ZodType>(
  description: string,
  facts: Expectation,
  item: Item,
  listed: z.ZodArray<Item> = list(description, item, 1),
): z.ZodType<readonly z.output<Item>[], z.input<Item> | z.input<Item>[]> {
  return either(description, facts, [listed, item]).transform((value) => {
    if (Array.isArray(value)) return value;
    const items = [value];
    SINGLE.add(items);
    return items;
  }) as never;
}

/** The items of a list, each with its place in the file; a single value in place of a list has the place of the key. */
export function located<Item>(items: readonly Item[], at: Pointer): [item: Item, at: Pointer][] {
  return items.map((item, i) => [item, SINGLE.has(items) ? at : [...at, i]]);
}
