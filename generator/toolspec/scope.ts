import type { Expression } from "../expressions.ts";
import { didYouMean } from "../suggest.ts";
import type { Use } from "./expression.ts";

/** What can stand after the dollar sign. */
const ROOTS = ["inputs", "steps", "response", "statusCode", "item", "index", "env", "uri"] as const;

/** What expressions may name in some place of a tool spec. */
export interface Scope {
  /** The inputs by name; `any` where they are not known here. Undefined where there are none to speak of. */
  readonly inputs?: ReadonlySet<string> | "any";
  /** What inputs are in this place: `input`, `variable of the URI`. */
  readonly noun?: string;
  /** The outputs of the steps before, by their ids. */
  readonly steps?: ReadonlyMap<string, ReadonlySet<string>>;
  /** The ids of the steps that come later, or are this one. */
  readonly later?: ReadonlySet<string>;
  readonly response?: boolean;
  readonly item?: boolean;
  readonly uri?: boolean;
  readonly env?: boolean;
}

/** Why an expression means nothing in a place, and what to do about it; undefined where it does. */
export function faultOf(use: Use, scope: Scope): { message: string; hint: string } | undefined {
  const { text, expression, whole } = use;
  if (!expression) return { message: malformed(text), hint: hintFor(text, whole) };
  const quoted = JSON.stringify(text);
  switch (expression.root) {
    case "inputs":
      return inputFault(quoted, expression.path[0], scope);
    case "steps":
      return stepFault(quoted, expression, scope);
    case "body":
    case "header":
    case "statusCode":
      return scope.response
        ? undefined
        : {
            message: `${quoted} names an answer, and there is none here`,
            hint: "Use it in `outputs`, `success` or `poll`, or in the `result` of a tool with `http`.",
          };
    case "item":
    case "index":
      return scope.item
        ? undefined
        : {
            message: `${quoted} has a meaning only in a step with \`forEach\``,
            hint: "Add `forEach` to the step, or name what is meant.",
          };
    case "uri":
      return scope.uri
        ? undefined
        : { message: `${quoted} has a meaning only in a resource`, hint: "Name what is meant." };
    case "env":
      return scope.env === false
        ? {
            message: `${quoted} would show a setting of the server to whoever asks`,
            hint: "Write the text itself, or make it an argument.",
          }
        : undefined;
  }
}

function inputFault(
  quoted: string,
  name: string | undefined,
  { inputs, noun = "input" }: Scope,
): { message: string; hint: string } | undefined {
  if (inputs === undefined)
    return {
      message: `${quoted} names an input, and there are none here`,
      hint: "Write the value itself, or $env.NAME.",
    };
  if (inputs === "any" || name === undefined || inputs.has(name)) return undefined;
  return {
    message: `${quoted} names no ${noun}${didYouMean(name, inputs)}`,
    hint:
      inputs.size > 0
        ? `There are: ${[...inputs].join(", ")}.`
        : `There is none: add it, or write the value itself.`,
  };
}

function stepFault(
  quoted: string,
  { of: step = "", path: [name] }: Expression,
  { steps, later }: Scope,
): { message: string; hint: string } | undefined {
  if (!steps)
    return { message: `${quoted} names a step, and there are none here`, hint: "Name what is meant." };
  const outputs = steps.get(step);
  if (!outputs) {
    if (later?.has(step))
      return {
        message: `${quoted} names a step that has not run yet`,
        hint: "Use outputs of earlier steps, or move the step up.",
      };
    return {
      message: `${quoted} names no step${didYouMean(step, steps.keys())}`,
      hint:
        steps.size > 0 ? `Earlier steps are: ${[...steps.keys()].join(", ")}.` : "There is no earlier step.",
    };
  }
  if (name === undefined || outputs.has(name)) return undefined;
  return {
    message: `${quoted} names no output of the step${didYouMean(name, outputs)}`,
    hint:
      outputs.size > 0
        ? `The outputs of ${step} are: ${[...outputs].join(", ")}.`
        : `Add \`outputs: { ${name}: $response.body }\` to the step ${step}.`,
  };
}

function malformed(text: string): string {
  const [, root = ""] = /^\$([A-Za-z]+)/.exec(text) ?? [];
  const isRoot = (ROOTS as readonly string[]).includes(root);
  return `${JSON.stringify(text.slice(0, 80))} is no expression${isRoot ? "" : didYouMean(root, ROOTS)}`;
}

function hintFor(text: string, whole: boolean): string {
  const [, root = ""] = /^\$([A-Za-z]+)/.exec(text) ?? [];
  if (root === "inputs" || root === "item")
    return `Write $${root}.name, $${root}.list[0] or $${root}#/a/b${whole ? `, and {$${root}.name} inside a text` : ""}.`;
  if (root === "steps") return "Write $steps.<id>.outputs.<name>.";
  if (root === "response") return "Write $response.body, $response.body#/a/b or $response.header.<name>.";
  if (root === "env") return "Write $env.NAME.";
  return `Expressions start with ${ROOTS.map((name) => `$${name}`).join(", ")}; $$ stands for a dollar sign.`;
}
