import type { Template } from "../../runtime/contract/template.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { type Expression, expressionsIn } from "../expressions.ts";
import type { Pointer } from "../json.ts";
import { didYouMean } from "../suggest.ts";
import type { Argument } from "./server-model.ts";

const OF_ANSWER: ReadonlySet<Expression["root"]> = new Set(["body", "header", "statusCode"]);

/**
 * Reports what a template names that there is not where nothing is at hand but the arguments, and perhaps an answer
 * of the API. Gives back the arguments that it names, each with the expression that does.
 */
export function checkInputs(
  template: Template,
  args: readonly Argument[],
  pointer: Pointer,
  diagnostics: Diagnostics,
  beside: "nothing" | "an answer" = "nothing",
): readonly { readonly argument: Argument; readonly expression: Expression }[] {
  const names = args.map(({ name }) => name);
  return expressionsIn(template).flatMap((expression) => {
    const { root, path, text } = expression;
    const [name] = path;
    if (beside === "an answer" && OF_ANSWER.has(root)) return [];
    if (root === "env" || (root === "inputs" && name === undefined)) return [];
    const argument = root === "inputs" ? args.find((of) => of.name === name) : undefined;
    if (argument) return [{ argument, expression }];
    diagnostics.report(
      "unknown-expression",
      pointer,
      root === "inputs"
        ? `${text} names no argument of the tool${didYouMean(name ?? "", names)}`
        : `${text} has no meaning here`,
      names.length === 0
        ? "The tool has no arguments; `$env` names variables of the environment."
        : `There are ${names.map((known) => `$inputs.${known}`).join(", ")} and variables as $env.NAME.`,
    );
    return [];
  });
}
