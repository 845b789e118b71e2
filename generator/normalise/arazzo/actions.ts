import { type Json, own, type Pointer } from "../../json.ts";
import type { StepFailure } from "../../toolspec/tool-spec.ts";
import { all, negation, type Truth } from "./condition.ts";
import { criteriaOf } from "./criteria.ts";
import type { ArazzoDocument, ComponentKind, Found } from "./document.ts";
import { malformed, unsupported } from "./fault.ts";
import type { Scope } from "./values.ts";

/** What follows from the success of a step: steps after it that are then left out. */
export interface Jump {
  readonly when: Truth;
  /** The step to go on with; undefined ends the workflow. */
  readonly to?: string;
  readonly pointer: Pointer;
}

/** A step's actions, and those of the workflow that it does not replace. Throws a `WorkflowFault`. */
export function actionsOf(
  step: Found,
  workflow: Found,
  kind: ComponentKind,
  document: ArazzoDocument,
): Found[] {
  const isSuccess = kind === "successActions";
  const key = isSuccess ? "onSuccess" : "onFailure";
  const given = document.list(own(step.value, key), [...step.pointer, key], kind);
  const names = new Set(given.map(({ value }) => own(value, "name")));
  const shared = document.list(own(workflow.value, kind), [...workflow.pointer, kind], kind);
  return [...given, ...shared.filter(({ value }) => !names.has(own(value, "name") as Json))];
}

/** What actions of success come to: the first whose criteria hold is taken. Throws a `WorkflowFault`. */
export function jumpsOf(actions: readonly Found[], scope: Scope): Jump[] {
  const jumps: Jump[] = [];
  let otherwise: Truth = true;
  for (const { value, pointer } of actions) {
    const criteria = criteriaOf(own(value, "criteria"), [...pointer, "criteria"], scope);
    const when = all([otherwise, criteria]);
    otherwise = all([otherwise, negation(criteria)]);
    const type = own(value, "type");
    const to = own(value, "stepId");
    if (type === "end") jumps.push({ when, pointer });
    else if (type === "goto" && typeof to === "string") jumps.push({ when, to, pointer });
    else if (type === "goto")
      throw unsupported(pointer, "going over to another workflow has no counterpart", "Call it in a step.");
    else throw malformed([...pointer, "type"], `${JSON.stringify(type)} is no type of a success action`);
  }
  return jumps;
}

/** What becomes of a step that fails. Throws a `WorkflowFault`. */
export function failureOf(actions: readonly Found[]): StepFailure {
  let retry: { retries: number; afterMs: number } | undefined;
  for (const { value, pointer } of actions) {
    const type = own(value, "type");
    const criteria = own(value, "criteria");
    if (type !== "end" && type !== "retry" && type !== "goto")
      throw malformed([...pointer, "type"], `${JSON.stringify(type)} is no type of a failure action`);
    if (Array.isArray(criteria) && criteria.length > 0)
      throw unsupported(
        [...pointer, "criteria"],
        "what follows from a failure cannot depend on how it failed",
        "Take the criteria away if it may always follow.",
      );
    if (type === "goto" || own(value, "stepId") !== undefined || own(value, "workflowId") !== undefined)
      throw unsupported(
        pointer,
        "after a failure no other step can be taken",
        "Use `end` or a plain `retry`.",
      );
    if (type === "end") return { then: "end", ...retry };
    if (retry)
      throw unsupported(pointer, "a step cannot be tried again in two ways", "Make one action of both.");
    retry = retryOf(value, pointer);
  }
  return { then: "fail", ...retry };
}

function retryOf(action: Json, pointer: Pointer): { retries: number; afterMs: number } {
  const limit = own(action, "retryLimit") ?? 1;
  const after = own(action, "retryAfter") ?? 0;
  if (!Number.isSafeInteger(limit) || (limit as number) < 0)
    throw malformed([...pointer, "retryLimit"], "`retryLimit` must be a number of attempts");
  if (typeof after !== "number" || after < 0 || after > 86_400)
    throw malformed([...pointer, "retryAfter"], "`retryAfter` must be seconds, at most a day");
  return { retries: limit as number, afterMs: Math.round(after * 1000) };
}
