/** The declaration of a tool: data with types. What runs it is the executor in call.ts. */
import type { z } from "zod";

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
}

export interface BodyBinding {
  /** Content type, sent as it stands here; the subtype may be a wildcard where the value says which it is. */
  readonly type: string;
  /** The argument that is the body; without it the body is an object of the arguments `in: "body"`. */
  readonly argument?: string;
  /** Sent as an empty object even where no argument goes into it. */
  readonly required?: true;
  /** Where the argument is a whole form: how its fields travel. */
  readonly encoding?: { readonly [field: string]: FieldBinding };
}

export interface HttpBinding {
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
}

/** Hints of the MCP specification, section "Tool annotations". */
export interface ToolAnnotations {
  readonly readOnlyHint?: boolean;
  readonly destructiveHint?: boolean;
  readonly idempotentHint?: boolean;
  readonly openWorldHint?: boolean;
}

export interface ToolDefinition<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly title?: string;
  /** One string a paragraph. */
  readonly description: string | readonly string[];
  readonly input: () => Input;
  /** The documented success answer. It types the result; an answer that departs from it is passed on. */
  readonly output?: () => Output;
  readonly annotations: ToolAnnotations;
  readonly http: HttpBinding;
}

/** A tool whose schemas are built when they are first used. */
export type Tool<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> = ToolDefinition<
  Input,
  Output
>;

export function defineTool<Input extends z.ZodType, Output extends z.ZodType = z.ZodUnknown>(
  definition: ToolDefinition<Input, Output>,
): Tool<Input, Output> {
  let input: Input | undefined;
  return Object.freeze({ ...definition, input: () => (input ??= definition.input()) });
}

/** Of other methods, which a document may bring along, nothing is known. */
const IDEMPOTENT = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"]);

/** Whether repeating a call does no more than the call (RFC 9110, section 9.2.2). */
export function isIdempotent({ http }: Tool): boolean {
  return IDEMPOTENT.has(http.method);
}
