import { asString, type Json, own, type Pointer } from "../../json.ts";
import type { SentValues, SpecStep, Template } from "../../toolspec/tool-spec.ts";
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
  const parameters = parametersOf(found, workflow, before, document);
  const after: Scope = { ...before, answer: target.kind };
  const step: SpecStep = {
    id,
    call: { kind: "tool", target: target.kind === "operation" ? target.call : nameOf(target.workflowId) },
    ...(target.kind === "operation"
      ? { with: new Map(), sends: sentBy(found, parameters, before) }
      : { with: inputsOf(found, parameters) }),
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

/** What a workflow is given: parameters, by the names of its inputs. */
function inputsOf(step: Found, parameters: readonly Parameter[]): Map<string, Template> {
  if (own(step.value, "requestBody") !== undefined)
    throw malformed([...step.pointer, "requestBody"], "a workflow takes parameters and no body");
  return new Map(parameters.map(({ name, value }) => [name, value]));
}

function sentBy(step: Found, parameters: readonly Parameter[], scope: Scope): SentValues {
  const pointer = [...step.pointer, "requestBody"];
  const value = payloadOf(own(step.value, "requestBody"), pointer, scope);
  return { parameters, ...(value !== undefined && { body: { value, pointer } }) };
}

type Parameter = SentValues["parameters"][number];

/** The step's parameters, and those of the workflow that it does not replace. */
function parametersOf(step: Found, workflow: Found, scope: Scope, document: ArazzoDocument): Parameter[] {
  const merged = new Map<string, Parameter>();
  for (const { value, pointer } of [workflow, step])
    for (const parameter of document.list(
      own(value, "parameters"),
      [...pointer, "parameters"],
      "parameters",
    )) {
      const name = own(parameter.value, "name");
      const given = own(parameter.value, "value");
      if (typeof name !== "string" || name === "" || given === undefined)
        throw malformed(parameter.pointer, "a parameter must have a `name` and a `value`");
      const where = asString(own(parameter.value, "in"));
      merged.set(JSON.stringify([name, where]), {
        name,
        ...(where !== undefined && { in: where }),
        value: templateOf(given, [...parameter.pointer, "value"], scope),
        pointer: parameter.pointer,
      });
    }
  return [...merged.values()];
}
