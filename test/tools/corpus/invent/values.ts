/**
 * Invents values for a JSON Schema, independently of the generator's examples. A validator must check each value
 * against the schema.
 */
import { isObject, type Json, type JsonObject, list, own, put, same, text } from "../validator/json.ts";
import { PATTERNS } from "../validator/schema.ts";
import { textFor } from "./pattern.ts";
import { awkward, BY_FORMAT, type Charset } from "./texts.ts";

export interface Wishes {
  /** Chooses among alternatives; another number gives another value. */
  readonly attempt: number;
  /** The depth down to which optional members are included. */
  readonly optionalDepth: number;
  readonly charset: Charset;
}

/** The maximum number of optional members: some schemas are recursive. */
const BUDGET = 300;
const MAX_DEPTH = 24;

export class Impossible extends Error {}

export class Inventor {
  readonly #root: JsonObject;
  readonly #wishes: Wishes;
  #count = 0;

  constructor(root: JsonObject, wishes: Wishes) {
    this.#root = root;
    this.#wishes = wishes;
  }

  /** Returns a value for a schema. Throws `Impossible` if it finds none. */
  value(schema: Json | undefined, depth = 0): Json {
    if (depth > MAX_DEPTH) throw new Impossible("too deep");
    const whole = this.#flatten(schema, new Set());
    if (whole === false) throw new Impossible("the schema accepts nothing");
    if (whole.const !== undefined) return whole.const;
    const values = list(whole.enum);
    if (values.length > 0) return this.#fromEnum(values, whole);
    switch (this.#typeOf(whole)) {
      case "null":
        return null;
      case "boolean":
        return this.#turn(2) === 0;
      case "integer":
      case "number":
        return number(whole, this.#typeOf(whole) === "integer", this.#turn(3));
      case "array":
        return this.#array(whole, depth);
      case "object":
        return this.#object(whole, depth);
      default:
        return this.#text(whole);
    }
  }

  /** Returns a number below `choices` that differs between calls and attempts. */
  #turn(choices: number): number {
    return choices < 1 ? 0 : (this.#wishes.attempt + this.#count++) % choices;
  }

  /** Merges references, `allOf` and one branch of each union into one schema. */
  #flatten(schema: Json | undefined, seen: ReadonlySet<Json>): JsonObject | false {
    if (schema === false) return false;
    if (!isObject(schema)) return {};
    if (seen.has(schema)) throw new Impossible("the schema refers to itself");
    const inside = new Set([...seen, schema]);
    const { $ref, allOf, anyOf, oneOf, ...own } = schema;
    let whole: JsonObject | false = own;
    const ref = text($ref);
    if (ref !== undefined) whole = merge(whole, this.#flatten(this.#resolve(ref), inside));
    for (const part of list(allOf)) whole = merge(whole, this.#flatten(part, inside));
    for (const union of [anyOf, oneOf]) {
      const branches = list(union);
      if (branches.length > 0) whole = merge(whole, this.#branch(branches, whole, inside));
    }
    return whole;
  }

  /** Returns the branch for this attempt; skips branches that are recursive, contradictory or null. */
  #branch(
    branches: readonly Json[],
    beside: JsonObject | false,
    seen: ReadonlySet<Json>,
  ): JsonObject | false {
    const start = this.#wishes.attempt % branches.length;
    for (const [i] of branches.entries()) {
      try {
        const branch = this.#flatten(branches[(start + i) % branches.length], seen);
        if (merge(beside, branch) !== false && !isNull(branch)) return branch;
      } catch (error) {
        if (!(error instanceof Impossible)) throw error;
      }
    }
    return this.#flatten(branches[start], seen);
  }

  #resolve(ref: string): Json | undefined {
    // Converted schemas refer to their definitions by name.
    const named = own(own(this.#root, "$defs"), ref);
    if (named !== undefined) return named;
    let at: Json | undefined = this.#root;
    for (const token of ref.replace(/^#\/?/, "").split("/")) {
      if (token === "") continue;
      const key = decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~");
      at = Array.isArray(at) ? at[Number(key)] : own(at, key);
    }
    return at;
  }

  #fromEnum(values: readonly Json[], schema: JsonObject): Json {
    const types = typesOf(schema);
    const fitting = values.filter(
      (value) => value !== null && (types.length === 0 || types.some((t) => isType(value, t))),
    );
    const from = fitting.length > 0 ? fitting : values;
    return from[this.#turn(from.length)] as Json;
  }

  #typeOf(schema: JsonObject): string {
    const types = typesOf(schema).filter((type) => type !== "null");
    if (types.length > 0) return types[this.#wishes.attempt % types.length] as string;
    if (typesOf(schema).length > 0) return "null";
    if (
      schema.properties !== undefined ||
      schema.required !== undefined ||
      isObject(schema.additionalProperties)
    )
      return "object";
    if (schema.items !== undefined || schema.prefixItems !== undefined || schema.minItems !== undefined)
      return "array";
    if (["minimum", "maximum", "multipleOf", "exclusiveMinimum"].some((key) => schema[key] !== undefined))
      return "number";
    return "string";
  }

  #object(schema: JsonObject, depth: number): Json {
    const made: JsonObject = {};
    const properties = isObject(schema.properties) ? schema.properties : {};
    const required = new Set(list(schema.required).map(String));
    const wanted = Object.keys(properties).filter((name) => required.has(name) || this.#wantsMore(depth));
    for (const name of new Set([...wanted, ...required])) {
      const member = Object.hasOwn(properties, name) ? properties[name] : this.#memberSchema(schema, name);
      try {
        put(made, name, this.value(member, depth + 1));
      } catch (error) {
        if (!(error instanceof Impossible) || required.has(name)) throw error;
      }
    }
    const least = Number(schema.minProperties ?? 0);
    const isOpen = schema.additionalProperties !== false || isObject(schema.patternProperties);
    const most = Number(schema.maxProperties ?? Number.POSITIVE_INFINITY);
    // An object without declared properties gets some members.
    const extra = Object.keys(properties).length === 0 && this.#wantsMore(depth) ? Math.min(2, most) : 0;
    for (let i = 0; isOpen && Object.keys(made).length < Math.max(least, extra) && i < 50; i++) {
      const name = this.#memberName(schema, i);
      try {
        put(made, name, this.value(this.#memberSchema(schema, name), depth + 1));
      } catch (error) {
        if (!(error instanceof Impossible) || Object.keys(made).length < least) throw error;
        break;
      }
    }
    for (const name of Object.keys(made).reverse())
      if (Object.keys(made).length > most && !required.has(name)) delete made[name];
    return made;
  }

  #memberName(schema: JsonObject, i: number): string {
    const patterns = Object.keys(isObject(schema.patternProperties) ? schema.patternProperties : {});
    const names = schema.propertyNames === undefined ? undefined : this.value(schema.propertyNames, 1);
    if (typeof names === "string" && i === 0) return names;
    const [pattern] = patterns;
    if (pattern !== undefined) return this.#matching(pattern) ?? `key${i}`;
    return ["first", "second", "third", "fourth"][i] ?? `member${i}`;
  }

  #memberSchema(schema: JsonObject, name: string): Json {
    const patterns = isObject(schema.patternProperties) ? Object.entries(schema.patternProperties) : [];
    const found = patterns.find(([pattern]) => PATTERNS(pattern).test(name))?.[1];
    const other = found ?? schema.additionalProperties;
    return isObject(other) ? other : { type: "string" };
  }

  #wantsMore(depth: number): boolean {
    return depth < this.#wishes.optionalDepth && this.#count < BUDGET;
  }

  #array(schema: JsonObject, depth: number): Json {
    const least = Number(schema.minItems ?? 0);
    const most = Number(schema.maxItems ?? Number.POSITIVE_INFINITY);
    const length = Math.max(least, Math.min(most, this.#wantsMore(depth) ? 2 : Math.max(least, 1)));
    if (length > 5000) throw new Impossible("too many items");
    const made: Json[] = [];
    const prefix = list(schema.prefixItems);
    for (let i = 0; i < length; i++) {
      const item = prefix[i] ?? (i >= prefix.length && schema.items !== undefined ? schema.items : {});
      if (item === false) break;
      try {
        const value = this.value(item, depth + 1);
        if (schema.uniqueItems !== true || !made.some((other) => same(other, value))) made.push(value);
      } catch (error) {
        if (!(error instanceof Impossible) || made.length < least) throw error;
        break;
      }
    }
    if (schema.contains !== undefined && made.length > 0) made[0] = this.value(schema.contains, depth + 1);
    return made;
  }

  #text(schema: JsonObject): string {
    const { attempt, charset } = this.#wishes;
    const least = Number(schema.minLength ?? 0);
    const most = Number(schema.maxLength ?? Number.POSITIVE_INFINITY);
    const fits = (value: string): boolean => {
      const length = [...value].length;
      const pattern = text(schema.pattern);
      return length >= least && length <= most && (pattern === undefined || PATTERNS(pattern).test(value));
    };
    const format = text(schema.format);
    const proposals: (string | undefined)[] = [];
    if (schema.contentEncoding === "base64" || schema.contentEncoding === "base64url")
      proposals.push(awkward("base64", attempt + this.#count++), "YQ==");
    if (format !== undefined) proposals.push(BY_FORMAT[format]);
    if (attempt === 0) proposals.push(awkward(charset, this.#count++));
    proposals.push("blue", "42", "a1", "true", ...Object.values(BY_FORMAT), "aB3$efgh");
    const found = proposals.find((value) => value !== undefined && fits(value));
    if (found !== undefined) return found;
    const pattern = text(schema.pattern);
    for (let i = 0; pattern !== undefined && i < 60; i++) {
      const made = this.#matching(pattern, i);
      if (made !== undefined && fits(made)) return made;
      if (made !== undefined && [...made].length < least && fits(made.padEnd(least, made.at(-1) ?? "a")))
        return made.padEnd(least, made.at(-1) ?? "a");
    }
    const padded = "a".repeat(Math.min(least, 100_000)) || (most === 0 ? "" : "a".repeat(Math.min(most, 1)));
    if (fits(padded)) return padded;
    throw new Impossible(`no text for ${JSON.stringify(schema.pattern ?? "")}`);
  }

  #matching(pattern: string, variant = 0): string | undefined {
    let state = (this.#wishes.attempt + 1) * 7919 + variant * 104_729 + this.#count++;
    const made = textFor(pattern, (max) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % max;
    });
    return made !== undefined && PATTERNS(pattern).test(made) ? made : undefined;
  }
}

function number(schema: JsonObject, isInteger: boolean, turn: number): number {
  const bound = (key: string, sign: 1 | -1): number => {
    const inclusive = schema[key === "min" ? "minimum" : "maximum"];
    const exclusive = schema[key === "min" ? "exclusiveMinimum" : "exclusiveMaximum"];
    const found = [
      ...(typeof inclusive === "number" ? [inclusive] : []),
      ...(typeof exclusive === "number" ? [exclusive + sign * (isInteger ? 1 : 1e-6)] : []),
    ];
    if (found.length === 0) return sign * Number.NEGATIVE_INFINITY;
    return sign === 1 ? Math.max(...found) : Math.min(...found);
  };
  const [least, most] = [bound("min", 1), bound("max", -1)];
  const step = typeof schema.multipleOf === "number" ? schema.multipleOf : isInteger ? 1 : undefined;
  const start = [isInteger ? 7 : 2.5, least, most].find((v) => v >= least && v <= most && Number.isFinite(v));
  if (start === undefined) throw new Impossible("no number between the bounds");
  const wanted = start + turn <= most ? start + turn : start;
  if (step === undefined) return wanted;
  const [up, down] = [Math.ceil(wanted / step) * step, Math.floor(wanted / step) * step];
  return up <= most && up >= least ? up : down;
}

function typesOf(schema: JsonObject): string[] {
  return (Array.isArray(schema.type) ? schema.type : [schema.type]).filter(
    (type) => typeof type === "string",
  );
}

function isNull(schema: JsonObject | false): boolean {
  if (schema === false) return true;
  const types = typesOf(schema);
  return schema.const === null || (types.length === 1 && types[0] === "null");
}

function isType(value: Json, type: string): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  if (type === "integer") return Number.isInteger(value);
  if (type === "null") return value === null;
  return typeof value === type;
}

const TIGHTEST: Readonly<Record<string, (a: number, b: number) => number>> = {
  minimum: Math.max,
  exclusiveMinimum: Math.max,
  minLength: Math.max,
  minItems: Math.max,
  minProperties: Math.max,
  maximum: Math.min,
  exclusiveMaximum: Math.min,
  maxLength: Math.min,
  maxItems: Math.min,
  maxProperties: Math.min,
};

/** Merges two schemas approximately: most values of the result are valid for both. */
export function merge(a: JsonObject | false, b: JsonObject | false): JsonObject | false {
  if (a === false || b === false) return false;
  const made: JsonObject = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const other = own(made, key);
    if (other === undefined) made[key] = value;
    else if (key === "properties" && isObject(other) && isObject(value)) {
      const properties: JsonObject = { ...other };
      for (const [name, schema] of Object.entries(value)) {
        const before = own(properties, name);
        put(
          properties,
          name,
          before === undefined || same(before, schema) ? schema : { allOf: [before, schema] },
        );
      }
      made.properties = properties;
    } else if (key === "required") made.required = [...new Set([...list(other), ...list(value)])];
    else if (key === "enum") made.enum = list(other).filter((item) => list(value).some((v) => same(v, item)));
    else if (key === "const" && !same(other, value)) return false;
    else if (key === "type") {
      const both = typesOf({ type: other }).filter((type) => {
        const types = typesOf({ type: value });
        return types.includes(type) || (type === "integer" && types.includes("number"));
      });
      const more =
        typesOf({ type: other }).includes("number") && typesOf({ type: value }).includes("integer");
      if (both.length === 0 && !more) return false;
      made.type = both.length > 0 ? both : ["integer"];
    } else if (key === "items" && !same(other, value)) made.items = { allOf: [other, value] };
    else if (key in TIGHTEST && typeof other === "number" && typeof value === "number")
      made[key] = TIGHTEST[key]?.(other, value) ?? value;
    else if (key === "additionalProperties" && (value === false || other === true)) made[key] = value;
  }
  if (Array.isArray(made.enum) && made.enum.length === 0) return false;
  return made;
}
