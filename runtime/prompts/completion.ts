import { type ReportError, ToolError } from "../errors.ts";
import type { CompletionHandler } from "../handler.ts";
import type { Completion } from "../resource.ts";
import type { Resources } from "../resources/resources.ts";
import { UriTemplate } from "../resources/uri-template.ts";
import type { ClientContext } from "../tools/client-context.ts";
import { startInvocation, type ToolInvoker } from "../tools/invocation.ts";
import type { Prompts } from "./prompts.ts";

/** The prompt or resource template that is completed. */
export type Reference =
  | { readonly type: "ref/prompt"; readonly name: string }
  | { readonly type: "ref/resource"; readonly uri: string };

interface CompletionRequest {
  readonly ref: Reference;
  readonly argument: { readonly name: string; readonly value: string };
  /** The arguments that have been filled in already. */
  readonly given: Readonly<Record<string, string>>;
}

export interface Suggestions {
  readonly values: readonly string[];
  readonly total: number;
  readonly hasMore: boolean;
}

/** The maximum that MCP allows in one result. */
const MAX_VALUES = 100;

interface CompletionServices {
  readonly prompts: Prompts;
  readonly resources: Resources;
  readonly invoker: ToolInvoker;
  readonly report: ReportError;
}

/** Completes the arguments of prompts and the variables of resource templates. */
export class Completions {
  readonly #services: CompletionServices;

  constructor(services: CompletionServices) {
    this.#services = services;
  }

  /** True if anything has completions. */
  get any(): boolean {
    const { prompts, resources } = this.#services;
    return prompts.hasCompletion || resources.hasCompletion;
  }

  /** Throws a `ToolError`, of kind `invalid_arguments` for an unknown prompt, template or argument. */
  async complete({ ref, argument, given }: CompletionRequest, client: ClientContext): Promise<Suggestions> {
    const [name, source] = this.#source(ref, argument.name);
    if (source === undefined) return suggestions([]);
    if (!("handler" in source)) return suggestions(startingWith(source, argument.value));
    const { invoker, resources, report } = this.#services;
    try {
      const invocation = startInvocation(client, ["completion/complete", name, {}], resources.readWithin);
      const values: unknown = await invoker.runHandler(source.handler, name, invocation, (code, context) =>
        (code as CompletionHandler)(argument.value, given, context),
      );
      if (!Array.isArray(values) || values.some((value) => typeof value !== "string"))
        throw new Error(`expected ${source.handler} to return a list of strings`);
      return suggestions(values);
    } catch (error) {
      throw report(error, { completion: name, argument: argument.name });
    }
  }

  /** Returns the name of the prompt or resource, and the declared completion of the argument. */
  #source(ref: Reference, argument: string): readonly [string, Completion | undefined] {
    const { prompts, resources } = this.#services;
    if (ref.type === "ref/prompt") {
      const prompt = prompts.declared(ref.name);
      if (!prompt) throw new ToolError("invalid_arguments", `There is no prompt ${ref.name}.`);
      const declared = own(prompt.args, argument);
      if (!declared)
        throw new ToolError("invalid_arguments", `The prompt ${ref.name} has no argument ${argument}.`);
      return [prompt.name, own(prompt.complete, argument) ?? declared.enum];
    }
    const resource = resources.declared(ref.uri);
    if (!resource)
      throw new ToolError("invalid_arguments", `There is no resource or resource template ${ref.uri}.`);
    if (resource.uri.includes("{") && !new UriTemplate(resource.uri).names.has(argument))
      throw new ToolError("invalid_arguments", `The template ${ref.uri} has no variable ${argument}.`);
    return [resource.name, own(resource.complete, argument)];
  }
}

function own<T>(members: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return members && Object.hasOwn(members, name) ? members[name] : undefined;
}

/** Compares without regard to case. */
function startingWith(values: readonly string[], typed: string): string[] {
  const start = typed.toLowerCase();
  return values.filter((value) => value.toLowerCase().startsWith(start));
}

function suggestions(all: readonly string[]): Suggestions {
  return { values: all.slice(0, MAX_VALUES), total: all.length, hasMore: all.length > MAX_VALUES };
}
