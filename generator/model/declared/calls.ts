/** What steps and resources call. */
import type { Template } from "../../../runtime/contract/template.ts";
import { expressionsIn } from "../../expressions.ts";
import type { Json, Pointer } from "../../json.ts";
import type { Schema, SchemaObject } from "../../json-schema.ts";
import { didYouMean } from "../../suggest.ts";
import { accepts } from "../accepts.ts";
import type { Argument } from "../server-model.ts";
import { expectedValue } from "../wire/template-values.ts";
import type { SpecContext } from "./context.ts";

/** A tool that can be called, as far as a caller has to know it. */
export interface Callee {
  readonly name: string;
  readonly arguments: readonly Argument[];
  /** The whole schema of the arguments, where a spec gave it. */
  readonly input?: SchemaObject;
}

/**
 * A tool's name, or `upstream.operationId` or `upstream.GET /path`; undefined where it is none, which is reported.
 * `tools`: those that have a name of their own.
 */
export function findCallee(
  target: string,
  tools: ReadonlyMap<string, Callee>,
  pointer: Pointer,
  { operations, diagnostics }: SpecContext,
): Callee | undefined {
  const found = tools.get(target) ?? operations.called(target);
  if (!found)
    diagnostics.report(
      "unknown-call",
      [...pointer, "call"],
      `there is no tool and no operation "${target}"${didYouMean(target, [...tools.keys(), ...operations.targets()])}`,
      'Write the name of a tool, or an operation as in "github.issues/create" or "github.POST /issues".',
    );
  return found;
}

/** Reports what a caller gives that is no argument of the tool, what is missing, and what does not fit. */
export function checkArguments(
  callee: Callee,
  given: ReadonlyMap<string, Template>,
  pointer: Pointer,
  { components, diagnostics }: SpecContext,
): void {
  const { name: tool } = callee;
  const taken = takenBy(callee);
  for (const [name, template] of given) {
    const at = [...pointer, "with", name];
    const schema = taken.schemas.get(name);
    if (schema === undefined) {
      if (!taken.others)
        diagnostics.report(
          "unknown-argument",
          at,
          `${tool} has no argument "${name}"${didYouMean(name, taken.schemas.keys())}`,
          taken.schemas.size > 0 ? `It has ${[...taken.schemas.keys()].join(", ")}.` : "It has none.",
        );
    } else if (expressionsIn(template).length === 0 && !accepts(schema, plain(template), components.defs))
      diagnostics.report(
        "invalid-argument",
        at,
        `${tool} does not take ${JSON.stringify(template).slice(0, 60)} as its "${name}"`,
        "Give a value that the argument's schema accepts.",
      );
  }
  const missing = taken.required.filter((name) => !given.has(name));
  if (missing.length > 0)
    diagnostics.report(
      "missing-argument",
      pointer,
      `${tool} needs ${missing.map((name) => `"${name}"`).join(" and ")}`,
      `Add ${missing.length === 1 ? "it" : "them"} under \`with\`.`,
    );
}

/** The value of a template that names nothing. */
function plain(template: Template): Json {
  return expectedValue(template, {}) ?? null;
}

interface Taken {
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly required: readonly string[];
  /** Whether there may be more. */
  readonly others: boolean;
}

export function takenBy({ arguments: args, input }: Callee): Taken {
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

/** A tool that calls tools. */
export interface Caller {
  readonly name: string;
  readonly calls: readonly { readonly name: string; readonly pointer: Pointer }[];
}

/**
 * Reports each chain of calls that leads back to where it started: such a tool would never end. Returns the names in
 * an order in which whatever is called comes before what calls it.
 */
export function reportCycles(callers: readonly Caller[], { diagnostics }: SpecContext): string[] {
  const byName = new Map(callers.map((caller) => [caller.name, caller]));
  const done = new Set<string>();
  for (const start of callers) {
    const chain: { caller: Caller; next: number }[] = [];
    const enter = (caller: Caller): void => void chain.push({ caller, next: 0 });
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
          `this call never ends: ${[...chain.slice(from).map(({ caller }) => caller.name), call.name].join(" → ")}`,
          "Take one of these calls away.",
        );
    }
  }
  return [...done];
}
