/**
 * Reads a value by the format. zod stops at the first fault of a part and returns nothing of the rest; here each fault
 * is reported, and reading goes on with a value of the right type in place of the wrong one, so that one run finds
 * all that is wrong with a file.
 */
import type { z } from "zod";
import type { DiagnosticCode } from "../../diagnostics.ts";
import { isObject, type Json, type JsonObject, own, type Pointer, put } from "../../json.ts";
import { didYouMean } from "../../suggest.ts";
import { type Facts, factsOf, type Refusal } from "./build.ts";

/** A part of a value that departs from the format. */
export interface Fault extends Refusal {
  readonly code: DiagnosticCode;
  readonly pointer: Pointer;
  /** The name of the member is at fault, not its value. */
  readonly at?: "key";
}

type OnFault = (fault: Fault) => void;

/**
 * Returns a value of the format's type, whatever `value` is. It equals what `schema.parse(value)` returns if there is
 * no fault. A value of another kind is left out if its key is optional, and else replaced by an empty one.
 */
export function read<Schema extends z.ZodType>(
  schema: Schema,
  value: Json,
  onFault: OnFault,
  at: Pointer = [],
): z.output<Schema> {
  return new Reading(onFault).read(schema, value, at).value as z.output<Schema>;
}

/** `fits` is false if the value is of another kind than the type takes. */
interface Outcome {
  readonly value: unknown;
  readonly fits: boolean;
}

/** Any type of the format, with the parts of it that reading needs. */
type Node = z.ZodType & {
  readonly def: {
    readonly type: string;
    readonly shape: { readonly [key: string]: Node };
    readonly element: Node;
    readonly valueType: Node;
    readonly options: readonly Node[];
    readonly innerType: Node;
    readonly in: Node;
    readonly out: { readonly def: { transform(value: unknown, context?: unknown): unknown } };
    readonly entries: { readonly [name: string]: string };
    readonly values: readonly unknown[];
  };
};

class Reading {
  readonly #onFault: OnFault;

  constructor(onFault: OnFault) {
    this.#onFault = onFault;
  }

