/**
 * What the format of a tool spec is written down with: zod schemas that say in the words of the format what they
 * take. An error of theirs has three lines: the code of the diagnostic, what is wrong, and what to do about it.
 */
import { z } from "zod";
import type { DiagnosticCode } from "../../diagnostics.ts";
import { didYouMean } from "../../suggest.ts";

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/** Which values something takes, as `… is not <takes>`, and what to write instead. */
export interface Takes {
  readonly takes: string;
  readonly fix: string;
}

/** The lines of an error; what is not there has none of its own to say. */
function lines(code: DiagnosticCode, message: string, hint: string): string {
  return [code, message, hint].join("\n");
}

export function refuse({ takes, fix }: Takes): (issue: Issue) => string {
  return ({ input }) =>
    input === undefined
      ? lines("missing-key", "", fix)
      : lines("invalid-value", `${shown(input)} is not ${takes}`, fix);
}

/** A value of the spec in the middle of a message. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a map";
  if (value === null) return "nothing (null)";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

const A_TEXT: Takes = {
  takes: "a text",
  fix: "Write a text; what looks like something else needs quotes.",
};

export function text(
  description: string,
  { pattern, max, ...given }: Partial<Takes> & { pattern?: RegExp; max?: number } = {},
): z.ZodString {
  const takes = { ...A_TEXT, ...given };
  const error = (issue: Issue): string => {
    if (issue.code === "too_big")
      return lines("invalid-value", `this is longer than ${max} characters`, "Make it shorter.");
    if (issue.code === "too_small") return lines("invalid-value", "this is empty", takes.fix);
    return refuse(takes)(issue);
  };
  let schema = z.string({ error }).min(1);
  if (pattern) schema = schema.regex(pattern);
  if (max !== undefined) schema = schema.max(max);
  return schema.describe(description);
}

/** A text that may be empty. */
export function anyText(description: string): z.ZodString {
  return z.string({ error: refuse(A_TEXT) }).describe(description);
}

export function flag(description: string): z.ZodBoolean {
  return z
    .boolean({ error: refuse({ takes: "true or false", fix: "Write true or false, without quotes." }) })
    .describe(description);
}

export function integer(description: string, min: number, max: number): z.ZodInt {
  const takes = `a whole number from ${min} to ${max}`;
  return z
    .int({ error: refuse({ takes, fix: `Write ${takes}.` }) })
    .min(min)
    .max(max)
    .describe(description);
}

export function number(description: string, min?: number, max?: number): z.ZodNumber {
  const takes = min === undefined ? "a number" : `a number from ${min} to ${max}`;
  let schema = z.number({ error: refuse({ takes, fix: `Write ${takes}, without quotes.` }) });
  if (min !== undefined) schema = schema.min(min);
  if (max !== undefined) schema = schema.max(max);
  return schema.describe(description);
}

export function choice<const Values extends readonly string[]>(
  description: string,
  values: Values,
): z.ZodEnum<z.core.util.ToEnum<Values[number]>> {
  const error = (issue: Issue): string => {
    if (issue.input === undefined) return lines("missing-key", "", `Write one of: ${values.join(", ")}.`);
    const near = typeof issue.input === "string" ? didYouMean(issue.input, values) : "";
    const message = `${shown(issue.input)} is not one of: ${values.join(", ")}${near}`;
    return lines("invalid-value", message, `Write one of: ${values.join(", ")}.`);
  };
  return z.enum(values, { error }).describe(description) as never;
}

/** Exactly this value. */
export function only<const Value extends z.core.util.Literal>(
  description: string,
  value: Value,
  fix = `Write ${JSON.stringify(value)}.`,
): z.ZodLiteral<Value> {
  return z.literal(value, { error: refuse({ takes: JSON.stringify(value), fix }) }).describe(description);
}

/** Any value; `$…` in it are expressions. */
export function anything(description: string): z.ZodUnknown {
  return z.unknown().describe(description);
}

export function list<Item extends z.ZodType>(description: string, item: Item, min = 0): z.ZodArray<Item> {
  const fix = "Write a list: [a, b], or an item a line after `- `.";
  const error = (issue: Issue): string =>
    issue.code === "too_small"
      ? lines("invalid-value", `the list needs at least ${min === 1 ? "one item" : `${min} items`}`, fix)
      : refuse({ takes: "a list", fix })(issue);
  const schema = z.array(item, { error });
  return (min > 0 ? schema.min(min) : schema).describe(description);
}

/** The rule for names of something: a pattern, and the same in words. */
export interface Names {
  readonly of: string;
  readonly pattern: RegExp;
  readonly rule: string;
}

/** A map from names to values of one kind. */
export function map<Value extends z.ZodType>(
  description: string,
  value: Value,
  names?: Names,
): z.ZodRecord<z.ZodString, Value> {
  const error = (issue: Issue): string =>
    issue.code === "invalid_key" && names
      ? lines("invalid-value", `this is not a name for ${names.of}`, names.rule)
      : refuse({ takes: "a map", fix: "Write a map: { name: value }, or `name: value` a line." })(issue);
  const key = names ? z.string().regex(names.pattern) : z.string();
  return z.record(key, value, { error }).describe(description) as never;
}

/** A map with these keys alone; `noun` is what it is, as in `"x" is no key of a tool`. */
export function object<Shape extends z.core.$ZodLooseShape>(
  noun: string,
  description: string,
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  const error = (issue: Issue): string => {
    if (issue.code !== "unrecognized_keys")
      return refuse({
        takes: "a map",
        fix: `Write ${noun} as a map: { key: value }, or \`key: value\` a line.`,
      })(issue);
    const known = Object.keys(shape);
    // One error a key, each of three lines.
    return (issue.keys as string[])
      .map((key) =>
        lines(
          "unknown-key",
          `${shown(key)} is not a key of ${noun}${didYouMean(key, known)}`,
          `Its keys are: ${known.filter((name) => name !== "$schema").join(", ")}.`,
        ),
      )
      .join("\n");
  };
  return z.strictObject(shape, { error }).describe(description) as never;
}

/** One of several forms, told apart by their kind of value. */
export function either<const Forms extends readonly [z.ZodType, ...z.ZodType[]]>(
  description: string,
  takes: Takes,
  forms: Forms,
): z.ZodUnion<Forms> {
  return z.union(forms, { error: refuse(takes) }).describe(description);
}

/** One, or a list of at least one. */
export function oneOrMore<Item extends z.ZodType>(
  description: string,
  takes: Takes,
  item: Item,
): z.ZodUnion<readonly [Item, z.ZodArray<Item>]> {
  return either(description, takes, [item, list(description, item, 1)]);
}
