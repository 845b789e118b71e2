/** Conditions on strings. */
import { RE2JS } from "re2js";
import { type CheckContext, fault } from "./check.ts";

/**
 * `pattern`: found anywhere in the string. In RE2 syntax, into which the generator translates what documents
 * write; it takes time that grows with the text and never explodes, whatever the expression and the text.
 */
export function pattern(source: string): (ctx: CheckContext) => void {
  const expression = RE2JS.compile(source);
  return (ctx) => {
    if (typeof ctx.value === "string" && !expression.test(ctx.value))
      fault(ctx, `Invalid string: must match pattern ${source}`);
  };
}
