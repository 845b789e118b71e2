/**
 * The expressions of a tool spec, read: paths into values that are at hand when a tool runs. What they stand for is
 * worked out elsewhere; here is only which there are, and what they name.
 */
import type { Template } from "../runtime/contract/template.ts";

/** One path: what it starts from, and the members and items it goes through. */
export interface Expression {
  readonly root: "inputs" | "steps" | "body" | "header" | "statusCode" | "item" | "index" | "env" | "uri";
  /** The step of `$steps`, the header of `$response.header` in lower case, or the variable of `$env`. */
  readonly of?: string;
  readonly path: readonly string[];
  /** As it was written, without braces. */
  readonly text: string;
}

/** A text and the expressions in it. */
export interface Parts {
  /** The text is one expression and nothing else: it stands for the value itself. */
  readonly whole?: Expression;
  readonly parts: readonly (string | Expression)[];
}

/** A text as a template has it; `$$` is a dollar sign where an expression could start. */
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

/** Every expression in a template, in order. */
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

/** What a text names, if it is an expression. */
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
