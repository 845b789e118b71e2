/** The tools that a tool spec declares, and the internal tools that its steps and resources need. */
import type { HttpBinding } from "../../../runtime/contract/http-binding.ts";
import type { Template } from "../../../runtime/contract/template.ts";
import type { Action, Step, ToolAnnotations } from "../../../runtime/contract/tool-definition.ts";
import type { Pointer } from "../../json.ts";
import type { Schema, SchemaObject } from "../../json-schema.ts";
import type { SpecCall, SpecStep, SpecTool } from "../../toolspec/tool-spec.ts";
import { accepts } from "../accepts.ts";
import { annotate, annotateCalls, NOTHING_CLAIMED, withHints } from "../annotations.ts";
import type { DeclarationContext } from "../context.ts";
import type { Examples } from "../examples.ts";
import type { Argument, ResourceModel, ToolModel } from "../server-model.ts";
import type { Alias, Grouped } from "../tool-names.ts";
import { exportName, groupName } from "../unique-names.ts";
import {
  acceptedArguments,
  type Callee,
  type CallingTool,
  type CallResolver,
  checkArguments,
  findCallee,
  type ResolvedCall,
  reportCycles,
} from "./declared-calls.ts";
import { given, modelResources, referenceOf } from "./declared-content.ts";
import { argumentOf, bindRequest, extractRequestTool, schemaOf } from "./declared-request.ts";
import { declaredTests, environmentOfAll } from "./declared-tests.ts";

/** Everything that a tool spec declares, before the tests of its tools. */
export interface Declared {
  /** The tools without their tests, internal ones included. */
  readonly drafts: readonly ToolModel[];
  readonly resources: readonly ResourceModel[];
  readonly aliases: readonly Alias[];
}

/** The first pass: declares tools and resources. Names are assigned when all of them are known. */
export function declareSpec(context: DeclarationContext): Declared {
  const { spec, diagnostics } = context;
  const tools = new DeclaredTools(context);
  return {
    resources: modelResources(context, tools),
    drafts: tools.drafts,
    aliases: spec.tools.flatMap(({ name, aliases = [], pointer }) =>
      aliases.map((old, i) => ({ old, name, pointer: [...pointer, "aliases", i], diagnostics })),
    ),
  };
}

/** The second pass: adds tests and the names of exports. `all` are the tools of the server, with those of documents. */
export function finishDeclared(
  { drafts }: Declared,
  all: readonly ToolModel[],
  exports: ReadonlyMap<string, string>,
  examples: Examples,
  context: DeclarationContext,
): Grouped[] {
  const sources = new Map(context.spec.tools.map((tool) => [tool.name, tool]));
  // One file for all of them, with the name of the server.
  const group = groupName(context.server, "/");
  const hasTests = context.spec.tools.some(({ tests }) => tests !== undefined);
  const environment = hasTests ? environmentOfAll(all, context.upstreams) : {};
  return drafts.map((tool) => {
    const source = tool.internal ? undefined : (sources.get(tool.name) as SpecTool);
    const tests = source && declaredTests(tool, source, environment, examples, context);
    return {
      group,
      upstream: "",
      tool: { ...tool, exportName: exports.get(tool.name) as string, ...(tests && { tests }) },
    };
  });
}

class DeclaredTools implements CallResolver {
  /** The tools without their tests. */
  readonly drafts: ToolModel[] = [];
  readonly #context: DeclarationContext;
  /** The tools that steps and resources can call by their own name. */
  readonly #callees = new Map<string, Callee>();
  readonly #signatures = new Map<SpecTool, Signature>();

  constructor(context: DeclarationContext) {
    this.#context = context;
    const { spec, operations } = context;
    for (const draft of operations.drafts()) if (!draft.internal) this.#callees.set(draft.name, draft);
    for (const tool of spec.tools) {
      const signature = signatureOf(tool, context);
      this.#signatures.set(tool, signature);
      this.#callees.set(tool.name, { name: tool.name, ...signature });
    }
    const callers: CallingTool[] = [];
    for (const tool of spec.tools) {
      const draft = this.#declare(tool, callers);
      if (draft) this.drafts.push(draft);
    }
    this.#annotateSteps(reportCycles(callers, context));
  }

