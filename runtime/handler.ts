/** Types and functions for handlers and hooks, the code beside a spec, typed against generated declarations. */
import type { z } from "zod";
import type { PromptDefinition } from "./prompt.ts";
import type { ResourceDefinition } from "./resource.ts";
import type { Tool } from "./tool.ts";

export { ToolError } from "./errors.ts";

/** The arguments of a tool. */
export type Arguments<T extends Tool> = z.output<ReturnType<T["input"]>>;

/** The documented result of a tool; `unknown` if none is documented. */
export type Result<T extends Tool> = T extends Tool<z.ZodType, infer Output> ? z.output<Output> : unknown;

/** A content block of the MCP specification. */
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

/** The content of a resource: text, or bytes in base64. */
export type ResourceContent =
  | { readonly uri: string; readonly mimeType?: string; readonly text: string }
  | { readonly uri: string; readonly mimeType?: string; readonly blob: string };

/** A result in the form of MCP's `CallToolResult`, made by `content(…)`. */
export interface ContentResult {
  readonly content: readonly Content[];
  readonly structuredContent?: Readonly<Record<string, unknown>>;
  readonly isError?: boolean;
}

const CONTENT = Symbol.for("speclathe.content");

/** Makes a result of content blocks, optionally with structured content, in place of a plain value. */
export function content(
  blocks: Content | readonly Content[],
  structuredContent?: Readonly<Record<string, unknown>>,
): ContentResult {
  const list = Array.isArray(blocks) ? (blocks as readonly Content[]) : [blocks as Content];
  const result = { content: list, ...(structuredContent && { structuredContent }) };
  return Object.defineProperty(result, CONTENT, { value: true });
}

/** True if a value was made by `content(…)`. */
export function isContent(value: unknown): value is ContentResult {
  return typeof value === "object" && value !== null && CONTENT in value;
}

type Awaitable<T> = T | Promise<T>;

/**
 * The type that code may return for a documented result: lists may be read-only, and objects may be of interface
 * types, which have no index signature.
 */
export type Returned<T> = T extends readonly (infer Item)[]
  ? readonly Returned<Item>[]
  : T extends object
    ? { readonly [K in keyof T as string extends K ? (unknown extends T[K] ? never : K) : K]: Returned<T[K]> }
    : T;

/**
 * The code of a tool. A returned string becomes a text result, undefined an empty text, `content(…)` its blocks, and
 * any other value structured content. A thrown `ToolError` reaches the caller with its kind and message; any other
 * error becomes `internal`, and its message goes only to the log.
 */
export type Handler<T extends Tool> = (
  args: Arguments<T>,
  context: Context,
) => Awaitable<Returned<Result<T>> | ContentResult>;

/** The code of a resource. Returns text, bytes or complete contents. */
export type ResourceHandler<_Definition extends ResourceDefinition = ResourceDefinition> = (
  request: { readonly uri: string; readonly variables: Readonly<Record<string, string | readonly string[]>> },
  context: Context,
) => Awaitable<string | Uint8Array | readonly ResourceContent[]>;

/** An existing resource of a resource template. */
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

/** The code of a prompt. Returns the text of one user message, or several messages. */
export type PromptHandler<_Definition extends PromptDefinition = PromptDefinition> = (
  args: Readonly<Record<string, string>>,
  context: Context,
) => Awaitable<
  string | readonly { readonly role: "user" | "assistant"; readonly content: string | Content }[]
>;

/** The code that suggests values for an argument, given the text typed so far and the other arguments. */
export type CompletionHandler = (
  typed: string,
  given: Readonly<Record<string, string>>,
  context: Context,
) => Awaitable<readonly string[]>;

export type LogLevel = "debug" | "info" | "notice" | "warning" | "error" | "critical" | "alert" | "emergency";

/** A form to elicit. The schema is limited to what MCP allows in `requestedSchema`: properties of primitive types. */
export interface Form {
  readonly message: string;
  readonly schema: {
    readonly type: "object";
    readonly properties: Readonly<Record<string, object>>;
    readonly required?: readonly string[];
  };
}

