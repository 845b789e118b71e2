import { formatPointer, isObject, type Json, own, type Pointer } from "../../json.ts";
import { linear } from "../../regex.ts";
import type { Condition } from "../../toolspec/tool-spec.ts";
import { all, any, ConditionFault, conditionOf, type Truth } from "./condition.ts";
import { malformed, unsupported } from "./fault.ts";
import { expressionOf, type Scope } from "./values.ts";

/** Answers that are no failure of the call itself. */
const GOOD: readonly number[] = Array.from({ length: 100 }, (_, i) => 200 + i);

/** What all criteria of a list together come to. Throws a `WorkflowFault`. */
export function criteriaOf(list: Json | undefined, pointer: Pointer, scope: Scope): Truth {
  if (list === undefined) return true;
  if (!Array.isArray(list)) throw malformed(pointer, "criteria must be a list");
  return all(list.map((criterion, i) => settled(criterionOf(criterion, [...pointer, i], scope), scope)));
}

/**
 * The same for what makes a step succeed. Where an answer that is no 2xx would do, there is no tool: here the call
 * has failed then, whatever is asked of the answer.
 */
export function successOf(list: Json | undefined, pointer: Pointer, scope: Scope): readonly Condition[] {
  if (Array.isArray(list))
    for (const [i, criterion] of list.entries()) {
      const at = [...pointer, i];
      const bad = statusIn(criterionOf(criterion, at, scope));
      if (bad !== undefined)
        throw unsupported(
          [...at, "condition"],
          `an answer of ${bad} is a failure here, whatever is asked of it`,
          "Ask for an answer of 2xx.",
        );
    }
  const truth = criteriaOf(list, pointer, scope);
  if (truth === false) throw malformed(pointer, "the step can never succeed");
  if (truth === true) return [];
  return "all" in truth ? truth.all : [truth];
}

function criterionOf(criterion: Json, pointer: Pointer, scope: Scope): Truth {
  const condition = own(criterion, "condition");
  const at = [...pointer, "condition"];
  if (!isObject(criterion) || typeof condition !== "string")
    throw malformed(pointer, "a criterion must have a `condition`");
  const given = own(criterion, "type") ?? "simple";
  const type = isObject(given) ? own(given, "type") : given;
  if (type === "simple") return simple(condition, at, scope);
  const context = own(criterion, "context");
  if (typeof context !== "string") throw malformed(pointer, "a criterion with a type must have a `context`");
  const value = conditionValue(context, [...pointer, "context"], scope);
  const converted =
    type === "regex" ? regex(value, condition) : type === "jsonpath" ? jsonPath(value, condition) : undefined;
  if (converted !== undefined) return converted;
  throw unsupported(
    at,
    `a condition of the type ${JSON.stringify(type)} has no counterpart`,
    "Write a simple condition, such as $response.body#/status == 'done'.",
  );
}

function conditionValue(expression: string, pointer: Pointer, scope: Scope): string {
  // Of a workflow that was called it is known that it succeeded, and no more.
  return expression === "$statusCode" && scope.answer !== undefined
    ? expression
    : expressionOf(expression, pointer, scope);
}

function simple(text: string, pointer: Pointer, scope: Scope): Truth {
  try {
    return conditionOf(text, (expression) => conditionValue(expression, pointer, scope));
  } catch (error) {
    if (!(error instanceof ConditionFault)) throw error;
    throw unsupported(
      pointer,
      `the condition cannot be taken over: ${error.message}`,
      "Compare an expression with a value, such as $statusCode == 200.",
    );
  }
}

/** A pattern that stands for some texts only, or is asked of a status, of which there are not many. */
function regex(value: string, pattern: string): Condition | undefined {
  if (value === "$statusCode") {
    const compiled = linear(pattern);
    return compiled && { value, in: GOOD.filter((status) => compiled.test(String(status))) };
  }
  const [, group, single] = /^\^(?:\(([\w -]+(?:\|[\w -]+)*)\)|([\w -]+))\$$/.exec(pattern) ?? [];
  const texts = group?.split("|") ?? (single === undefined ? undefined : [single]);
  return texts && { value, in: texts };
}

const PATH_STEP = /\.([\p{L}_][\p{L}\p{N}_]*)|\['([^'\\]*)'\]|\["([^"\\]*)"\]|\[(\d+)\]/uy;

/** A JSONPath that leads to one place asks whether there is something. */
function jsonPath(value: string, query: string): Condition | undefined {
  const path = pathOf(query);
  if (path === undefined) return undefined;
  return { value: path === "" || value.includes("#") ? value + path : `${value}#${path}`, exists: true };
}

/** The JSON pointer of a JSONPath that leads to one place; undefined where it may lead to several. */
export function pathOf(query: string): string | undefined {
  if (!query.startsWith("$")) return undefined;
  const tokens: string[] = [];
  PATH_STEP.lastIndex = 1;
  while (PATH_STEP.lastIndex < query.length) {
    const [step, ...names] = PATH_STEP.exec(query) ?? [];
    if (step === undefined) return undefined;
    tokens.push(names.find((name) => name !== undefined) ?? "");
  }
  return formatPointer(tokens);
}

/** What is known of the status is said: it is 2xx, and of a workflow no more than that. */
function settled(truth: Truth, scope: Scope): Truth {
  if (typeof truth === "boolean") return truth;
  if ("all" in truth) return all(truth.all.map((part) => settled(part, scope)));
  if ("any" in truth) return any(truth.any.map((part) => settled(part, scope)));
  if (truth.value !== "$statusCode") return truth;
  const fitting = GOOD.filter((status) => fits(status, truth));
  if (fitting.length === 0) return false;
  if (scope.answer === "workflow" || fitting.length === GOOD.length) return true;
  return numeric(truth);
}

type Leaf = Exclude<Condition, { any: unknown } | { all: unknown }>;

/** A status in a condition that no answer of 2xx fits; undefined if there is none. */
function statusIn(truth: Truth): string | undefined {
  if (typeof truth === "boolean") return undefined;
  if ("all" in truth || "any" in truth) {
    for (const part of "all" in truth ? truth.all : truth.any) {
      const found = statusIn(part);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (truth.value !== "$statusCode" || GOOD.some((status) => fits(status, truth))) return undefined;
  return truth.is !== undefined ? String(truth.is) : "another status than 2xx";
}

function fits(status: number, { is, not, in: listed, exists, gt, gte, lt, lte }: Leaf): boolean {
  return (
    (is === undefined || Number(is) === status) &&
    (not === undefined || Number(not) !== status) &&
    (listed === undefined || listed.some((one) => Number(one) === status)) &&
    exists !== false &&
    (gt === undefined || status > gt) &&
    (gte === undefined || status >= gte) &&
    (lt === undefined || status < lt) &&
    (lte === undefined || status <= lte)
  );
}

/** A status that was written as a text is a number all the same. */
function numeric({ is, not, ...rest }: Leaf): Leaf {
  return {
    ...rest,
    ...(is !== undefined && { is: Number(is) }),
    ...(not !== undefined && { not: Number(not) }),
  };
}
