/** What people write beside a spec: handlers and hooks, typed against the declarations they belong to. */
import type { z } from "zod";
import type { PromptDefinition } from "./prompt.ts";
import type { ResourceDefinition } from "./resource.ts";
import type { Tool } from "./tool.ts";

export { ToolError } from "./errors.ts";

/** The arguments of a tool. */
export type Arguments<T extends Tool> = z.output<ReturnType<T["input"]>>;

/** The documented answer of a tool; unknown where nothing is documented. */
export type Result<T extends Tool> = T extends Tool<z.ZodType, infer Output> ? z.output<Output> : unknown;

/** A block of content of the MCP specification. */
export type Content =
  | { readonly type: "text"; readonly text: string; readonly annotations?: object }
  | {
      readonly type: "image" | "audio";
      /** Base64. */
      readonly data: string;
      readonly mimeType: string;
      readonly annotations?: object;
    }
  | { readonly type: "resource"; readonly resource: ResourceContent; readonly annotations?: object }
  | {
      readonly type: "resource_link";
      readonly uri: string;
      readonly name: string;
      readonly title?: string;
      readonly description?: string;
      readonly mimeType?: string;
    };

/** What a resource holds: text, or bytes in base64. */
export type ResourceContent =
  | { readonly uri: string; readonly mimeType?: string; readonly text: string }
  | { readonly uri: string; readonly mimeType?: string; readonly blob: string };

/** A result in the protocol's own form, made by `content(…)`. */
export interface ContentResult {
  readonly content: readonly Content[];
  readonly structuredContent?: Readonly<Record<string, unknown>>;
  readonly isError?: boolean;
}

const CONTENT = Symbol.for("speclathe.content");

/** Answers with blocks of content, and structured content beside them, in place of a plain value. */
export function content(
  blocks: Content | readonly Content[],
  structuredContent?: Readonly<Record<string, unknown>>,
): ContentResult {
  const list = Array.isArray(blocks) ? (blocks as readonly Content[]) : [blocks as Content];
  const result = { content: list, ...(structuredContent && { structuredContent }) };
  return Object.defineProperty(result, CONTENT, { value: true });
}

/** Whether a value was made by `content(…)`. */
export function isContent(value: unknown): value is ContentResult {
  return typeof value === "object" && value !== null && CONTENT in value;
}

type Awaitable<T> = T | Promise<T>;

/**
 * What code may return for a documented answer: its lists need not be changeable, and its objects may be of
 * interfaces, which have no members but their own.
 */
export type Returned<T> = T extends readonly (infer Item)[]
  ? readonly Returned<Item>[]
  : T extends object
    ? { readonly [K in keyof T as string extends K ? (unknown extends T[K] ? never : K) : K]: Returned<T[K]> }
    : T;

/**
 * The code of a tool. What it returns becomes the result: a string is text, any other value structured content,
 * nothing an empty text, and `content(…)` what it says. A `ToolError` that it throws reaches the caller with its
 * kind and message; anything else it throws becomes `internal`, and its message goes to the log alone.
 */
export type Handler<T extends Tool> = (
  args: Arguments<T>,
  context: Context,
) => Awaitable<Returned<Result<T>> | ContentResult>;

/** The code of a resource: text, bytes, or the contents themselves. */
export type ResourceHandler<_Definition extends ResourceDefinition = ResourceDefinition> = (
  request: { readonly uri: string; readonly variables: Readonly<Record<string, string | readonly string[]>> },
  context: Context,
) => Awaitable<string | Uint8Array | readonly ResourceContent[]>;

/** One of the resources that there are of a template. */
export interface ListedResource {
  readonly uri: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
  readonly size?: number;
}

/** The code that lists the resources of a template. */
export type ListHandler = (context: Context) => Awaitable<readonly ListedResource[]>;

/** The code of a prompt: a text as the user's, or messages. */
export type PromptHandler<_Definition extends PromptDefinition = PromptDefinition> = (
  args: Readonly<Record<string, string>>,
  context: Context,
) => Awaitable<
  string | readonly { readonly role: "user" | "assistant"; readonly content: string | Content }[]
>;

/** The code that suggests values for an argument: those that start with what was typed. */
export type CompletionHandler = (
  typed: string,
  given: Readonly<Record<string, string>>,
  context: Context,
) => Awaitable<readonly string[]>;

export type LogLevel = "debug" | "info" | "notice" | "warning" | "error" | "critical" | "alert" | "emergency";

/** A form of the MCP specification: an object of plain properties, as JSON Schema. */
export interface Form {
  readonly message: string;
  readonly schema: {
    readonly type: "object";
    readonly properties: Readonly<Record<string, object>>;
    readonly required?: readonly string[];
  };
}

