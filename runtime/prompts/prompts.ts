/** The prompts of a server: arguments checked, messages made. */

import { type FieldFault, ToolError } from "../errors.ts";
import { fill, textOf } from "../expressions.ts";
import type { Content, PromptHandler } from "../handler.ts";
import type { PromptDefinition, PromptMessage } from "../prompt.ts";
import type { Surface } from "../server.ts";
import { type ClientContext, InputRequired } from "../tools/client-context.ts";
import { reported, type ToolInvoker } from "../tools/invoker.ts";

export interface PromptResult {
  readonly description?: string;
  readonly messages: readonly { readonly role: "user" | "assistant"; readonly content: Content }[];
}

type Arguments = Readonly<Record<string, string>>;

export class Prompts {
  readonly #byName: ReadonlyMap<string, PromptDefinition>;
  readonly #descriptions: ReadonlyMap<string, string | undefined>;
  readonly #host: ToolInvoker;

  constructor(definitions: readonly PromptDefinition[], surface: Surface, host: ToolInvoker) {
    this.#byName = new Map(definitions.map((definition) => [definition.name, definition]));
    this.#descriptions = new Map((surface.prompts ?? []).map((prompt) => [prompt.name, prompt.description]));
    this.#host = host;
  }

  /** Whether any argument has suggestions. */
  get hasCompletion(): boolean {
    return [...this.#byName.values()].some(
      ({ complete, args = {} }) => complete || Object.values(args).some((arg) => arg.enum),
    );
  }

  declared(name: string): PromptDefinition | undefined {
    return this.#byName.get(name);
  }

  /** Throws a `ToolError`: `invalid_arguments` for what the prompt does not take, or if there is none of this name. */
  async get(name: string, given: unknown, caller: ClientContext): Promise<PromptResult> {
    const prompt = this.#byName.get(name);
    if (!prompt) throw new ToolError("invalid_arguments", `There is no prompt ${name}.`);
    const args = check(prompt, given ?? {});
    const description = this.#descriptions.get(name);
    try {
      const messages = await this.#messages(prompt, args, caller);
      return { ...(description !== undefined && { description }), messages };
    } catch (error) {
      if (error instanceof InputRequired) throw error;
      throw reported(error, this.#host, { prompt: name });
    }
  }

  async #messages(
    prompt: PromptDefinition,
    args: Arguments,
    caller: ClientContext,
  ): Promise<PromptResult["messages"]> {
    if ("handler" in prompt) {
      const { name, handler } = prompt;
      const subject = { method: "prompts/get", name, args } as const;
      const value = await this.#host.runCode(handler, subject, caller, (code, context) =>
        (code as PromptHandler)(args, context),
      );
      return fromCode(value, handler);
    }
    const messages: { role: "user" | "assistant"; content: Content }[] = [];
    const read = this.#host.reader({ method: "prompts/get", name: prompt.name, args }, caller);
    // One after the other: what they ask is asked in order.
    for (const { role, content } of prompt.messages)
      for (const block of await blocks(content, args, read)) messages.push({ role, content: block });
    return messages;
  }
}

/** What a message holds; nothing where its text is an argument that was not given. */
async function blocks(
  content: PromptMessage["content"],
  args: Arguments,
  read: ReturnType<ToolInvoker["reader"]>,
): Promise<Content[]> {
  if ("image" in content) return [{ type: "image", data: content.image, mimeType: content.mimeType }];
  if ("audio" in content) return [{ type: "audio", data: content.audio, mimeType: content.mimeType }];
  const scope = { inputs: args };
  if ("text" in content) {
    const text = fill(content.text, scope);
    return text === undefined ? [] : [{ type: "text", text: textOf(text) }];
  }
  const uri = fill(content.resource, scope);
  if (uri === undefined) return [];
  const contents = await read(textOf(uri));
  return contents.map((resource) => ({ type: "resource", resource }));
}

/** The arguments, if they are ones that the prompt takes. */
function check({ name, args = {} }: PromptDefinition, given: unknown): Arguments {
  const values = typeof given === "object" && given !== null ? Object.entries(given) : [];
  const faults: FieldFault[] = [];
  for (const [argument, value] of values) {
    const declared = Object.hasOwn(args, argument) ? args[argument] : undefined;
    if (!declared) faults.push({ path: argument, message: "there is no such argument" });
    else if (typeof value !== "string") faults.push({ path: argument, message: "this must be a text" });
    else if (declared.enum && !declared.enum.includes(value))
      faults.push({ path: argument, message: `this must be one of ${declared.enum.join(", ")}` });
  }
  const names = new Set(values.map(([argument]) => argument));
  for (const [argument, { required }] of Object.entries(args))
    if (required && !names.has(argument)) faults.push({ path: argument, message: "this is required" });
  if (faults.length === 0) return Object.fromEntries(values) as Arguments;
  const fields = faults.slice(0, 20);
  const told = fields.map(({ path, message }) => `${path}: ${message}`).join("; ");
  throw new ToolError("invalid_arguments", `The arguments do not fit the prompt ${name}: ${told}.`, {
    fields,
  });
}

function fromCode(value: unknown, reference: string): PromptResult["messages"] {
  if (typeof value === "string") return [{ role: "user", content: { type: "text", text: value } }];
  if (!Array.isArray(value) || !value.every(isMessage))
    throw new Error(`${reference} returned neither a text nor messages`);
  return value.map(({ role, content }) => ({
    role,
    content: typeof content === "string" ? { type: "text", text: content } : content,
  }));
}

function isMessage(value: unknown): value is { role: "user" | "assistant"; content: string | Content } {
  if (typeof value !== "object" || value === null) return false;
  const { role, content } = value as Record<string, unknown>;
  return (
    (role === "user" || role === "assistant") &&
    (typeof content === "string" || (typeof content === "object" && content !== null && "type" in content))
  );
}