  read(schema: z.ZodType, value: Json, at: Pointer): Outcome {
    const node = schema as Node;
    const { def } = node;
    switch (def.type) {
      case "optional":
        return this.read(def.innerType, value, at);
      case "pipe": {
        const { value: inner, fits } = this.read(def.in, value, at);
        return { value: def.out.def.transform(inner), fits };
      }
      case "object":
        return isObject(value) ? fitting(this.#object(node, value, at)) : this.#unfit(node, value, at);
      case "record":
        return isObject(value) ? fitting(this.#record(node, value, at)) : this.#unfit(node, value, at);
      case "array": {
        if (!Array.isArray(value)) return this.#unfit(node, value, at);
        if (value.length < (factsOf(node).min ?? 0)) this.#unfit(node, value, at);
        return fitting(value.map((item, i) => this.read(def.element, item, [...at, i]).value));
      }
      case "union": {
        const form = def.options.find((option) => takes(option, value));
        return form ? this.read(form, value, at) : this.#unfit(node, value, at);
      }
      default:
        return this.#check(node, value, at) ? fitting(value) : { value: emptyOf(node), fits: false };
    }
  }

  #object(schema: Node, value: JsonObject, at: Pointer): JsonObject {
    const { noun = "the object", rules = {} } = factsOf(schema);
    const { shape } = schema.def;
    const known = Object.keys(shape);
    const result: { [key: string]: unknown } = {};
    for (const key of Object.keys(value))
      if (!Object.hasOwn(shape, key))
        this.#onFault({
          code: "unknown-key",
          pointer: [...at, key],
          at: "key",
          message: `expected a key of ${noun}, found ${quote(key)}${didYouMean(key, known)}`,
          fix: `Its keys are ${known.filter((name) => name !== "$schema").join(", ")}.`,
        });
    for (const [key, member] of Object.entries(shape)) {
      const given = own(value, key);
      const isOptional = member.def.type === "optional";
      if (given !== undefined) {
        const { value: read, fits } = this.read(member, given, [...at, key]);
        if (fits || !isOptional) result[key] = read;
      } else if (!isOptional) {
        const { fix } = factsOf(member);
        this.#onFault({
          code: "missing-key",
          pointer: at,
          at: "key",
          message: `the key "${key}" is missing`,
          fix,
        });
        result[key] = emptyOf(member);
      }
    }
    this.#rules(noun, rules, value, at);
    return result as JsonObject;
  }

  #rules(noun: string, rules: NonNullable<Facts["rules"]>, value: JsonObject, at: Pointer): void {
    const { exactlyOne = [], keys = [], check } = rules;
    const conflict = (key: string, message: string, fix: string): void =>
      this.#onFault({ code: "conflicting-keys", pointer: [...at, key], at: "key", message, fix });
    const [first, ...others] = exactlyOne.filter((key) => Object.hasOwn(value, key));
    const wanted = `expected exactly one of ${exactlyOne.map((key) => `\`${key}\``).join(", ")} in ${noun}`;
    if (exactlyOne.length > 0 && first === undefined)
      this.#onFault({
        code: "missing-key",
        pointer: at,
        at: "key",
        message: `${wanted}, found none`,
        fix: "Add one of them.",
      });
    for (const other of others)
      conflict(other, `${wanted}, found \`${first}\` and \`${other}\``, "Remove one of them.");
    // Until one of them is removed, it is undecided which other keys have an effect.
    for (const { key, beside, without, message, fix } of others.length > 0 ? [] : keys)
      if (
        Object.hasOwn(value, key) &&
        (beside === undefined || Object.hasOwn(value, beside)) &&
        (without === undefined || !Object.hasOwn(value, without))
      )
        conflict(key, message, fix);
    const refusal = check?.(value);
    if (refusal) this.#onFault({ code: "invalid-value", pointer: at, ...refusal });
  }

  #record(schema: Node, value: JsonObject, at: Pointer): { [name: string]: unknown } {
    const { names } = factsOf(schema);
    const result: { [name: string]: unknown } = {};
    for (const [name, member] of Object.entries(value)) {
      const isPrototype = names !== undefined && name === "__proto__";
      if (isPrototype || names?.pattern.test(name) === false)
        this.#onFault({
          code: "invalid-value",
          pointer: [...at, name],
          at: "key",
          message: `expected a name for ${names.of}, found ${quote(name)}`,
          fix: isPrototype ? "Choose another name: this one has a meaning in JavaScript." : names.fix,
        });
      if (!isPrototype) put(result, name, this.read(schema.def.valueType, member, [...at, name]).value);
    }
    return result;
  }

  /** Reports the first fault of a value. Returns false if the value is of another kind than the type takes. */
  #check(schema: Node, value: Json, at: Pointer): boolean {
    const [issue] = schema.safeParse(value).error?.issues ?? [];
    if (!issue) return true;
    if (issue.code === "custom") {
      const refusal = issue.params as Refusal;
      this.#onFault({ code: "invalid-value", pointer: at, ...refusal });
      return true;
    }
    const { expected, fix } = factsOf(schema);
    const isLong = issue.code === "too_big" && typeof value === "string";
    const choices = schema.def.type === "enum" ? Object.values(schema.def.entries) : [];
    this.#onFault({
      code: "invalid-value",
      pointer: at,
      message: isLong
        ? `expected at most ${issue.maximum} characters, found ${value.length}`
        : `expected ${expected}, found ${quote(value)}${typeof value === "string" ? didYouMean(value, choices) : ""}`,
      fix: isLong ? "Make the text shorter." : fix,
    });
    return !["invalid_type", "invalid_value"].includes(issue.code);
  }

  #unfit(schema: Node, value: Json, at: Pointer): Outcome {
    const { expected, fix } = factsOf(schema);
    this.#onFault({
      code: "invalid-value",
      pointer: at,
      message: `expected ${expected}, found ${quote(value)}`,
      fix,
    });
    return { value: emptyOf(schema), fits: false };
  }
}

function fitting(value: unknown): Outcome {
  return { value, fits: true };
}

/** A value in the middle of a message. */
export function quote(value: Json): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (isObject(value)) return "a map";
  if (value === null) return "null";
  if (value === "") return "an empty text";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Returns true if a value is of the kind that a form of a union takes, whatever else is wrong with it. */
function takes({ def }: Node, value: Json): boolean {
  switch (def.type) {
    case "pipe":
      return takes(def.in, value);
    case "string":
    case "enum":
      return typeof value === "string";
    case "literal":
      return def.values.includes(value);
    case "boolean":
      return typeof value === "boolean";
    case "array":
      return Array.isArray(value);
    default:
      return isObject(value);
  }
}

/** The emptiest value of a type: an empty text, list or map, false, 0, or the first choice. */
function emptyOf(schema: z.ZodType): Json {
  const { def } = schema as Node;
  switch (def.type) {
    case "pipe":
      return def.out.def.transform(emptyOf(def.in)) as Json;
    case "string":
      return "";
    case "boolean":
      return false;
    case "number":
      return 0;
    case "enum":
      return Object.values(def.entries)[0] as Json;
    case "literal":
      return def.values[0] as Json;
    case "array":
      return [];
    case "record":
      return {};
    case "union":
      return emptyOf(def.options[0] as Node);
    case "object":
      return Object.fromEntries(
        Object.entries(def.shape).flatMap(([key, member]) =>
          member.def.type === "optional" ? [] : [[key, emptyOf(member)]],
        ),
      );
    default:
      return null;
  }
}