  #declare(source: SpecTool, callers: CallingTool[]): ToolModel | undefined {
    const {
      name,
      action,
      annotations,
      aliases: _,
      input: __,
      output: ___,
      pointer: ____,
      tests,
      ...shown
    } = source;
    const signature = this.#signatures.get(source) as Signature;
    const timeoutMs =
      source.timeoutMs ?? this.#timeout(action.kind === "http" ? action.http.upstream : undefined);
    const common = {
      name,
      exportName: exportName(name),
      ...signature,
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...shown,
    };
    switch (action.kind) {
      case "http": {
        const { http, result } = action;
        // An answer that becomes structured content must be JSON.
        const isJson = signature.output !== undefined || result !== undefined;
        const accept = isJson ? "application/json" : undefined;
        const binding = bindRequest(http, this.argumentNamesOf(name), this.#context, accept);
        return (
          binding && {
            ...common,
            annotations: annotate(http.method, annotations),
            arguments: travelling(signature.arguments, binding),
            http: binding,
            ...(result !== undefined && { result }),
          }
        );
      }
      case "handler":
        return {
          ...common,
          annotations: withHints(NOTHING_CLAIMED, annotations),
          handler: referenceOf(action.handler),
        };
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
          // Derived from those of the called tools, once all are known.
          annotations: NOTHING_CLAIMED,
          steps: steps.filter((step) => step !== undefined),
          ...(result !== undefined && { result }),
        };
      }
    }
  }

  /** Leaves out what equals the defaults of the contract. */
  #step(tool: SpecTool, step: SpecStep): Step | undefined {
    const { id, call, pointer, when, forEach, concurrency, success, onFailure, outputs } = step;
    const { upstreams } = this.#context;
    // Internal tools of operations have names such as `upstream.operationId`.
    const name = upstreams.some(({ name }) => name === tool.name)
      ? `${tool.name}.steps.${step.id}`
      : `${tool.name}.${step.id}`;
    const known = (this.#signatures.get(tool) as Signature).arguments;
    const resolved = this.resolve(call, step.with, { name, pointer, known });
    if (!resolved) return undefined;
    const { then, retries, afterMs } = onFailure;
    return {
      id,
      call: resolved.call,
      ...given("with", resolved.with),
      ...(when.length > 0 && { when }),
      ...(forEach !== undefined && { forEach }),
      ...(concurrency !== 1 && { concurrency }),
      ...(success.length > 0 && { success }),
      ...(then !== "fail" && { onFailure: then }),
      ...(retries !== undefined && { retries }),
      ...(afterMs !== undefined && { afterMs }),
      ...given("outputs", outputs),
    };
  }

  resolve(
    call: SpecCall,
    given: ReadonlyMap<string, Template>,
    place: { readonly name: string; readonly pointer: Pointer; readonly known: readonly Argument[] },
  ): ResolvedCall | undefined {
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
            `expected no arguments beside a request, found "${unused}"`,
            "Write the value into `path`, `query`, `headers` or `body` of the request.",
          );
        const request = extractRequestTool(call.http);
        const names = new Set(request.arguments.map(({ name }) => name));
        const http = bindRequest(request.http, names, context);
        if (!http) return undefined;
        this.#internal(name, request.arguments, annotate(http.method), {
          description: `${http.method} ${http.path}`,
          http,
        });
        return { call: name, with: request.with };
      }
      case "handler": {
        const args = [...given].map(([name, template]) => argumentFrom(name, template, known));
        this.#internal(name, args, NOTHING_CLAIMED, {
          description: `Runs ${referenceOf(call.handler)}.`,
          handler: referenceOf(call.handler),
        });
        return { call: name, with: given };
      }
    }
  }

  /** The names of the arguments that a tool accepts. */
  argumentNamesOf(target: string): ReadonlySet<string> {
    const callee = this.#callees.get(target) ?? this.#context.operations.called(target);
    return new Set(callee ? acceptedArguments(callee).schemas.keys() : []);
  }

  #internal(
    name: string,
    args: readonly Argument[],
    annotations: ToolAnnotations,
    what: { readonly description: string } & Action,
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

  /** Derives the annotations of tools with steps from the tools they call; `order` has called tools first. */
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

/** The arguments of a request, with their bindings in it. */
function travelling(args: readonly Argument[], { params = {} }: HttpBinding): Argument[] {
  const bindings = new Map(Object.entries(params));
  return args.map((argument) => {
    const binding = bindings.get(argument.name);
    return binding && binding.value === undefined ? { ...argument, binding } : argument;
  });
}

/** An argument that is passed on keeps its schema; any other has that of its template's value. */
function argumentFrom(name: string, template: Template, known: readonly Argument[]): Argument {
  const source = known.find((one) => one.name === argumentOf(template));
  const schema = source?.schema ?? schemaOf(template);
  const required = source ? source.required || source.default !== undefined : schema !== true;
  return { name, schema, required, binding: { in: "body" }, examples: [] };
}

/** The arguments and the result of a tool. */
interface Signature {
  readonly arguments: readonly Argument[];
  /** The whole schema, if it says more than a list of arguments does. */
  readonly input?: SchemaObject;
  readonly output?: Schema;
}

function signatureOf(tool: SpecTool, context: DeclarationContext): Signature {
  const { components } = context;
  const output = tool.output && components.use(tool.output.schema, "response");
  return { ...inputOf(tool, context), ...(output !== undefined && { output }) };
}

function inputOf({ input }: SpecTool, context: DeclarationContext): Omit<Signature, "output"> {
  const { components } = context;
  const args = input.arguments.map((argument): Argument => {
    const { name, schema, required, description, default: fallback, pointer } = argument;
    const used = components.use(schema, "request");
    if (fallback !== undefined && !accepts(used, fallback, components.defs))
      context.diagnostics.report(
        "invalid-default",
        [...pointer, "default"],
        `expected a default that "${name}" accepts, found ${JSON.stringify(fallback)}`,
        "Write a default that the schema accepts.",
      );
    return {
      name,
      schema: used,
      // An argument with a default is never missing.
      required: required && fallback === undefined,
      ...(description !== undefined && { description }),
      ...(fallback !== undefined && { default: fallback }),
      // For a tool with a request, its binding replaces this one.
      binding: { in: "body" },
      examples: [],
    };
  });
  if (!input.schema || isPlain(input.schema)) return { arguments: args };
  return { arguments: [], input: components.use(input.schema, "request") as SchemaObject };
}

/** Returns true if a schema says no more than a list of arguments does. */
function isPlain(schema: SchemaObject): boolean {
  const { type, properties = {}, required = [], additionalProperties, title, description, ...rest } = schema;
  return (
    type === "object" &&
    additionalProperties === false &&
    Object.keys(rest).length === 0 &&
    required.every((name) => Object.hasOwn(properties, name))
  );
}
