import type { Diagnostics } from "../../diagnostics.ts";
import { hash, toolName, words } from "../../identifiers.ts";
import { isObject, type Json, type JsonObject, own } from "../../json.ts";
import type { SpecStep, SpecTool } from "../../toolspec/tool-spec.ts";
import { Reader } from "../reader.ts";
import { SchemaReader } from "../schema.ts";
import { ArazzoDocument, type FindSource, type Found } from "./document.ts";
import { malformed, unsupported, WorkflowFault } from "./fault.ts";
import { type ReadWorkflow, WorkflowReader, workflowIdOf } from "./workflow.ts";

/**
 * The workflows of an Arazzo document (1.0 or 1.1) as tools of several steps; pointers lead into that document. A
 * workflow that is malformed, or asks for what steps cannot do, is reported and left out, and so is what calls it.
 * `find` says which upstream a source description is.
 */
export function readArazzo(root: Json, diagnostics: Diagnostics, find: FindSource): SpecTool[] {
  if (!checkEnvelope(root, diagnostics)) return [];
  const reader = new Reader(root, diagnostics);
  const schemas = new SchemaReader(reader, { siblings: true, components: ["components", "inputs"] });
  const document = new ArazzoDocument(root, find);
  const workflows = new WorkflowReader(document, reader, schemas, workflowToolName);
  const read = new Map<string, ReadWorkflow>();
  for (const found of identified(root, diagnostics))
    attempt(diagnostics, () => read.set(found.workflowId, workflows.read(found, found.workflowId)));
  dropCallers(read, diagnostics);
  return [...read.values()].map(({ tool }) => tool);
}

/** The tool that a workflow becomes, by its `workflowId`. */
export function workflowToolName(workflowId: string): string {
  const parts = words(workflowId);
  if (parts.length === 0) return `workflow_${hash(workflowId)}`;
  return toolName(/^\d/.test(parts[0] ?? "") ? ["run", ...parts] : parts, workflowId);
}

function checkEnvelope(root: Json, diagnostics: Diagnostics): root is JsonObject {
  const version = own(root, "arazzo");
  if (version === undefined)
    diagnostics.report(
      "invalid-document",
      [],
      "this is not an Arazzo document: it has no `arazzo` field at its root",
      "Start it with `arazzo: 1.0.1`.",
    );
  else if (typeof version !== "string" || !/^1\.[01](?:\.\d+)?(?:-\S+)?$/.test(version))
    diagnostics.report(
      "unsupported-version",
      ["arazzo"],
      `arazzo ${JSON.stringify(version)} is not a version that is supported`,
      "Use Arazzo 1.0 or 1.1, as in `arazzo: 1.0.1`.",
    );
  else if (!Array.isArray(own(root, "workflows")))
    diagnostics.report(
      "invalid-document",
      ["workflows"],
      "`workflows` is missing or not a list",
      "Add `workflows`, a list of workflows with a `workflowId` and `steps`.",
    );
  else return true;
  return false;
}

/** Workflows that have an id, and a tool name, which no other has. */
function identified(root: JsonObject, diagnostics: Diagnostics): (Found & { workflowId: string })[] {
  const list = own(root, "workflows") as Json[];
  const found = list.flatMap((value, i) => {
    const pointer = ["workflows", i];
    return (
      attempt(diagnostics, () => {
        if (!isObject(value)) throw malformed(pointer, "a workflow must be an object");
        return [{ value, pointer, workflowId: workflowIdOf({ value, pointer }) }];
      }) ?? []
    );
  });
  const count = new Map<string, number>();
  for (const { workflowId } of found) {
    const name = workflowToolName(workflowId);
    count.set(name, (count.get(name) ?? 0) + 1);
  }
  return found.filter(({ workflowId, pointer }) => {
    const name = workflowToolName(workflowId);
    if (count.get(name) === 1) return true;
    attempt(diagnostics, () => {
      throw malformed([...pointer, "workflowId"], `another workflow would be called "${name}" too`);
    });
    return false;
  });
}

/** Leaves out what calls a workflow that has no tool, and what would never come to an end. */
function dropCallers(read: Map<string, ReadWorkflow>, diagnostics: Diagnostics): void {
  const drop = (workflowId: string, step: SpecStep, reason: string): void => {
    read.delete(workflowId);
    attempt(diagnostics, () => {
      throw unsupported([...step.pointer, "workflowId"], reason, "Correct what it calls.");
    });
  };
  const callers = new Map<string, { workflowId: string; step: SpecStep }[]>();
  for (const [workflowId, { calls }] of read)
    for (const { workflowId: called, step } of calls) {
      const known = callers.get(called);
      if (known) known.push({ workflowId, step });
      else callers.set(called, [{ workflowId, step }]);
    }

  const missing = [...callers.keys()].filter((called) => !read.has(called));
  for (let called = missing.pop(); called !== undefined; called = missing.pop())
    for (const { workflowId, step } of callers.get(called) ?? []) {
      if (!read.has(workflowId)) continue;
      drop(workflowId, step, `there is no tool of the workflow "${called}"`);
      missing.push(workflowId);
    }

  // What calls nothing that is left ends; so does what calls nothing else.
  const open = new Map([...read].map(([workflowId, { calls }]) => [workflowId, calls.length]));
  const ending = [...read.keys()].filter((workflowId) => open.get(workflowId) === 0);
  for (let called = ending.pop(); called !== undefined; called = ending.pop()) {
    open.delete(called);
    for (const { workflowId } of callers.get(called) ?? []) {
      const left = (open.get(workflowId) ?? 0) - 1;
      open.set(workflowId, left);
      if (left === 0) ending.push(workflowId);
    }
  }
  for (const workflowId of open.keys()) {
    const call = read.get(workflowId)?.calls.find((one) => open.has(one.workflowId));
    if (call)
      drop(
        workflowId,
        call.step,
        `workflows that call each other never end: "${workflowId}", "${call.workflowId}"`,
      );
  }
}

/** Reports a fault where there is one, and gives nothing. */
function attempt<T>(diagnostics: Diagnostics, action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof WorkflowFault)) throw error;
    diagnostics.report("unsupported-workflow", error.pointer, error.message, error.hint);
    return undefined;
  }
}
