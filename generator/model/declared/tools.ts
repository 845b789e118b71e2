/** The tools that a spec declares, and those that its steps and resources need and nobody else sees. */
import type { HttpBinding } from "../../../runtime/contract/http-binding.ts";
import type { Template } from "../../../runtime/contract/template.ts";
import type { ToolAnnotations } from "../../../runtime/contract/tool-definition.ts";
import type { Pointer } from "../../json.ts";
import type { SpecStep, SpecTool } from "../../toolspec/tool-spec.ts";
import { annotate, annotateCalls, NOTHING_CLAIMED, withHints } from "../operation-tool.ts";
import type { Argument, StepModel, ToolAction, ToolModel } from "../server-model.ts";
import { exportName } from "../unique-names.ts";
import { type Callee, type Caller, checkArguments, findCallee, reportCycles, takenBy } from "./calls.ts";
import type { SpecContext } from "./context.ts";
import { extractRequestTool, schemaOf } from "./hoist.ts";
import { argumentOf, bindRequest } from "./request.ts";
import { type Signature, signatureOf } from "./signature.ts";

/** What a call in a step or a resource comes to: the tool's name, and what it is given. */
export interface Resolved {
  readonly call: string;
  readonly with: ReadonlyMap<string, Template>;
}

export class SpecTools {
  /** All of them but for their tests. */
  readonly drafts: ToolModel[] = [];
  readonly #context: SpecContext;
  /** By name: all that steps and resources can call by a name of its own. */
  readonly #callees = new Map<string, Callee>();
  readonly #signatures = new Map<SpecTool, Signature>();

  constructor(context: SpecContext) {
    this.#context = context;
    const { spec, operations } = context;
    for (const draft of operations.drafts()) if (!draft.internal) this.#callees.set(draft.name, draft);
    for (const tool of spec.tools) {
      const signature = signatureOf(tool, context);
      this.#signatures.set(tool, signature);
      this.#callees.set(tool.name, { name: tool.name, ...signature });
    }
    const callers: Caller[] = [];
    for (const tool of spec.tools) {
      const draft = this.#declare(tool, callers);
      if (draft) this.drafts.push(draft);
    }
    this.#annotateSteps(reportCycles(callers, context));
  }

