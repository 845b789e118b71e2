/** Checks that the expressions of a tool spec refer to something that exists where they stand. */
import type { Condition, Template } from "../../runtime/contract/template.ts";
import { type Expression, parseExpression, type Use, usesIn } from "../expressions.ts";
import { isObject, type Pointer } from "../json.ts";
import { didYouMean } from "../suggest.ts";
import type { SpecContext } from "./checks.ts";
import { located, type Refusal } from "./format/build.ts";

/** The names that expressions may use in one place of a tool spec. */
export interface Scope {
  /** The inputs by name; `any` if they are not known here. Undefined where there are none. */
  readonly inputs?: ReadonlySet<string> | "any";
  /** The word for an input in this place: `input`, `variable of the URI`. */
  readonly noun?: string;
  /** The outputs of the earlier steps, by the ids of the steps. */
  readonly steps?: ReadonlyMap<string, ReadonlySet<string>>;
  /** The ids of this step and the later ones. */
  readonly later?: ReadonlySet<string>;
  readonly response?: boolean;
  readonly item?: boolean;
  readonly uri?: boolean;
  /** False where environment variables would be shown to callers. */
  readonly env?: boolean;
}

/** Checks every expression in a value. */
export function checkTemplate(value: Template, at: Pointer, scope: Scope, context: SpecContext): void {
  if (typeof value === "string")
    for (const use of usesIn(value)) {
      const refusal = refusalOf(use, scope);
      if (refusal) context.diagnostics.report("unknown-expression", at, refusal.message, refusal.fix);
    }
  else if (Array.isArray(value))
    for (const [i, item] of value.entries()) checkTemplate(item, [...at, i], scope, context);
  else if (isObject(value))
    // YAML reads {$inputs.x} without quotes as a map.
    for (const [key, member] of Object.entries(value))
      if (member === null && parseExpression(key))
        context.diagnostics.report(
          "invalid-value",
          at,
          `expected a value with expressions, found {${key}}, which is a map in YAML`,
          `Write ${key} for the value itself, or put the text in quotes: "{${key}}".`,
        );
      else checkTemplate(member, [...at, key], scope, context);
}

/** Checks every expression in values by name. */
export function checkTemplates(
  values: ReadonlyMap<string, Template> | undefined,
  at: Pointer,
  scope: Scope,
  context: SpecContext,
): void {
  for (const [name, value] of values ?? []) checkTemplate(value, [...at, name], scope, context);
}

/** Checks every expression in a list of conditions; `at` is the place of the list. */
export function checkConditions(
  conditions: readonly Condition[] | undefined,
  at: Pointer,
  scope: Scope,
  context: SpecContext,
): void {
  for (const [condition, place] of located(conditions ?? [], at))
    if ("any" in condition) checkConditions(condition.any, [...place, "any"], scope, context);
    else if ("all" in condition) checkConditions(condition.all, [...place, "all"], scope, context);
    else
      for (const [key, value] of Object.entries(condition))
        checkTemplate(value, [...place, key], scope, context);
}

/** Returns why an expression cannot be used in a place; undefined if it can. */
export function refusalOf({ text, expression, whole }: Use, scope: Scope): Refusal | undefined {
  const quoted = JSON.stringify(text.slice(0, 80));
  if (!expression) return malformed(text, whole);
  switch (expression.root) {
    case "inputs":
      return refusalOfInput(quoted, expression.path[0], scope);
    case "steps":
      return refusalOfStep(quoted, expression, scope);
    case "body":
    case "header":
    case "statusCode":
      return scope.response
        ? undefined
        : {
            message: `${quoted} is not available here: there is no response`,
            fix: "Use it in `outputs`, `success` or `poll`, or in the `result` of a tool with `http`.",
          };
    case "item":
    case "index":
      return scope.item
        ? undefined
        : {
            message: `${quoted} is only available in a step with \`forEach\``,
            fix: "Add `forEach` to the step, or use another expression.",
          };
    case "uri":
      return scope.uri
        ? undefined
        : { message: `${quoted} is only available in a resource`, fix: "Use another expression." };
    case "env":
      return scope.env === false
        ? {
            message: `${quoted} would show an environment variable of the server to callers`,
            fix: "Write the text itself, or make it an argument.",
          }
        : undefined;
  }
}

function refusalOfInput(
  quoted: string,
  name: string | undefined,
  { inputs, noun = "input" }: Scope,
): Refusal | undefined {
  if (inputs === undefined)
    return {
      message: `${quoted} is not available here: there are no inputs`,
      fix: "Write the value itself, or $env.NAME.",
    };
  if (inputs === "any" || name === undefined || inputs.has(name)) return undefined;
  return {
    message: `expected the name of an existing ${noun}, found ${quoted}${didYouMean(name, inputs)}`,
    fix:
      inputs.size > 0
        ? `Available: ${[...inputs].join(", ")}.`
        : "There is none: add it, or write the value itself.",
  };
}

function refusalOfStep(
  quoted: string,
  { of: step = "", path: [name] }: Expression,
  { steps, later }: Scope,
): Refusal | undefined {
  if (!steps)
    return { message: `${quoted} is not available here: there are no steps`, fix: "Use another expression." };
  const outputs = steps.get(step);
  if (!outputs && later?.has(step))
    return {
      message: `${quoted} refers to a step that has not run yet`,
      fix: "Use outputs of earlier steps, or move the step up.",
    };
  if (!outputs)
    return {
      message: `expected the id of an earlier step, found ${quoted}${didYouMean(step, steps.keys())}`,
      fix:
        steps.size > 0
          ? `The earlier steps are ${[...steps.keys()].join(", ")}.`
          : "There is no earlier step.",
    };
  if (name === undefined || outputs.has(name)) return undefined;
  return {
    message: `expected an output of the step ${step}, found ${quoted}${didYouMean(name, outputs)}`,
    fix:
      outputs.size > 0
        ? `The outputs of ${step} are ${[...outputs].join(", ")}.`
        : `Add \`outputs: { ${name}: $response.body }\` to the step ${step}.`,
  };
}

const ROOTS = ["inputs", "steps", "response", "statusCode", "item", "index", "env", "uri"];

function malformed(text: string, whole: boolean): Refusal {
  const [, root = ""] = /^\$([A-Za-z]+)/.exec(text) ?? [];
  const near = ROOTS.includes(root) ? "" : didYouMean(root, ROOTS);
  return {
    message: `expected an expression, found ${JSON.stringify(text.slice(0, 80))}${near}`,
    fix: fixOf(root, whole),
  };
}

function fixOf(root: string, whole: boolean): string {
  switch (root) {
    case "inputs":
    case "item":
      return `Write $${root}.name, $${root}.list[0] or $${root}#/a/b${whole ? `, and {$${root}.name} inside a text` : ""}.`;
    case "steps":
      return "Write $steps.<id>.outputs.<name>.";
    case "response":
      return "Write $response.body, $response.body#/a/b or $response.header.<name>.";
    case "env":
      return "Write $env.NAME.";
    default:
      return `Expressions start with ${ROOTS.map((name) => `$${name}`).join(", ")}; $$ stands for a dollar sign.`;
  }
}
