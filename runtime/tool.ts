/** The declaration of a tool: data with types. What runs it is in execute/. */
import type { z } from "zod";
import type { Condition, Template } from "./contract/template.ts";

/** In capitals: any token of RFC 9110. */
export type HttpMethod = string;

/** How a value travels. Left out: the defaults of OpenAPI for its place. */
export interface FieldBinding {
  readonly style?:
    | "simple"
    | "label"
    | "matrix"
    | "form"
    | "spaceDelimited"
    | "pipeDelimited"
    | "tabDelimited"
    | "deepObject"
    | "cookie";
  readonly explode?: boolean;
  readonly allowReserved?: true;
  /** The value travels as a document of this media type. */
  readonly contentType?: string;
  /**
   * The value is base64 or a data URI (or a list of such), and travels as its bytes. `uri`: it may also be
   * plain text, so that only a data URI is a file.
   */
  readonly file?: true | "uri";
}

/** How one argument travels. */
export interface Binding extends FieldBinding {
  /** `querystring`: the argument is the whole query. */
  readonly in: "path" | "query" | "querystring" | "header" | "cookie" | "body";
  /** The name on the wire, where it is not the argument's. */
  readonly name?: string;
  /** Where the argument is a whole form: how its fields travel. */
  readonly encoding?: { readonly [field: string]: FieldBinding };
  /** What is sent in place of an argument; what the expressions in it do not find is left out. */
  readonly value?: Template;
}

export interface BodyBinding {
  /** Content type, sent as it stands here; the subtype may be a wildcard where the value says which it is. */
  readonly type: string;
  /** The argument that is the body; without it the body is an object of the arguments `in: "body"`. */
  readonly argument?: string;
  /** What the body is in place of an argument. */
  readonly value?: Template;
  /** Sent as an empty object even where no argument goes into it. */
  readonly required?: true;
  /** Where the argument is a whole form: how its fields travel. */
  readonly encoding?: { readonly [field: string]: FieldBinding };
}

export interface HttpBinding {
  /** Which of the server's upstreams; its own, if it is left out. */
  readonly upstream?: string;
  readonly method: HttpMethod;
  /** With `{name}` for each path parameter, by its name on the wire. */
  readonly path: string;
  readonly params?: { readonly [argument: string]: Binding };
  readonly body?: BodyBinding;
  /** The `Accept` header; anything, if it is left out. */
  readonly accept?: string;
  /** A base URL of this operation's own; empty where the document has one that cannot be called. */
  readonly server?: string;
  /** Alternatives, each naming the schemes it needs together with their scopes; `{}` is anonymous. */
  readonly security?: readonly { readonly [scheme: string]: readonly string[] }[];
  readonly poll?: Poll;
}

/**
 * An API that answers 202 with the URL of a status, which is asked again until `done` holds. The answer is then
 * that of `result`, an expression for a URL, or the status itself.
 */
export interface Poll {
  /** `$response.header.location`, if it is left out. */
  readonly status?: Template;
  readonly done?: readonly Condition[];
  readonly failed?: readonly Condition[];
  readonly result?: Template;
  readonly intervalMs: number;
}

/** One of several calls behind a tool. */
export interface Step {
  readonly id: string;
  /** The name of a tool of this server, also of one that is not offered. */
  readonly call: string;
  readonly with?: { readonly [argument: string]: Template };
  /** It is left out unless all of these hold. */
  readonly when?: readonly Condition[];
  /** Runs once an item, in which `$item` and `$index` have a meaning; each output is then a list. */
  readonly forEach?: Template;
  /** How many items at once; 1. */
  readonly concurrency?: number;
  /** What must hold beside that the call did not fail. */
  readonly success?: readonly Condition[];
  /** After the retries: `end` stops the tool with what there is. `fail`, if it is left out. */
  readonly onFailure?: "fail" | "continue" | "end";
  readonly retries?: number;
  readonly afterMs?: number;
  readonly outputs?: { readonly [name: string]: Template };
}

/** Hints of the MCP specification, section "Tool annotations". */
export interface ToolAnnotations {
  readonly readOnlyHint?: boolean;
  readonly destructiveHint?: boolean;
  readonly idempotentHint?: boolean;
  readonly openWorldHint?: boolean;
}

interface ToolCommon<Input extends z.ZodType, Output extends z.ZodType> {
  readonly name: string;
  readonly title?: string;
  /** One string a paragraph. */
  readonly description: string | readonly string[];
  readonly input: () => Input;
  /** The documented success answer. It types the result; an answer that departs from it is passed on. */
  readonly output?: () => Output;
  readonly annotations: ToolAnnotations;
  /** Milliseconds; what the server was told, if it is left out. */
  readonly timeoutMs?: number;
  /** The person is asked before it runs: the question, or true for one that is made up. */
  readonly confirm?: true | Template;
  /** Runs as a task where the client knows tasks; `required`: only as one. */
  readonly task?: "optional" | "required";
}

/** What a tool does: one of these. */
export type Action =
  /** One request. */
  | {
      readonly http: HttpBinding;
      /** What the tool answers with, in place of the API's answer. */
      readonly result?: Template;
      readonly steps?: never;
      readonly handler?: never;
    }
  /** Several calls; without `result` the tool answers with the outputs of its steps. */
  | {
      readonly steps: readonly Step[];
      readonly result?: Template;
      readonly http?: never;
      readonly handler?: never;
    }
  /** Code, `specs/acme.handlers.ts#createIssue`, which the server's declaration imports. */
  | { readonly handler: string; readonly http?: never; readonly steps?: never };

export type ToolDefinition<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> = ToolCommon<Input, Output> & Action;

/** A tool whose schemas are built when they are first used. */
export interface Tool<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType>
  extends ToolCommon<Input, Output> {
  readonly http?: HttpBinding;
  readonly steps?: readonly Step[];
  readonly result?: Template;
  readonly handler?: string;
}

/** A tool that is one request. */
export type HttpTool = Tool & { readonly http: HttpBinding };

export function defineTool<Input extends z.ZodType, Output extends z.ZodType = z.ZodUnknown>(
  definition: ToolDefinition<Input, Output>,
): Tool<Input, Output> {
  let input: Input | undefined;
  return Object.freeze({ ...definition, input: () => (input ??= definition.input()) });
}

/** Of other methods, which a document may bring along, nothing is known. */
const IDEMPOTENT = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"]);

/** Whether repeating a call does no more than the call (RFC 9110, section 9.2.2). */
export function isIdempotent({ http, annotations }: Tool): boolean {
  return http ? IDEMPOTENT.has(http.method) : annotations.idempotentHint === true;
}
