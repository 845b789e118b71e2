/**
 * The grammar of expressions in a tool spec: paths into the values that a running tool has. This file parses them; the
 * model works out their values, and toolspec/expression-scope.ts checks that they may be used where they stand.
 */
import type { Template } from "../runtime/contract/template.ts";

/** A path: its root, and the members and items that it goes through. */
export interface Expression {
  readonly root: "inputs" | "steps" | "body" | "header" | "statusCode" | "item" | "index" | "env" | "uri";
  /** The step of `$steps`, the header of `$response.header` in lower case, or the variable of `$env`. */
  readonly of?: string;
  readonly path: readonly string[];
  /** As written, without braces. */
  readonly text: string;
}

/** A text, divided into plain parts and expressions. */
export interface Parts {
  /** Set if the text is one expression and nothing else: it stands for the value itself. */
  readonly whole?: Expression;
  readonly parts: readonly (string | Expression)[];
}

/** Divides a text of a template; `$$` is a dollar sign where an expression could start. */
export function partsOf(text: string): Parts {
  if (text.startsWith("$") && !text.startsWith("$$")) {
    const whole = parseExpression(text);
    if (whole) return { whole, parts: [whole] };
  }
  const start = text.startsWith("$$") ? 1 : 0;
  const parts: (string | Expression)[] = [];
  let plain = "";
  for (const [i, piece] of text
    .slice(start)
    .split(/\{(\$[^{}]*)\}/)
    .entries()) {
    if (i % 2 === 0) {
      plain += piece;
      continue;
    }
    const expression = piece.startsWith("$$") ? undefined : parseExpression(piece);
    if (!expression) plain += `{${piece.startsWith("$$") ? piece.slice(1) : piece}}`;
    else {
      if (plain !== "") parts.push(plain);
      parts.push(expression);
      plain = "";
    }
  }
  if (plain !== "" || parts.length === 0) parts.push(plain);
  return { parts };
}

/** Returns every expression in a template, in order. */
export function expressionsIn(template: Template): Expression[] {
  if (typeof template === "string") return partsOf(template).parts.filter((part) => typeof part !== "string");
  if (typeof template !== "object" || template === null) return [];
  return Object.values(template).flatMap((member) => expressionsIn(member));
}

const NAME = "[\\p{L}\\p{M}\\p{N}_-]+";
const PATHS = `((?:\\.${NAME}|\\[\\d{1,9}\\])*)(#(?:/(?:[^~{}]|~[01])*)?)?`;
const FORMS: readonly (readonly [RegExp, Expression["root"]])[] = [
  [new RegExp(`^\\$inputs()${PATHS}$`, "u"), "inputs"],
  [new RegExp(`^\\$steps\\.(${NAME})\\.outputs${PATHS}$`, "u"), "steps"],
  [new RegExp(`^\\$response\\.body()${PATHS}$`, "u"), "body"],
  [new RegExp(`^\\$item()${PATHS}$`, "u"), "item"],
  [/^\$response\.header\.([\w.-]+)$/, "header"],
  [/^\$env\.([A-Za-z_]\w*)$/, "env"],
  [/^\$statusCode$/, "statusCode"],
  [/^\$index$/, "index"],
  [/^\$uri$/, "uri"],
];

/** Parses a text without braces; undefined if it is not an expression. */
export function parseExpression(text: string): Expression | undefined {
  for (const [form, root] of FORMS) {
    const match = form.exec(text);
    if (!match) continue;
    const [, of = "", steps = "", pointer = ""] = match;
    return {
      root,
      ...(of !== "" && { of: root === "header" ? of.toLowerCase() : of }),
      path: [...pathOf(steps), ...tokensOf(pointer)],
      text,
    };
  }
  return undefined;
}

function pathOf(steps: string): string[] {
  return [...steps.matchAll(/\.([^.[\]]+)|\[(\d+)\]/g)].map(
    ([, name, index]) => name ?? String(Number(index)),
  );
}

/** RFC 6901. */
function tokensOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** An expression in a text, or a part of the text that looks like one and is malformed. */
export interface Use {
  readonly text: string;
  readonly expression: Expression | undefined;
  /** True if the expression is the whole text. */
  readonly whole: boolean;
}

/** A dollar sign stands for itself before anything but a letter, as in `$5`. */
const LOOKS_LIKE_ONE = /^\$[A-Za-z]/;

/** Returns the expressions in a text, malformed ones included. */
export function usesIn(text: string): Use[] {
  if (LOOKS_LIKE_ONE.test(text)) {
    const expression = parseExpression(text);
    if (expression || !text.includes("{$")) return [{ text, expression, whole: true }];
  }
  return [...text.matchAll(/\{(\$[^{}]*)\}/g)]
    .map(([, inside = ""]) => inside)
    .filter((inside) => LOOKS_LIKE_ONE.test(inside))
    .map((inside) => ({ text: inside, expression: parseExpression(inside), whole: false }));
}
