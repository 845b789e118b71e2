import { asString, isObject, own, put } from "../../json.ts";
import type { SpecStep, SpecTool, Template } from "../../toolspec/tool-spec.ts";
import type { Reader } from "../reader.ts";
import type { SchemaReader } from "../schema.ts";
import { MAX_DESCRIPTION, MAX_TEXT } from "../text.ts";
import { type ArazzoDocument, type Found, MAX_LISTED } from "./document.ts";
import { malformed, unsupported } from "./fault.ts";
import { inputsOf } from "./inputs.ts";
import { withoutJumps } from "./jumps.ts";
import { outputsOf } from "./outputs.ts";
import { type ReadStep, stepOf } from "./step.ts";
import type { Scope } from "./values.ts";

export interface ReadWorkflow {
  readonly tool: SpecTool;
  /** Workflows of the same document that it calls, each with the step that does. */
  readonly calls: readonly { readonly workflowId: string; readonly step: SpecStep }[];
}

export class WorkflowReader {
  readonly #document: ArazzoDocument;
  readonly #reader: Reader;
  readonly #schemas: SchemaReader;
  readonly #nameOf: (workflowId: string) => string;

  constructor(
    document: ArazzoDocument,
    reader: Reader,
    schemas: SchemaReader,
    nameOf: (workflowId: string) => string,
  ) {
    this.#document = document;
    this.#reader = reader;
    this.#schemas = schemas;
    this.#nameOf = nameOf;
  }

  /** Throws a `WorkflowFault`. */
  read(workflow: Found, workflowId: string): ReadWorkflow {
    const { value, pointer } = workflow;
    const dependsOn = own(value, "dependsOn");
    if (Array.isArray(dependsOn) && dependsOn.length > 0)
      throw unsupported(
        [...pointer, "dependsOn"],
        "whether another workflow has run before is not known here",
        "Call it in a step.",
      );
    const input = inputsOf(own(value, "inputs"), [...pointer, "inputs"], this.#schemas);
    const inputs = new Set(input.arguments.map(({ name }) => name));
    const { steps, scope } = this.#steps(workflow, { workflowId, inputs, steps: new Map() });
    const result = this.#result(workflow, steps, scope);
    const { title, description } = this.#texts(workflow, workflowId);
    return {
      tool: {
        name: this.#nameOf(workflowId),
        aliases: [],
        ...(title !== undefined && { title }),
        description,
        input,
        action: { kind: "steps", steps: withoutJumps(steps), ...(result && { result }) },
        isWorkflow: true,
        pointer,
      },
      calls: steps.flatMap(({ step, target }) =>
        target.kind === "workflow" && target.isLocal ? [{ workflowId: target.workflowId, step }] : [],
      ),
    };
  }

  /** The steps, and what can be named after them. */
  #steps(workflow: Found, scope: Scope): { steps: ReadStep[]; scope: Scope } {
    const list = own(workflow.value, "steps");
    const at = [...workflow.pointer, "steps"];
    if (!Array.isArray(list) || list.length === 0 || list.length > MAX_LISTED)
      throw malformed(at, `\`steps\` must be a list of 1 to ${MAX_LISTED} steps`);
    const before = new Map<string, ReadonlySet<string>>();
    const steps = list.map((item, i) => {
      const pointer = [...at, i];
      if (!isObject(item)) throw malformed(pointer, "a step must be an object");
      const read = stepOf(
        { value: item, pointer },
        workflow,
        { ...scope, steps: before },
        this.#document,
        this.#nameOf,
      );
      this.#reportTimeout({ value: item, pointer });
      before.set(read.step.id, new Set(read.step.outputs.keys()));
      return read;
    });
    return { steps, scope: { ...scope, steps: before } };
  }

  #reportTimeout({ value, pointer }: Found): void {
    if (own(value, "timeout") === undefined) return;
    this.#reader.diagnostics.report(
      "unsupported-workflow",
      [...pointer, "timeout"],
      "a step has no timeout of its own",
      "It was left out; the tool's timeout holds for all of its steps together.",
    );
  }

  /** What the tool answers: the workflow's outputs, or else those of its steps that were asked for. */
  #result(workflow: Found, steps: readonly ReadStep[], scope: Scope): Template | undefined {
    const outputs = outputsOf(own(workflow.value, "outputs"), [...workflow.pointer, "outputs"], scope);
    if (outputs.size > 0) return objectOf(outputs);
    if (steps.every(({ jumps }) => jumps.length === 0)) return undefined;
    return objectOf(
      steps.map(({ step }) => [
        step.id,
        objectOf([...step.outputs.keys()].map((name) => [name, outputOf(step.id, name)])),
      ]),
    );
  }

  #texts({ value, pointer }: Found, workflowId: string): { title?: string; description: string } {
    const summary = this.#reader.readable(own(value, "summary"), [...pointer, "summary"], MAX_TEXT);
    const description = this.#reader.readable(
      own(value, "description"),
      [...pointer, "description"],
      MAX_DESCRIPTION - (summary === undefined ? 0 : summary.length + 2),
    );
    const isRepeated = summary !== undefined && description?.startsWith(summary) === true;
    const said = [
      ...(summary === undefined || isRepeated ? [] : [summary]),
      ...(description === undefined ? [] : [description]),
    ];
    return {
      ...(summary !== undefined && { title: summary }),
      description: said.length > 0 ? said.join("\n\n") : `Runs the workflow ${workflowId}.`,
    };
  }
}

function outputOf(step: string, name: string): string {
  return name.includes(".") ? `$steps.${step}.outputs#/${name}` : `$steps.${step}.outputs.${name}`;
}

function objectOf(members: Iterable<readonly [string, Template]>): { [name: string]: Template } {
  const object: { [name: string]: Template } = {};
  for (const [name, member] of members) put(object, name, member);
  return object;
}

/** The text that a workflow is called by in its document. */
export function workflowIdOf({ value, pointer }: Found): string {
  const id = asString(own(value, "workflowId"));
  if (id === undefined || id === "")
    throw malformed([...pointer, "workflowId"], "a workflow must have a `workflowId`");
  return id;
}
