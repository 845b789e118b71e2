import { asString, isObject, type Json, own, type Pointer } from "../../json.ts";
import type { SpecStep, Template } from "../../types.ts";
import { actionsOf, failureOf, type Jump, jumpsOf } from "./actions.ts";
import { successOf } from "./criteria.ts";
import type { ArazzoDocument, Found } from "./document.ts";
import { malformed } from "./fault.ts";
import { outputsOf } from "./outputs.ts";
import { payloadOf } from "./payload.ts";
import { type Target, targetOf } from "./target.ts";
import { type Scope, templateOf } from "./values.ts";

export interface ReadStep {
  readonly step: SpecStep;
  readonly target: Target;
  readonly jumps: readonly Jump[];
}

/** `nameOf`: the tool of a workflow. Throws a `WorkflowFault`. */
export function stepOf(
  found: Found,
  workflow: Found,
  before: Scope,
  document: ArazzoDocument,
  nameOf: (workflowId: string) => string,
): ReadStep {
  const { value, pointer } = found;
  const id = asString(own(value, "stepId"));
  if (id === undefined || !/^[A-Za-z0-9_-]+$/.test(id))
    throw malformed([...pointer, "stepId"], "a step must have a `stepId` of letters, digits, `-` and `_`");
  if (before.steps.has(id)) throw malformed([...pointer, "stepId"], `there is a step "${id}" already`);
  checkOrder(own(value, "dependsOn"), [...pointer, "dependsOn"], before);
  const target = targetOf(found, document);
  const after: Scope = { ...before, answer: target.kind };
  const step: SpecStep = {
    id,
    call: { kind: "tool", target: target.kind === "operation" ? target.call : nameOf(target.workflowId) },
    with: argumentsOf(found, workflow, target, before, document),
    when: [],
    concurrency: 1,
    success: successOf(own(value, "successCriteria"), [...pointer, "successCriteria"], after),
    onFailure: failureOf(actionsOf(found, workflow, "failureActions", document)),
    outputs: outputsOf(own(value, "outputs"), [...pointer, "outputs"], after),
    pointer,
  };
  return { step, target, jumps: jumpsOf(actionsOf(found, workflow, "successActions", document), after) };
}

/** Steps run in their order: what one waits for has to stand before it (Arazzo 1.1). */
function checkOrder(dependsOn: Json | undefined, pointer: Pointer, before: Scope): void {
  for (const id of Array.isArray(dependsOn) ? dependsOn : [])
    if (typeof id !== "string" || !before.steps.has(id))
      throw malformed(pointer, `no step before this one is called ${JSON.stringify(id)}`);
}

/** What the call is given: parameters by their names, and the members of the body by theirs, or else `body`. */
function argumentsOf(
  step: Found,
  workflow: Found,
  target: Target,
  scope: Scope,
  document: ArazzoDocument,
): Map<string, Template> {
  const parameters = parametersOf(step, workflow, document);
  const body = payloadOf(own(step.value, "requestBody"), [...step.pointer, "requestBody"], scope);
  if (body !== undefined && target.kind === "workflow")
    throw malformed([...step.pointer, "requestBody"], "a workflow takes parameters and no body");
  const members = isObject(body) ? Object.entries(body) : body === undefined ? [] : [["body", body] as const];
  const given = new Map<string, Template>();
  for (const { value, pointer } of parameters) {
    const name = own(value, "name") as string;
    // Where two would be called the same, all but those in the body say where they travel.
    const isShared =
      parameters.some((other) => other.value !== value && own(other.value, "name") === name) ||
      members.some(([member]) => member === name);
    const where = asString(own(value, "in"));
    const template = templateOf(own(value, "value") ?? null, [...pointer, "value"], scope);
    given.set(isShared && where !== undefined ? `${name}_${where}` : name, template);
  }
  for (const [name, member] of members) given.set(name, member);
  return given;
}

/** The step's parameters, and those of the workflow that it does not replace. */
function parametersOf(step: Found, workflow: Found, document: ArazzoDocument): Found[] {
  const merged = new Map<string, Found>();
  for (const { value, pointer } of [workflow, step])
    for (const parameter of document.list(
      own(value, "parameters"),
      [...pointer, "parameters"],
      "parameters",
    )) {
      const name = own(parameter.value, "name");
      if (typeof name !== "string" || name === "" || own(parameter.value, "value") === undefined)
        throw malformed(parameter.pointer, "a parameter must have a `name` and a `value`");
      merged.set(JSON.stringify([name, own(parameter.value, "in") ?? null]), parameter);
    }
  return [...merged.values()];
}
