/** Matches URIs against URI templates (RFC 6570). */
import { RE2JS } from "re2js";
import { MAX_URI_EXPRESSIONS } from "../contract/limits.ts";

/** Values by the name of the variable: a list for a variable with `*`, a string otherwise. Absent ones are missing. */
export type Variables = Readonly<Record<string, string | readonly string[]>>;

interface Variable {
  readonly name: string;
  readonly explode: boolean;
  /** Maximum number of characters of the value. */
  readonly prefix: number | undefined;
}

interface Expression {
  readonly operator: string;
  readonly variables: readonly Variable[];
}

/** Longer URIs never match. */
const MAX_LENGTH = 8192;

const OPERATORS = "+#./;?&";
const VARIABLE = /^((?:[\w.]|%[0-9A-Fa-f]{2})+)(?:(\*)|:([1-9]\d{0,3}))?$/;

/**
 * Matches in time linear in the length of the URI, whatever the template. A URI matches if expansion can produce it;
 * characters that a client should have percent-encoded are accepted too, unless they are ambiguous. A variable is not
 * empty; one with an operator (`{?a}`, `{&a}`, `{;a}`, `{/a}`, `{.a}`, `{#a}`) may be absent. Values are
 * percent-decoded once.
 */
export class UriTemplate {
  readonly template: string;
  readonly expressions: readonly Expression[];
  readonly #pattern: RE2JS;
  /** Variables of `{?a}` and `{&b}`, which match query parameters in any order. */
  readonly #inQuery: ReadonlyMap<string, Variable>;

  /** Throws a `TypeError` for an invalid template. */
  constructor(template: string) {
    this.template = template;
    const parts = parse(template);
    this.expressions = parts.filter((part) => typeof part !== "string");
    this.#inQuery = new Map(
      this.expressions
        .filter(({ operator }) => operator === "?" || operator === "&")
        .flatMap(({ variables }) => variables.map((variable) => [variable.name, variable])),
    );
    const operators = new Set(this.expressions.map(({ operator }) => operator));
    this.#pattern = RE2JS.compile(
      parts.map((part) => (typeof part === "string" ? literal(part) : pattern(part, operators))).join(""),
    );
  }

  /** The distinct names of the variables. */
  get names(): ReadonlySet<string> {
    return new Set(this.expressions.flatMap(({ variables }) => variables.map(({ name }) => name)));
  }

  /** Number of literal characters. Of several templates that match, the one with the most is the most specific. */
  get literalLength(): number {
    return this.template.replace(/\{[^}]*\}/g, "").length;
  }

  /** Returns the values of the variables; undefined if the URI does not match. */
  match(uri: string): Variables | undefined {
    if (uri.length > MAX_LENGTH) return undefined;
    const matcher = this.#pattern.matcher(uri);
    if (!matcher.matches()) return undefined;
    const found = new MatchedValues();
    const fits = this.expressions.every((expression, index) => {
      const raw = matcher.group(index + 1) ?? "";
      return raw === "" || this.#read(expression, raw, found);
    });
    return fits ? found.variables() : undefined;
  }

  #read({ operator, variables }: Expression, raw: string, found: MatchedValues): boolean {
    switch (operator) {
      case "?":
      case "&":
        return readPairs(raw.slice(1).split("&"), this.#inQuery, found);
      case ";":
        return readPairs(
          raw.slice(1).split(";"),
          new Map(variables.map((variable) => [variable.name, variable])),
          found,
        );
      case ".":
      case "/":
        return readList(raw.slice(1).split(operator), variables, found);
      case "#":
        return readList(variables.length === 1 ? [raw.slice(1)] : raw.slice(1).split(","), variables, found);
      default: {
        const isOne = variables.length === 1 && !variables[0]?.explode;
        return readList(isOne ? [raw] : raw.split(","), variables, found);
      }
    }
  }
}

function parse(template: string): (string | Expression)[] {
  const parts = template.split(/(\{[^{}]*\})/).filter((part) => part !== "");
  if (parts.length > 2 * MAX_URI_EXPRESSIONS)
    throw new TypeError(`Expected at most ${MAX_URI_EXPRESSIONS} expressions in a URI template, found more.`);
  return parts.map((part) => {
    if (!part.startsWith("{") || !part.endsWith("}")) {
      if (/[{}]/.test(part)) throw new TypeError(`The URI template ${template} has an unbalanced brace.`);
      return part;
    }
    const operator = OPERATORS.includes(part.charAt(1)) ? part.charAt(1) : "";
    const variables = part
      .slice(1 + operator.length, -1)
      .split(",")
      .map((text) => {
        const [, name, star, prefix] = VARIABLE.exec(text) ?? [];
        if (name === undefined) throw new TypeError(`${part} is not a valid expression of a URI template.`);
        return { name, explode: star === "*", prefix: prefix === undefined ? undefined : Number(prefix) };
      });
    return { operator, variables };
  });
}

// ----------------------------------------------------------------------------------------- patterns

