import type { Condition, Template } from "../../toolspec/tool-spec.ts";
import { literalText } from "./values.ts";

/** What is wrong with a condition, or why we have no word for it. */
export class ConditionFault extends Error {}

/** Longer than any that a person writes; the parser recurses. */
const MAX_LENGTH = 1_000;

/** Texts in quotes, numbers, words, operators, and expressions up to the next space or operator. */
const TOKEN =
  /\s*(?:(?<text>'(?:[^']|'')*'|"[^"]*")|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])|(?<word>true|false|null)(?!\w)|(?<operator>==|!=|<=|>=|&&|\|\||[<>!()])|\{(?<braced>\$[^{}]*)\}|(?<expression>\$(?:[^\s()=!<>&|'"{}]|[=&|](?![=&|]))+))/y;

type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";
const FLIPPED: Record<Comparison, Comparison> = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};
const NEGATED: Record<Comparison, Comparison> = {
  "==": "!=",
  "!=": "==",
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
};

type Operand =
  /** What names a value, as a template. */
  | { readonly kind: "expression"; readonly template: string }
  | { readonly kind: "literal"; readonly value: null | boolean | number | string };

/** True if it always holds, false if it never does. */
export type Truth = Condition | boolean;

/**
 * Reads a simple condition of Arazzo (section "Criterion Object"): comparisons of expressions and literals, with
 * `!`, `&&`, `||` and parentheses. `translate` gives the template of an expression. Throws a `ConditionFault`.
 */
export function conditionOf(text: string, translate: (expression: string) => string): Truth {
  return new Parser(tokensOf(text), translate).read();
}

interface Token {
  readonly kind: "text" | "number" | "word" | "operator" | "expression";
  readonly text: string;
}

function tokensOf(text: string): Token[] {
  if (text.length > MAX_LENGTH) throw new ConditionFault(`it has more than ${MAX_LENGTH} characters`);
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < end; ) {
    const from = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (!groups)
      throw new ConditionFault(`${JSON.stringify(text.slice(from).trim().slice(0, 30))} is not understood`);
    for (const [kind, found] of Object.entries(groups))
      if (found !== undefined)
        tokens.push({ kind: kind === "braced" ? "expression" : (kind as Token["kind"]), text: found });
  }
  return tokens;
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #translate: (expression: string) => string;
  #at = 0;

  constructor(tokens: readonly Token[], translate: (expression: string) => string) {
    this.#tokens = tokens;
    this.#translate = translate;
  }

  read(): Truth {
    const condition = this.#or(false);
    const left = this.#tokens[this.#at];
    if (left) throw new ConditionFault(`"${left.text}" is one too many`);
    return condition;
  }

  /** `negated`: the opposite is wanted. */
  #or(negated: boolean): Truth {
    const parts = [this.#and(negated)];
    while (this.#take("||")) parts.push(this.#and(negated));
    return negated ? all(parts) : any(parts);
  }

  #and(negated: boolean): Truth {
    const parts = [this.#not(negated)];
    while (this.#take("&&")) parts.push(this.#not(negated));
    return negated ? any(parts) : all(parts);
  }

  #not(negated: boolean): Truth {
    return this.#take("!") ? this.#not(!negated) : this.#comparison(negated);
  }

  #comparison(negated: boolean): Truth {
    if (this.#take("(")) {
      const inner = this.#or(negated);
      if (!this.#take(")")) throw new ConditionFault("a parenthesis is not closed");
      return inner;
    }
    const left = this.#operand();
    const token = this.#tokens[this.#at]?.text ?? "";
    if (!Object.hasOwn(FLIPPED, token)) return compare(left, "==", { kind: "literal", value: true }, negated);
    this.#at++;
    return compare(left, token as Comparison, this.#operand(), negated);
  }

  #operand(): Operand {
    const token = this.#tokens[this.#at++];
    switch (token?.kind) {
      case "expression":
        return { kind: "expression", template: this.#translate(token.text) };
      case "text":
        return { kind: "literal", value: unquoted(token.text) };
      case "number":
      case "word":
        return { kind: "literal", value: JSON.parse(token.text) as null | boolean | number };
      default:
        throw new ConditionFault(
          token ? `a value is missing before "${token.text}"` : "a value is missing at its end",
        );
    }
  }

  #take(operator: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "operator" || token.text !== operator) return false;
    this.#at++;
    return true;
  }
}

