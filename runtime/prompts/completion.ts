/** Suggestions for the arguments of prompts and the variables of resource templates. */

import { ToolError } from "../errors.ts";
import type { CompletionHandler } from "../handler.ts";
import type { Completion } from "../resource.ts";
import type { Resources } from "../resources/resources.ts";
import { UriTemplate } from "../resources/uri-template.ts";
import type { ClientContext } from "../tools/client-context.ts";
import { reported, type ToolInvoker } from "../tools/invoker.ts";
import type { Prompts } from "./prompts.ts";

/** What is being filled in. */
export type Reference =
  | { readonly type: "ref/prompt"; readonly name: string }
  | { readonly type: "ref/resource"; readonly uri: string };

export interface CompletionRequest {
  readonly ref: Reference;
  readonly argument: { readonly name: string; readonly value: string };
  /** Arguments that have been filled in already. */
  readonly given: Readonly<Record<string, string>>;
}

export interface Suggestions {
  readonly values: readonly string[];
  readonly total: number;
  readonly hasMore: boolean;
}

/** As many as the specification lets one answer have. */
const MAX_VALUES = 100;

export class Completions {
  readonly #prompts: Prompts;
  readonly #resources: Resources;
  readonly #host: ToolInvoker;

  constructor(prompts: Prompts, resources: Resources, host: ToolInvoker) {
    this.#prompts = prompts;
    this.#resources = resources;
    this.#host = host;
  }

  /** Whether there is anything to suggest. */
  get any(): boolean {
    return this.#prompts.hasCompletion || this.#resources.hasCompletion;
  }

  /** Throws a `ToolError`: `invalid_arguments` for what there is not. */
  async complete({ ref, argument, given }: CompletionRequest, caller: ClientContext): Promise<Suggestions> {
    const [name, source] = this.#source(ref, argument.name);
    if (source === undefined) return suggestions([]);
    if (!("handler" in source)) return suggestions(starting(source, argument.value));
    try {
      const subject = { method: "completion/complete", name, args: {} } as const;
      const values: unknown = await this.#host.runCode(source.handler, subject, caller, (code, context) =>
        (code as CompletionHandler)(argument.value, given, context),
      );
      if (!Array.isArray(values) || values.some((value) => typeof value !== "string"))
        throw new Error(`${source.handler} returned no list of texts`);
      return suggestions(values);
    } catch (error) {
      throw reported(error, this.#host, { completion: name, argument: argument.name });
    }
  }

  /** The name of what is being filled in, and where suggestions for the argument come from, if from anywhere. */
  #source(ref: Reference, argument: string): readonly [string, Completion | undefined] {
    if (ref.type === "ref/prompt") {
      const prompt = this.#prompts.declared(ref.name);
      if (!prompt) throw new ToolError("invalid_arguments", `There is no prompt ${ref.name}.`);
      const declared = own(prompt.args, argument);
      if (!declared)
        throw new ToolError("invalid_arguments", `The prompt ${ref.name} has no argument ${argument}.`);
      return [prompt.name, own(prompt.complete, argument) ?? declared.enum];
    }
    const resource = this.#resources.declared(ref.uri);
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

/** Those that start with what was typed, whether in capitals or not. */
function starting(values: readonly string[], typed: string): string[] {
  const start = typed.toLowerCase();
  return values.filter((value) => value.toLowerCase().startsWith(start));
}

function suggestions(all: readonly string[]): Suggestions {
  return { values: all.slice(0, MAX_VALUES), total: all.length, hasMore: all.length > MAX_VALUES };
}