/** The user's reply to an elicitation (MCP `ElicitResult`). */
export type Reply =
  | { readonly action: "accept"; readonly content: Readonly<Record<string, unknown>> }
  | { readonly action: "decline" | "cancel"; readonly content?: undefined };

/** A request to the client: to elicit input from the user, to sample its model, or to list its roots. */
export type Question =
  | { readonly elicit: Form }
  /** Asks the user to open a URL (elicitation in URL mode). */
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

/** The context of one run of a handler or hook: the client that called it, and the services of the server. */
export interface Context {
  /** Aborted when the client disconnects or cancels the call, and when the time limit is reached. */
  readonly signal: AbortSignal;
  /** The name of the tool, resource or prompt. */
  readonly name: string;
  readonly client: {
    /** Revision of MCP, such as `2026-07-28`. */
    readonly revision: string;
    readonly name?: string;
    readonly version?: string;
    /** The capabilities that the client declared. */
    readonly capabilities: Readonly<Record<string, unknown>>;
    readonly sessionId?: string;
  };
  /** Sends a progress notification, if the client asked for progress. */
  progress(done: number, total?: number, message?: string): Promise<void>;
  /** Writes to the server's log, and sends a log message to a client that has enabled this level. */
  log(level: LogLevel, message: string, data?: Readonly<Record<string, unknown>>): Promise<void>;
  /**
   * Asks the user or the model of the client. `key` identifies the question within this run. A client of 2026-07-28
   * receives the question as the result of the call and calls again with the answer; the code then runs again from
   * its start. So ask before acting, or wrap an action that must happen once in `once`. Throws a `ToolError` if the
   * client lacks the capability.
   */
  ask<Q extends Question>(key: string, question: Q): Promise<Answer<Q>>;
  /** Asks several questions at once. */
  askAll<Q extends Readonly<Record<string, Question>>>(
    questions: Q,
  ): Promise<{ [K in keyof Q]: Answer<Q[K]> }>;
  /** Calls `make` in the first run only; later runs of the same request get its value, which must be JSON. */
  once<T>(key: string, make: () => Awaitable<T>): Promise<T>;
  /** Calls another tool of this server. Throws the `ToolError` of a call that fails. */
  call<T extends Tool>(tool: T, args: z.input<ReturnType<T["input"]>>): Promise<Result<T>>;
  /**
   * Sends a request to an upstream of this server, with the headers and credentials of the upstream and within its
   * limits. `path` is appended to the base URL.
   */
  fetch(
    path: string,
    init?: {
      /** Name of the upstream; the server's own by default. */
      readonly upstream?: string;
      readonly method?: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** An object is sent as JSON. */
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
  /** Notifies clients of changes. */
  readonly changed: {
    resource(uri: string): void;
    resources(): void;
    tools(): void;
    prompts(): void;
  };
  /** Ends the response stream of this call, which a client with a session (2025 revisions) then resumes. */
  closeStream(): void;
}

/** Code around a tool that a spec declares. */
export interface Hook<T extends Tool> {
  /** Runs before the arguments are validated, and may replace them. Throw a `ToolError` to refuse the call. */
  readonly before?: (args: Arguments<T>, context: Context) => Awaitable<Arguments<T> | undefined>;
  /** Runs after a successful call, and may replace the result; undefined keeps it. */
  readonly after?: (result: Result<T>, context: Context) => Awaitable<Returned<Result<T>> | ContentResult>;
}

export interface Hooked {
  readonly tool: string;
  readonly hook: Hook<Tool>;
}

/** Declares a hook around a tool. The default export of `specs/<name>.hooks.ts` is a list of these. */
export function hook<T extends Tool>(tool: T, around: Hook<T>): Hooked {
  // One list holds hooks of differently typed tools; each hook is called only with values of its own tool.
  return { tool: tool.name, hook: around as unknown as Hook<Tool> };
}
