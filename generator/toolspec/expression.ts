import { type Expression, parseExpression } from "../expressions.ts";

/** An expression in a text, or what looks like one and is none. */
export interface Use {
  readonly text: string;
  readonly expression: Expression | undefined;
  /** Whether the expression is the whole text. */
  readonly whole: boolean;
}

/** A dollar sign that is one starts no word: `$5` is a price. */
const LOOKS_LIKE_ONE = /^\$[A-Za-z]/;

/** A text with expressions in braces. */
const EMBEDDED = /\{(\$[^{}]*)\}/g;

/** The expressions in a text, and whatever was meant to be one. */
export function usesIn(text: string): Use[] {
  if (LOOKS_LIKE_ONE.test(text)) {
    const expression = parseExpression(text);
    if (expression || !text.includes("{$")) return [{ text, expression, whole: true }];
  }
  return [...text.matchAll(EMBEDDED)]
    .map(([, inside = ""]) => inside)
    .filter((inside) => LOOKS_LIKE_ONE.test(inside))
    .map((inside) => ({ text: inside, expression: parseExpression(inside), whole: false }));
}
