/**
 * Workflows of Arazzo documents. They say what an operation is sent, and not which arguments it has; and one that does
 * not fit costs its own tool, where a fault in a tool spec stops the run.
 */
import { Diagnostics } from "../../diagnostics.ts";
import { parseExpression } from "../../expressions.ts";
import { formatPointer, isObject, type Pointer } from "../../json.ts";
import type { SentValues, SpecStep, SpecTool, Template, ToolSpec } from "../../toolspec/tool-spec.ts";
import type { OperationContext, Operations } from "../operations.ts";
import type { Argument, HttpBinding } from "../server-model.ts";
import type { ToolDraft } from "../tool.ts";
import { checkArguments } from "./calls.ts";
import { signatureOf } from "./signature.ts";

/** The spec with the workflows that fit what they call, and without the others, which are reported. */
export function fitWorkflows(
  spec: ToolSpec,
  context: OperationContext & { readonly operations: Operations },
): ToolSpec {
  if (spec.tools.every(({ isWorkflow }) => !isWorkflow)) return spec;
  return { ...spec, tools: new Fitting(spec, context).fit() };
}

class Misfit extends Error {
  readonly pointer: Pointer;

  constructor(pointer: Pointer, message: string) {
    super(message);
    this.pointer = pointer;
  }
}

class Fitting {
  readonly #spec: ToolSpec;
  readonly #context: OperationContext & { readonly operations: Operations };
  readonly #byName = new Map<string, SpecTool>();

  constructor(spec: ToolSpec, context: OperationContext & { readonly operations: Operations }) {
    this.#spec = spec;
    this.#context = context;
  }

  fit(): SpecTool[] {
    const { tools } = this.#spec;
    for (const tool of tools) if (!tool.isWorkflow) this.#byName.set(tool.name, tool);
    const workflows = tools.filter(({ isWorkflow }) => isWorkflow);
    const kept = workflows.filter((tool) =>
      this.#attempt(() => {
        const other = this.#byName.get(tool.name);
        if (other) throw new Misfit(tool.pointer, `there is another tool "${tool.name}"`);
        this.#byName.set(tool.name, tool);
        return true;
      }),
    );
    const fitted = new Map<SpecTool, SpecTool>();
    for (const tool of kept) {
      const result = this.#attempt(() => this.#fitted(tool));
      if (result) fitted.set(tool, result);
    }
    this.#dropCallers(fitted);
    return tools.flatMap((tool) => (tool.isWorkflow ? (fitted.get(tool) ?? []) : [tool]));
  }

  #fitted(tool: SpecTool): SpecTool {
    const { action } = tool;
    if (action.kind !== "steps") return tool;
    return { ...tool, action: { ...action, steps: action.steps.map((step) => this.#step(step)) } };
  }

  #step({ sends, ...step }: SpecStep): SpecStep {
    if (step.call.kind !== "tool") return step;
    const { target } = step.call;
    const called = this.#byName.get(target);
    // A workflow is called by its name, and an operation by its upstream's and its own.
    const draft = called && !sends ? undefined : this.#context.operations.called(target);
    const callee = draft ?? (called && { name: called.name, ...signatureOf(called, this.#checking()) });
    if (!callee) throw new Misfit(step.pointer, `there is no tool and no operation "${target}"`);
    const given = sends && draft ? new Map([...step.with, ...argumentsOf(draft, sends)]) : step.with;
    const context = this.#checking();
    checkArguments(callee, given, step.pointer, context);
    const [fault] = context.diagnostics.items;
    if (fault) throw new Misfit(step.pointer, fault.message);
    return { ...step, with: given };
  }

  /** What is reported here is a reason to leave a tool out, and no error. */
  #checking() {
    return { ...this.#context, spec: this.#spec, diagnostics: new Diagnostics(this.#spec.file) };
  }

  /** Leaves out what calls a workflow that was left out. */
  #dropCallers(fitted: Map<SpecTool, SpecTool>): void {
    const callers = new Map<string, { tool: SpecTool; step: SpecStep }[]>();
    for (const tool of fitted.keys())
      for (const step of tool.action.kind === "steps" ? tool.action.steps : []) {
        if (step.call.kind !== "tool" || step.sends) continue;
        const known = callers.get(step.call.target);
        if (known) known.push({ tool, step });
        else callers.set(step.call.target, [{ tool, step }]);
      }
    const gone = [...this.#byName.values()].filter((tool) => tool.isWorkflow && !fitted.has(tool));
    for (let lost = gone.pop(); lost; lost = gone.pop())
      for (const { tool, step } of callers.get(lost.name) ?? []) {
        if (!fitted.delete(tool)) continue;
        gone.push(tool);
        const { name } = lost;
        this.#attempt(() => {
          throw new Misfit(step.pointer, `there is no tool "${name}"`);
        });
      }
  }

  #attempt<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      this.#context.reports.spec.report(
        "unsupported-workflow",
        error.pointer,
        error.message,
        "Correct it; no tool was generated for the workflow.",
      );
      return undefined;
    }
  }
}

/** The arguments of an operation for what it is sent. Throws a `Misfit`. */
function argumentsOf({ arguments: all, http }: ToolDraft, sent: SentValues): Map<string, Template> {
  const given = new Map<string, Template>();
  for (const { name, in: where, value, pointer } of sent.parameters) {
    const argument = all.find(({ binding, ...one }) => {
      const wire = binding.name ?? one.name;
      const isNamed = binding.in === "header" ? wire.toLowerCase() === name.toLowerCase() : wire === name;
      return isNamed && binding.in !== "body" && (where === undefined || binding.in === where);
    });
    if (!argument)
      throw new Misfit(
        pointer,
        `the operation has no ${where === undefined ? "" : `${where} `}parameter "${name}"`,
      );
    given.set(argument.name, value);
  }
  if (sent.body) for (const [name, value] of bodyArguments(all, http, sent.body)) given.set(name, value);
  return given;
}

/** A body as it is given: whole where it is one argument, and else member by member. */
function bodyArguments(
  all: readonly Argument[],
  { body }: HttpBinding,
  { value, pointer }: NonNullable<SentValues["body"]>,
): (readonly [string, Template])[] {
  if (!body) throw new Misfit(pointer, "the operation takes no body");
  if (body.argument !== undefined) return [[body.argument, value]];
  const members = new Map(
    all
      .filter(({ binding }) => binding.in === "body")
      .map(({ name, binding }) => [binding.name ?? name, name]),
  );
  if (isObject(value))
    return Object.entries(value).map(([member, template]) => {
      const name = members.get(member);
      if (name === undefined) throw new Misfit(pointer, `the body has no property "${member}"`);
      return [name, template];
    });
  if (typeof value !== "string" || !parseExpression(value))
    throw new Misfit(pointer, "the body must be an object");
  return [...members].map(([member, name]) => [
    name,
    `${value}${value.includes("#") ? "" : "#"}${formatPointer([member])}`,
  ]);
}
