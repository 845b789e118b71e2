import { type FieldFault, type ReportError, ToolError } from "../errors.ts";
import { fill, textOf } from "../expressions.ts";
import type { Content, PromptHandler } from "../handler.ts";
import type { PromptDefinition, PromptMessage } from "../prompt.ts";
import type { Surface } from "../server.ts";
import { type ClientContext, InputRequired } from "../tools/client-context.ts";
import {
  type Invocation,
  type ReadResource,
  readNested,
  startInvocation,
  type ToolInvoker,
} from "../tools/invocation.ts";

interface PromptResult {
  readonly description?: string;
  readonly messages: readonly { readonly role: "user" | "assistant"; readonly content: Content }[];
}

type Arguments = Readonly<Record<string, string>>;

interface PromptServices {
  readonly invoker: ToolInvoker;
  readonly readResource: ReadResource;
  readonly report: ReportError;
}

/** The prompts of a server. */
export class Prompts {
  readonly #byName: ReadonlyMap<string, PromptDefinition>;
  readonly #descriptions: ReadonlyMap<string, string | undefined>;
  readonly #services: PromptServices;

  constructor(definitions: readonly PromptDefinition[], surface: Surface, services: PromptServices) {
    this.#byName = new Map(definitions.map((definition) => [definition.name, definition]));
    this.#descriptions = new Map((surface.prompts ?? []).map((prompt) => [prompt.name, prompt.description]));
    this.#services = services;
  }

  /** True if an argument has completions. */
  get hasCompletion(): boolean {
    return [...this.#byName.values()].some(
      ({ complete, args = {} }) => complete || Object.values(args).some((arg) => arg.enum),
    );
  }

  declared(name: string): PromptDefinition | undefined {
    return this.#byName.get(name);
  }

  /** Throws a `ToolError`, of kind `invalid_arguments` for an unknown prompt or argument, or `InputRequired`. */
  async get(name: string, given: unknown, client: ClientContext): Promise<PromptResult> {
    const prompt = this.#byName.get(name);
    if (!prompt) throw new ToolError("invalid_arguments", `There is no prompt ${name}.`);
    const args = validate(prompt, given ?? {});
    const description = this.#descriptions.get(name);
    const { readResource, report } = this.#services;
    try {
      const invocation = startInvocation(client, ["prompts/get", name, args], readResource);
      const messages = await this.#messages(prompt, args, invocation);
      return { ...(description !== undefined && { description }), messages };
    } catch (error) {
      if (error instanceof InputRequired) throw error;
      throw report(error, { prompt: name });
    }
  }

  async #messages(
    prompt: PromptDefinition,
    args: Arguments,
    invocation: Invocation,
  ): Promise<PromptResult["messages"]> {
    const { invoker } = this.#services;
    if ("handler" in prompt) {
      const { name, handler } = prompt;
      const value = await invoker.runHandler(handler, name, invocation, (code, context) =>
        (code as PromptHandler)(args, context),
      );
      return messagesOfValue(value, handler);
    }
    const messages: { role: "user" | "assistant"; content: Content }[] = [];
    // In sequence, so that resources ask their questions in the order of the messages.
    for (const { role, content } of prompt.messages)
      for (const block of await blocksOf(content, args, invocation)) messages.push({ role, content: block });
    return messages;
  }
}

/** Returns the content blocks of a message; none if its text is an argument that was not given. */
async function blocksOf(
  content: PromptMessage["content"],
  args: Arguments,
  invocation: Invocation,
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
  const contents = await readNested(textOf(uri), invocation);
  return contents.map((resource) => ({ type: "resource", resource }));
}

/** Throws a `ToolError` that names each fault. */
function validate({ name, args = {} }: PromptDefinition, given: unknown): Arguments {
  const values = typeof given === "object" && given !== null ? Object.entries(given) : [];
  const faults: FieldFault[] = [];
  for (const [argument, value] of values) {
    const declared = Object.hasOwn(args, argument) ? args[argument] : undefined;
    if (!declared) faults.push({ path: argument, message: "there is no such argument" });
    else if (typeof value !== "string") faults.push({ path: argument, message: "this must be a string" });
    else if (declared.enum && !declared.enum.includes(value))
      faults.push({ path: argument, message: `this must be one of ${declared.enum.join(", ")}` });
  }
  const names = new Set(values.map(([argument]) => argument));
  for (const [argument, { required }] of Object.entries(args))
    if (required && !names.has(argument)) faults.push({ path: argument, message: "this is required" });
  if (faults.length === 0) return Object.fromEntries(values) as Arguments;
  const fields = faults.slice(0, 20);
  const listed = fields.map(({ path, message }) => `${path}: ${message}`).join("; ");
  throw new ToolError("invalid_arguments", `The arguments do not fit the prompt ${name}: ${listed}.`, {
    fields,
  });
}

function messagesOfValue(value: unknown, reference: string): PromptResult["messages"] {
  if (typeof value === "string") return [{ role: "user", content: { type: "text", text: value } }];
  if (!Array.isArray(value) || !value.every(isMessage))
    throw new Error(`expected ${reference} to return a string or messages`);
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