/** What a person made of a question. */
export type Reply =
  | { readonly action: "accept"; readonly content: Readonly<Record<string, unknown>> }
  | { readonly action: "decline" | "cancel"; readonly content?: undefined };

/** A question to the client's side. */
export type Question =
  | { readonly elicit: Form }
  /** Sends the person to a page. */
  | { readonly visit: { readonly message: string; readonly url: string } }
  /** Parameters of `sampling/createMessage`. */
  | {
      readonly sample: {
        readonly messages: readonly {
          readonly role: "user" | "assistant";
          readonly content: { readonly type: "text"; readonly text: string };
        }[];
        readonly maxTokens: number;
        readonly systemPrompt?: string;
        readonly temperature?: number;
      };
    }
  | { readonly roots: true };

export interface Sample {
  readonly role: "user" | "assistant";
  readonly content: unknown;
  readonly model: string;
  readonly stopReason?: string;
}

export interface Root {
  readonly uri: string;
  readonly name?: string;
}

export type Answer<Q extends Question> = Q extends { readonly elicit: unknown } | { readonly visit: unknown }
  ? Reply
  : Q extends { readonly sample: unknown }
    ? Sample
    : readonly Root[];

/** What code can do beside returning. */
export interface Context {
  /** Aborted when the caller has gone, cancelled the call, or the time is up. */
  readonly signal: AbortSignal;
  /** The name of the tool, resource or prompt. */
  readonly name: string;
  readonly client: {
    /** The protocol's revision. */
    readonly revision: string;
    readonly name?: string;
    readonly version?: string;
    /** What it said it can do. */
    readonly capabilities: Readonly<Record<string, unknown>>;
    readonly sessionId?: string;
  };
  /** Tells the client how far it is, if it asked to be told. */
  progress(done: number, total?: number, message?: string): Promise<void>;
  /** Tells the client, if it wants to hear of this level, and the server's log. */
  log(level: LogLevel, message: string, data?: Readonly<Record<string, unknown>>): Promise<void>;
  /**
   * Asks the person or the model at the other end, under a key of its own. Clients of 2026-07-28 get the question
   * as a result and call again with the answer, and then the code runs again from its start: ask before you act,
   * or put what must happen once into `once`. Throws a `ToolError` if the client cannot be asked.
   */
  ask<Q extends Question>(key: string, question: Q): Promise<Answer<Q>>;
  /** Several questions in one round. */
  askAll<Q extends Readonly<Record<string, Question>>>(
    questions: Q,
  ): Promise<{ [K in keyof Q]: Answer<Q[K]> }>;
  /** Carries a value over rounds of questions, signed: `make` runs in the first round alone. JSON values only. */
  once<T>(key: string, make: () => Awaitable<T>): Promise<T>;
  /** Calls another tool of this server. Throws its `ToolError` if it fails. */
  call<T extends Tool>(tool: T, args: z.input<ReturnType<T["input"]>>): Promise<Result<T>>;
  /**
   * Sends a request to an upstream of this server, with its headers and credentials, within its limits.
   * `path` goes after the base URL.
   */
  fetch(
    path: string,
    init?: {
      /** The server's own, if it is left out. */
      readonly upstream?: string;
      readonly method?: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** A value travels as JSON. */
      readonly body?: string | Uint8Array | object;
    },
  ): Promise<{
    readonly status: number;
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly body: Uint8Array;
    text(): string;
    json(): unknown;
  }>;
  /** Reads a resource of this server. */
  read(uri: string): Promise<readonly ResourceContent[]>;
  /** Tells clients that something has changed. */
  readonly changed: {
    resource(uri: string): void;
    resources(): void;
    tools(): void;
    prompts(): void;
  };
  /** 2025 era with sessions: ends the stream of this call, which the client then takes up again. */
  closeStream(): void;
}

/** Code around a tool that a spec declares. */
export interface Hook<T extends Tool> {
  /** Before the arguments are checked: those that it returns are used. Throw a `ToolError` to refuse the call. */
  readonly before?: (args: Arguments<T>, context: Context) => Awaitable<Arguments<T> | undefined>;
  /** After a call that went well: what it returns is the answer. Nothing leaves it as it is. */
  readonly after?: (result: Result<T>, context: Context) => Awaitable<Returned<Result<T>> | ContentResult>;
}

export interface Hooked {
  readonly tool: string;
  readonly hook: Hook<Tool>;
}

/** Puts code around a tool; `specs/<name>.hooks.ts` exports a list of these as its default. */
export function hook<T extends Tool>(tool: T, around: Hook<T>): Hooked {
  // A list of hooks is of many tools; each is only ever called with what its own tool gives.
  return { tool: tool.name, hook: around as unknown as Hook<Tool> };
}