  #declare(source: SpecTool, callers: Caller[]): ToolModel | undefined {
    const { name, title, description, annotations, icons, confirm, task, action } = source;
    const signature = this.#signatures.get(source) as Signature;
    const timeoutMs =
      source.timeoutMs ?? this.#timeout(action.kind === "http" ? action.http.upstream : undefined);
    const common = {
      name,
      exportName: exportName(name),
      ...(title !== undefined && { title }),
      description,
      ...signature,
      ...(icons && icons.length > 0 && { icons }),
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(confirm !== undefined && { confirm }),
      ...(task !== undefined && { task }),
    };
    switch (action.kind) {
      case "http": {
        const { http, result } = action;
        const binding = bindRequest(http, this.takenBy(name), this.#context);
        return (
          binding && {
            ...common,
            annotations: annotate(http.method, annotations),
            arguments: travelling(signature.arguments, binding),
            // Whoever says what comes back wants JSON.
            http:
              signature.output === undefined && result === undefined
                ? binding
                : { accept: "application/json", ...binding },
            ...(result !== undefined && { result }),
          }
        );
      }
      case "handler":
        return { ...common, annotations: withHints(NOTHING_CLAIMED, annotations), handler: action.handler };
      case "steps": {
        const steps = action.steps.map((step) => this.#step(source, step));
        const calls = steps.flatMap((step, i) => {
          const at = action.steps[i];
          return step && at ? [{ name: step.call, pointer: at.pointer }] : [];
        });
        callers.push({ name, calls });
        const { result } = action;
        return {
          ...common,
          // What they are is known when all tools are.
          annotations: NOTHING_CLAIMED,
          steps: steps.filter((step) => step !== undefined),
          ...(result !== undefined && { result }),
        };
      }
    }
  }

  #step(tool: SpecTool, step: SpecStep): StepModel | undefined {
    const { call, pointer, with: given, ...rest } = step;
    const { upstreams } = this.#context;
    // Operations that are not offered are called by their upstream and a dot.
    const name = upstreams.some(({ name }) => name === tool.name)
      ? `${tool.name}.steps.${step.id}`
      : `${tool.name}.${step.id}`;
    const known = (this.#signatures.get(tool) as Signature).arguments;
    const resolved = this.resolve(call, given, { name, pointer, known });
    return resolved && { ...rest, ...resolved };
  }

  /**
   * What to call for a call; a request or code in its place becomes a tool of the given name. Undefined where there
   * is nothing to call, which is reported. `known`: what `$inputs` has.
   */
  resolve(
    call: SpecStep["call"],
    given: ReadonlyMap<string, Template>,
    place: { readonly name: string; readonly pointer: Pointer; readonly known: readonly Argument[] },
  ): Resolved | undefined {
    const { name, pointer, known } = place;
    const context = this.#context;
    switch (call.kind) {
      case "tool": {
        const callee = findCallee(call.target, this.#callees, pointer, context);
        if (!callee) return undefined;
        checkArguments(callee, given, pointer, context);
        return { call: callee.name, with: given };
      }
      case "http": {
        for (const unused of given.keys())
          context.diagnostics.report(
            "unknown-argument",
            [...pointer, "with", unused],
            "a request has no arguments but what is written in it",
            "Write the value where it is sent: in `path`, `query`, `headers` or `body`.",
          );
        const hoisted = extractRequestTool(call.http);
        const names = new Set(hoisted.arguments.map(({ name }) => name));
        const http = bindRequest(hoisted.http, names, context);
        if (!http) return undefined;
        this.#internal(name, hoisted.arguments, annotate(http.method), {
          description: `${http.method} ${http.path}`,
          http,
        });
        return { call: name, with: hoisted.with };
      }
      case "handler": {
        const args = [...given].map(([name, template]) => argumentFrom(name, template, known));
        this.#internal(name, args, NOTHING_CLAIMED, {
          description: `What ${call.handler.file}#${call.handler.name} does.`,
          handler: call.handler,
        });
        return { call: name, with: given };
      }
    }
  }

  /** The arguments of a tool that something called can be given, by name. */
  takenBy(target: string): ReadonlySet<string> {
    const callee = this.#callees.get(target) ?? this.#context.operations.called(target);
    return new Set(callee ? takenBy(callee).schemas.keys() : []);
  }

  #internal(
    name: string,
    args: readonly Argument[],
    annotations: ToolAnnotations,
    what: { readonly description: string } & ToolAction,
  ): void {
    const timeoutMs = this.#timeout("http" in what ? what.http.upstream : undefined);
    this.drafts.push({
      name,
      exportName: exportName(name),
      annotations,
      arguments: args,
      ...(timeoutMs !== undefined && { timeoutMs }),
      internal: true,
      ...what,
    });
  }

  #timeout(upstream: string | undefined): number | undefined {
    const { spec, server } = this.#context;
    return spec.upstreams.find(({ name }) => name === (upstream ?? server))?.timeoutMs ?? spec.timeoutMs;
  }

  /** Tools that call others are what those are; `order`: what is called before what calls it. */
  #annotateSteps(order: readonly string[]): void {
    const { operations, spec } = this.#context;
    const hints = new Map(
      [...operations.drafts(), ...this.drafts].map(({ name, annotations }) => [name, annotations] as const),
    );
    const places = new Map(this.drafts.map(({ name }, i) => [name, i]));
    const given = new Map(spec.tools.map(({ name, annotations }) => [name, annotations]));
    for (const name of order) {
      const place = places.get(name) ?? -1;
      const draft = this.drafts[place];
      if (!draft || !("steps" in draft)) continue;
      const called = draft.steps.map(({ call }) => hints.get(call) ?? NOTHING_CLAIMED);
      const annotations = withHints(annotateCalls(called), given.get(name));
      hints.set(name, annotations);
      this.drafts[place] = { ...draft, annotations };
    }
  }
}

/** The arguments of a request with the bindings that they have there. */
function travelling(args: readonly Argument[], { params = {} }: HttpBinding): Argument[] {
  const bindings = new Map(Object.entries(params));
  return args.map((argument) => {
    const binding = bindings.get(argument.name);
    return binding && binding.value === undefined ? { ...argument, binding } : argument;
  });
}

/** An argument that is handed on is what it was; any other is what its template tells of it. */
function argumentFrom(name: string, template: Template, known: readonly Argument[]): Argument {
  const source = known.find((one) => one.name === argumentOf(template));
  const schema = source?.schema ?? schemaOf(template);
  const required = source ? source.required || source.default !== undefined : schema !== true;
  return { name, schema, required, binding: { in: "body" }, examples: [] };
}
