/** The bindings of a tool's arguments to an HTTP request, in the terms of OpenAPI 3.2. */
import type { Condition, Template } from "./template.ts";

/** In capitals. OpenAPI 3.2 knows QUERY, and allows any token of RFC 9110 under `additionalOperations`. */
export type HttpMethod = string;

/** `querystring`: the whole query as one value (OpenAPI 3.2). */
export type ParameterLocation = "path" | "query" | "querystring" | "header" | "cookie";

export type ParameterStyle =
  | "simple"
  | "label"
  | "matrix"
  | "form"
  | "spaceDelimited"
  | "pipeDelimited"
  /** The `tsv` of Swagger 2.0. */
  | "tabDelimited"
  | "deepObject"
  /** OpenAPI 3.2: a cookie as it stands, without percent-encoding. */
  | "cookie";

/** The serialisation of a value. A member that is left out has OpenAPI's default for the location. */
export interface FieldBinding {
  readonly style?: ParameterStyle;
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

/** By name on the wire; for a list by position, with `*` for the positions that have no binding of their own. */
export type FieldBindings = { readonly [field: string]: FieldBinding };

/** The location and serialisation of one argument. */
export interface Binding extends FieldBinding {
  readonly in: ParameterLocation | "body";
  /** The name on the wire, if it differs from the argument's. */
  readonly name?: string;
  /** The bindings of the fields of an argument that is a whole form. */
  readonly encoding?: FieldBindings;
  /** Sent in place of an argument. Members whose expressions name nothing are left out. */
  readonly value?: Template;
}

export interface BodyBinding {
  /** The content type as it is sent. The subtype may be a wildcard if the value itself says which it is. */
  readonly type: string;
  /** The argument that is the body; without it the body is an object of the arguments `in: "body"`. */
  readonly argument?: string;
  /** The body in place of an argument. */
  readonly value?: Template;
  /** Sent as an empty object even if no argument goes into it. */
  readonly required?: true;
  /** The bindings of the fields of an argument that is a whole form. */
  readonly encoding?: FieldBindings;
}

/** One request to an upstream. */
export interface HttpBinding {
  /** The name of the upstream; without it, the server's own. */
  readonly upstream?: string;
  readonly method: HttpMethod;
  /** With `{name}` for each path parameter, by its name on the wire. */
  readonly path: string;
  readonly params?: { readonly [argument: string]: Binding };
  readonly body?: BodyBinding;
  /** The `Accept` header; any media type if it is left out. */
  readonly accept?: string;
  /** The operation's own base URL; empty if the document states one that cannot be called. */
  readonly server?: string;
  readonly poll?: Poll;
}

/**
 * An operation that answers 202 with the URL of a status. The status is requested again until `done` holds. The
 * answer is then that of `result`, an expression for a URL, or the status itself.
 */
export interface Poll {
  /** `$response.header.location`, if it is left out. */
  readonly status?: Template;
  readonly done?: readonly Condition[];
  readonly failed?: readonly Condition[];
  readonly result?: Template;
  readonly intervalMs: number;
}