function unquoted(text: string): string {
  const inside = text.slice(1, -1);
  return text.startsWith("'") ? inside.replaceAll("''", "'") : inside;
}

function compare(left: Operand, operator: Comparison, right: Operand, negated: boolean): Truth {
  if (left.kind === "literal") {
    if (right.kind === "expression") return compare(right, FLIPPED[operator], left, negated);
    if (operator !== "==" && operator !== "!=")
      throw new ConditionFault("it compares two values that are given");
    return ((left.value === right.value) === (operator === "==")) !== negated;
  }
  const wanted = negated ? NEGATED[operator] : operator;
  if (wanted === "==" || wanted === "!=") return equality(left.template, right, wanted === "==");
  if (right.kind !== "literal" || typeof right.value !== "number")
    throw new ConditionFault("only numbers that are given can be compared by size");
  if (isHeader(left.template)) throw new ConditionFault("a header is a text and has no size");
  const bound = { "<": "lt", "<=": "lte", ">": "gt", ">=": "gte" } as const;
  const condition: Condition = { value: left.template, [bound[wanted]]: right.value };
  // What is not there is neither below nor above.
  return negated ? { any: [condition, { value: left.template, exists: false }] } : condition;
}

function isHeader(template: string): boolean {
  return template.startsWith("$response.header.");
}

function equality(value: string, right: Operand, equal: boolean): Condition {
  const other: Template =
    right.kind === "expression"
      ? right.template
      : typeof right.value === "string"
        ? literalText(right.value)
        : right.value !== null && isHeader(value)
          ? String(right.value)
          : right.value;
  // What is not there is null.
  if (other === null && equal)
    return {
      any: [
        { value, is: null },
        { value, exists: false },
      ],
    };
  if (other === null) return { value, exists: true, not: null };
  return equal ? { value, is: other } : { value, not: other };
}

export function all(parts: readonly Truth[]): Truth {
  if (parts.includes(false)) return false;
  const open: Condition[] = [];
  for (const part of parts) {
    if (typeof part === "boolean") continue;
    const last = open.at(-1);
    const joined = last && join(last, part);
    if (joined) open[open.length - 1] = joined;
    else open.push(part);
  }
  return open.length > 1 ? { all: open } : (open[0] ?? true);
}

/** Two things asked of one value as one, if they are not the same thing. */
function join(one: Condition, other: Condition): Condition | undefined {
  if (!("value" in one && "value" in other) || one.value !== other.value) return undefined;
  const isShared = Object.keys(other).some((key) => key !== "value" && Object.hasOwn(one, key));
  return isShared ? undefined : { ...one, ...other };
}

export function any(parts: readonly Truth[]): Truth {
  if (parts.includes(true)) return true;
  const open = parts.filter((part) => typeof part !== "boolean");
  return open.length > 1 ? { any: open } : (open[0] ?? false);
}

/** The condition that holds where another does not. */
export function negation(truth: Truth): Truth {
  if (typeof truth === "boolean") return !truth;
  if ("any" in truth) return all(truth.any.map(negation));
  if ("all" in truth) return any(truth.all.map(negation));
  const { value, is, not, in: listed, exists, gt, gte, lt, lte } = truth;
  const missing: Condition = { value, exists: false };
  return any([
    ...(is !== undefined ? [{ value, not: is }] : []),
    ...(not !== undefined ? [{ value, is: not }] : []),
    ...(listed !== undefined ? [{ all: listed.map((one) => ({ value, not: one })) }] : []),
    ...(exists !== undefined ? [{ value, exists: !exists }] : []),
    ...(gt !== undefined ? [{ value, lte: gt }, missing] : []),
    ...(gte !== undefined ? [{ value, lt: gte }, missing] : []),
    ...(lt !== undefined ? [{ value, gte: lt }, missing] : []),
    ...(lte !== undefined ? [{ value, gt: lte }, missing] : []),
  ]);
}
