/** The calls of steps and resources: their targets, their arguments and their order. */
import type { Template } from "../../../runtime/contract/template.ts";
import { expressionsIn } from "../../expressions.ts";
import type { Json, Pointer } from "../../json.ts";
import type { Schema, SchemaObject } from "../../json-schema.ts";
import { didYouMean } from "../../suggest.ts";
import type { SpecCall } from "../../toolspec/tool-spec.ts";
import { accepts } from "../accepts.ts";
import type { DeclarationContext } from "../context.ts";
import type { Argument } from "../server-model.ts";
import { expectedValue } from "../wire/template-values.ts";

/** The part of a tool that a caller has to know. */
export interface Callee {
  readonly name: string;
  readonly arguments: readonly Argument[];
  /** The whole schema of the arguments, if the tool spec gave it. */
  readonly input?: SchemaObject;
}

/**
 * Finds the target of a call: the name of one of `tools`, `upstream.operationId` or `upstream.GET /path`. Undefined,
 * after a report, if there is none.
 */
export function findCallee(
  target: string,
  tools: ReadonlyMap<string, Callee>,
  pointer: Pointer,
  { operations, diagnostics }: DeclarationContext,
): Callee | undefined {
  const found = tools.get(target) ?? operations.called(target);
  if (!found)
    diagnostics.report(
      "unknown-call",
      [...pointer, "call"],
      `expected a tool or an operation, found "${target}"${didYouMean(target, [...tools.keys(), ...operations.targets()])}`,
      'Write the name of a tool, or an operation as in "github.issues/create" or "github.POST /issues".',
    );
  return found;
}

/** Reports arguments that the called tool does not have, required ones that are missing, and values it does not accept. */
export function checkArguments(
  callee: Callee,
  given: ReadonlyMap<string, Template>,
  pointer: Pointer,
  { components, diagnostics }: DeclarationContext,
): void {
  const { name: tool } = callee;
  const accepted = acceptedArguments(callee);
  for (const [name, template] of given) {
    const at = [...pointer, "with", name];
    const schema = accepted.schemas.get(name);
    if (schema === undefined) {
      if (!accepted.others)
        diagnostics.report(
          "unknown-argument",
          at,
          `expected an argument of ${tool}, found "${name}"${didYouMean(name, accepted.schemas.keys())}`,
          accepted.schemas.size > 0
            ? `Its arguments are ${[...accepted.schemas.keys()].join(", ")}.`
            : "It has no arguments.",
        );
    } else if (expressionsIn(template).length === 0 && !accepts(schema, plain(template), components.defs))
      diagnostics.report(
        "invalid-argument",
        at,
        `expected a value that "${name}" of ${tool} accepts, found ${JSON.stringify(template).slice(0, 60)}`,
        "Write a value that the schema of the argument accepts.",
      );
  }
  const missing = accepted.required.filter((name) => !given.has(name));
  if (missing.length > 0)
    diagnostics.report(
      "missing-argument",
      pointer,
      `expected ${missing.map((name) => `"${name}"`).join(" and ")}, which ${tool} requires, found none`,
      `Add ${missing.length === 1 ? "it" : "them"} under \`with\`.`,
    );
}

/** The value of a template without expressions. */
function plain(template: Template): Json {
  return expectedValue(template, {}) ?? null;
}

interface AcceptedArguments {
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly required: readonly string[];
  /** True if there may be further arguments. */
  readonly others: boolean;
}

/** The arguments that a tool accepts, by name. */
export function acceptedArguments({ arguments: args, input }: Callee): AcceptedArguments {
  if (!input)
    return {
      schemas: new Map(args.map(({ name, schema }) => [name, schema])),
      required: args.filter(({ required }) => required).map(({ name }) => name),
      others: false,
    };
  return {
    schemas: new Map(Object.entries(input.properties ?? {})),
    required: input.required ?? [],
    others: input.additionalProperties !== false || input.patternProperties !== undefined,
  };
}

/** A tool with steps. */
export interface CallingTool {
  readonly name: string;
  readonly calls: readonly { readonly name: string; readonly pointer: Pointer }[];
}

/**
 * Reports each chain of calls that leads back to its start, because such a tool would never end. Returns the names of
 * the tools so that each comes after those that it calls.
 */
export function reportCycles(callers: readonly CallingTool[], { diagnostics }: DeclarationContext): string[] {
  const byName = new Map(callers.map((caller) => [caller.name, caller]));
  const done = new Set<string>();
  for (const start of callers) {
    const chain: { caller: CallingTool; next: number }[] = [];
    const enter = (caller: CallingTool): void => void chain.push({ caller, next: 0 });
    if (!done.has(start.name)) enter(start);
    for (let at = chain.at(-1); at; at = chain.at(-1)) {
      const call = at.caller.calls[at.next++];
      if (!call) {
        done.add(at.caller.name);
        chain.pop();
        continue;
      }
      const called = byName.get(call.name);
      if (!called || done.has(call.name)) continue;
      const from = chain.findIndex(({ caller }) => caller === called);
      if (from === -1) enter(called);
      else
        diagnostics.report(
          "cyclic-call",
          [...call.pointer, "call"],
          `expected no call that leads back to its own tool, found ${[...chain.slice(from).map(({ caller }) => caller.name), call.name].join(" → ")}`,
          "Remove one of these calls.",
        );
    }
  }
  return [...done];
}

/** A call of a step or a resource: the name of the tool, and its arguments. */
export interface ResolvedCall {
  readonly call: string;
  readonly with: ReadonlyMap<string, Template>;
}

export interface CallResolver {
  /**
   * Resolves a call; a request or code in its place becomes an internal tool with the given name. Undefined, after a
   * report, if the call has no target. `known` are the members of `$inputs`.
   */
  resolve(
    call: SpecCall,
    given: ReadonlyMap<string, Template>,
    place: { readonly name: string; readonly pointer: Pointer; readonly known: readonly Argument[] },
  ): ResolvedCall | undefined;
}