/** Matches the text itself, or with non-ASCII characters percent-encoded, as expansion writes it. */
function literal(text: string): string {
  const encoded = text.replace(/[^\0-\x7f]+/g, encodeURIComponent);
  return encoded === text ? RE2JS.quote(text) : `(?:${RE2JS.quote(text)}|${RE2JS.quote(encoded)})`;
}

/** Makes one group for each expression, which includes the operator. `operators`: all of the template. */
function pattern({ operator, variables }: Expression, operators: ReadonlySet<string>): string {
  // A character that starts another expression does not belong to the value before it.
  const others = [...operators].filter((other) => "?#;&".includes(other) && other !== "").join("");
  const reserved = `[^\\x00-\\x20\\x7f${others.replace(operator, "")}]`;
  // A label (`{.a}`) contains no dot, and a variable of a template with labels matches lazily, so that
  // `{name}{.extension}` splits at the last dot.
  const dot = operator === "." ? "." : "";
  const comma = variables.length > 1 ? "," : "";
  const value = `[^\\x00-\\x20\\x7f/?#${others}${dot}${comma}]+`;
  const isGreedy = operator !== "" || !operators.has(".");
  switch (operator) {
    case "?":
      return `(\\?[^\\x00-\\x20\\x7f#]*)?`;
    case "&":
      return `(&[^\\x00-\\x20\\x7f#]*)?`;
    case ";":
      return `((?:;[^\\x00-\\x20\\x7f;/?#]*)*)`;
    case ".":
    case "/": {
      const one = `${operator === "." ? "\\." : "/"}${value}`;
      return variables.some(({ explode }) => explode)
        ? `((?:${one})*)`
        : `((?:${one}){0,${variables.length}})`;
    }
    case "#":
      return `(#${reserved}*)?`;
    case "+":
      return `(${reserved}+)`;
    default:
      if (variables.length === 1) return `(${value}${isGreedy ? "" : "?"})`;
      return `(${value}(?:,${value})*)`;
  }
}

// ------------------------------------------------------------------------------------------- values

/** Values by variable. A variable that occurs twice in a template must have equal values. */
class MatchedValues {
  readonly #values = new Map<string, { value: string | string[]; prefix: number | undefined }>();

  set(variable: Variable, raw: string | string[]): boolean {
    const value = typeof raw === "string" ? decode(raw) : decodeAll(raw);
    if (value === undefined) return false;
    const { name, prefix } = variable;
    const before = this.#values.get(name);
    if (prefix !== undefined && (typeof value !== "string" || [...value].length > prefix)) return false;
    if (!before) this.#values.set(name, { value, prefix });
    else if (!agree(before, { value, prefix })) return false;
    else if (before.prefix !== undefined) this.#values.set(name, { value, prefix });
    return true;
  }

  variables(): Variables {
    return Object.fromEntries([...this.#values].map(([name, { value }]) => [name, value]));
  }
}

function agree(
  one: { value: string | string[]; prefix: number | undefined },
  other: { value: string | string[]; prefix: number | undefined },
): boolean {
  if (typeof one.value !== "string" || typeof other.value !== "string")
    return JSON.stringify(one.value) === JSON.stringify(other.value);
  if (one.prefix !== undefined) return other.value.startsWith(one.value);
  if (other.prefix !== undefined) return one.value.startsWith(other.value);
  return one.value === other.value;
}

/** Assigns values in the order of the variables; one with `*` takes all that the later variables do not need. */
function readList(values: string[], variables: readonly Variable[], found: MatchedValues): boolean {
  let rest = values;
  for (const [index, variable] of variables.entries()) {
    const after = variables.length - index - 1;
    if (rest.length === 0) return true;
    if (!variable.explode) {
      const [first = "", ...others] = rest;
      if (!found.set(variable, first)) return false;
      rest = others;
      continue;
    }
    const count = Math.max(1, rest.length - after);
    if (!found.set(variable, rest.slice(0, count))) return false;
    rest = rest.slice(count);
  }
  return rest.length === 0;
}

/** Reads `name=value` pairs in any order. Fails for an unknown name, and for a repeated name without `*`. */
function readPairs(pairs: string[], variables: ReadonlyMap<string, Variable>, found: MatchedValues): boolean {
  const values = new Map<string, string[]>();
  for (const pair of pairs) {
    if (pair === "" && pairs.length === 1) return true;
    const equals = pair.indexOf("=");
    const name = equals === -1 ? pair : pair.slice(0, equals);
    if (!variables.has(name)) return false;
    const list = values.get(name) ?? [];
    list.push(equals === -1 ? "" : pair.slice(equals + 1));
    values.set(name, list);
  }
  return [...values].every(([name, list]) => {
    const variable = variables.get(name) as Variable;
    if (variable.explode) return found.set(variable, list);
    const [only, ...more] = list;
    return only !== undefined && more.length === 0 && found.set(variable, only);
  });
}

/** Returns undefined for invalid percent-encoded UTF-8. */
function decode(text: string): string | undefined {
  try {
    return text.includes("%") ? decodeURIComponent(text) : text;
  } catch {
    return undefined;
  }
}

function decodeAll(texts: readonly string[]): string[] | undefined {
  const decoded = texts.map(decode);
  return decoded.every((text) => text !== undefined) ? (decoded as string[]) : undefined;
}
