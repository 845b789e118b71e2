import { parseExpression } from "../../expressions.ts";
import { formatPointer, isObject, type Json, type Pointer, put } from "../../json.ts";
import type { Template } from "../../toolspec/tool-spec.ts";
import { malformed, unsupported } from "./fault.ts";

/** What the runtime expressions at one place can name. */
export interface Scope {
  readonly workflowId: string;
  /** Names of the workflow's inputs, where they are known. */
  readonly inputs: ReadonlySet<string>;
  /** The outputs of the steps before. */
  readonly steps: ReadonlyMap<string, ReadonlySet<string>>;
  /** What was answered, in the criteria and outputs of a step: by an API, or by another workflow. */
  readonly answer?: "operation" | "workflow";
}

/** What a runtime expression can start with (Arazzo 1.1, "Runtime Expressions"). */
const ROOT =
  /^\$(url|method|statusCode|request|response|message|inputs|outputs|steps|workflows|sourceDescriptions|components|self)(?![A-Za-z0-9_])/;

/** Whether a text is meant as a runtime expression. */
export function isExpression(text: string): boolean {
  return ROOT.test(text);
}

/**
 * A value of an Arazzo document as a template. A text that is one expression is the value it names, also where it
 * stands in braces alone if it is `structured`: as part of JSON that was written as a text. What only looks like one
 * of our expressions is a text. Throws a `WorkflowFault`.
 */
export function templateOf(value: Json, pointer: Pointer, scope: Scope, structured = false): Template {
  if (typeof value === "string") return textOf(value, pointer, scope, structured);
  if (Array.isArray(value))
    return value.map((item, i) => templateOf(item, [...pointer, i], scope, structured));
  if (!isObject(value)) return value;
  const template: { [key: string]: Json } = {};
  for (const [key, member] of Object.entries(value))
    put(template, key, templateOf(member, [...pointer, key], scope, structured));
  return template;
}

function textOf(text: string, pointer: Pointer, scope: Scope, structured: boolean): Template {
  if (isExpression(text)) return expressionOf(text, pointer, scope);
  const [, whole] = structured ? (/^\{(\$[^{}]*)\}$/.exec(text) ?? []) : [];
  if (whole !== undefined && isExpression(whole)) return expressionOf(whole, pointer, scope);
  const parts = text.split(/\{(\$[^{}]*)\}/).map((part, i) => {
    if (i % 2 === 0) return part;
    return isExpression(part) ? `{${expressionOf(part, pointer, scope)}}` : `{$${part}}`;
  });
  const joined = parts.join("");
  return joined.startsWith("$") ? `$${joined}` : joined;
}

/** A text that stands for itself, whatever is in it. */
export function literalText(text: string): string {
  const escaped = text.replaceAll(/\{(\$[^{}]*)\}/g, "{$$$1}");
  return escaped.startsWith("$") ? `$${escaped}` : escaped;
}

const STEP_ID = /^\$steps\.([A-Za-z0-9_-]+)\.outputs(?:\.|$)/;

/** One of our expressions that means what a runtime expression does. Throws a `WorkflowFault`. */
export function expressionOf(text: string, pointer: Pointer, scope: Scope): string {
  const [, root = ""] = ROOT.exec(text) ?? [];
  const translated = translate(root, text, pointer, scope);
  if (parseExpression(translated) === undefined) throw malformed(pointer, `${text} is no runtime expression`);
  return translated;
}

function translate(root: string, text: string, pointer: Pointer, scope: Scope): string {
  switch (root) {
    case "inputs":
      return named("$inputs", text.slice("$inputs".length), scope.inputs);
    case "workflows": {
      const own = `$workflows.${scope.workflowId}.inputs`;
      if (text.startsWith(`${own}.`)) return named("$inputs", text.slice(own.length), scope.inputs);
      throw unsupported(
        pointer,
        `${text} is what became of another workflow, which is not known`,
        "Call that workflow in a step.",
      );
    }
    case "steps": {
      const [start, id = ""] = STEP_ID.exec(text) ?? [];
      if (start === undefined) throw malformed(pointer, `${text} does not name an output of a step`);
      const outputs = scope.steps.get(id);
      if (!outputs) throw malformed(pointer, `no step before this one is called "${id}"`);
      const prefix = `$steps.${id}.outputs`;
      const [name = ""] = text.slice(prefix.length + 1).split("#");
      if (name !== "" && !outputs.has(name) && !outputs.has(name.split(/[.[]/)[0] ?? ""))
        throw malformed(pointer, `the step "${id}" has no output "${name}"`);
      return named(prefix, text.slice(prefix.length), outputs);
    }
    case "statusCode":
    case "response":
      if (scope.answer === "operation") return text;
      break;
    case "outputs":
      // What a workflow comes to is an object of its outputs.
      if (scope.answer === "workflow") return named("$response.body", text.slice("$outputs".length), "all");
      break;
    default:
  }
  throw unsupported(
    pointer,
    `${text} ${scope.answer === undefined && /^(?:statusCode|response|outputs)$/.test(root) ? "means nothing here" : "has no counterpart"}`,
    "Use $inputs, $steps, $response and $statusCode.",
  );
}

/** Names can have dots in them, which is what we separate names with: those are written as a JSON pointer. */
function named(prefix: string, rest: string, known: ReadonlySet<string> | "all"): string {
  const [path = "", ...pointers] = rest.split("#");
  const name = path.slice(1);
  if (!name.includes(".") || (known !== "all" && !known.has(name))) return prefix + rest;
  return `${prefix}#${formatPointer([name])}${pointers.join("#")}`;
}
