/** The types that the normalise stage returns: one API, in the terms of OpenAPI 3.2 and JSON Schema 2020-12. */
import type { HttpMethod, ParameterLocation, ParameterStyle } from "../../runtime/contract/http-binding.ts";
import type { Json, JsonObject, Pointer } from "../json.ts";
import type { Schema } from "../json-schema.ts";
import type { OperationOverride } from "../toolspec/tool-spec.ts";

export interface ApiParameter {
  readonly name: string;
  readonly in: ParameterLocation;
  readonly required: boolean;
  readonly description?: string;
  readonly deprecated: boolean;
  readonly schema: Schema;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  /** Set where the document gives `content` instead of `schema`: the value travels as this media type. */
  readonly contentType?: string;
  /** Encoding Objects by property, where that media type is a form. */
  readonly encoding?: ReadonlyMap<string, ApiEncoding>;
  readonly examples: readonly Json[];
  readonly pointer: Pointer;
}

/** How one field of a form or multipart body travels; what the document leaves open is not set. */
export interface ApiEncoding {
  readonly contentType?: string;
  readonly style?: ParameterStyle;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
}

export interface ApiMedia {
  readonly type: string;
  readonly schema: Schema;
  /** Schema of one item of a sequential media type such as `application/jsonl` (OpenAPI 3.2). */
  readonly itemSchema?: Schema;
  /** Encoding Objects by property; empty for anything but forms and multipart. */
  readonly encoding: ReadonlyMap<string, ApiEncoding>;
  /** Encoding Objects by position, of a multipart body that is a list (OpenAPI 3.2). */
  readonly prefixEncoding?: readonly ApiEncoding[];
  readonly itemEncoding?: ApiEncoding;
  readonly examples: readonly Json[];
}

export interface ApiBody {
  readonly required: boolean;
  readonly description?: string;
  readonly content: readonly ApiMedia[];
  readonly pointer: Pointer;
}

export interface ApiResponse {
  /** `200`, `2XX` or `default`. */
  readonly status: string;
  /** Empty for errors, whose shape is not used. */
  readonly content: readonly ApiMedia[];
}

/** One alternative: all of its schemes together, each with the scopes it needs. `{}` is anonymous. */
export type SecurityRequirement = { readonly [scheme: string]: readonly string[] };

export interface ApiOperation {
  readonly method: HttpMethod;
  readonly path: string;
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  readonly parameters: readonly ApiParameter[];
  readonly body?: ApiBody;
  readonly responses: readonly ApiResponse[];
  readonly security: readonly SecurityRequirement[];
  /** The operation's or its path's own server, where it differs from the document's; empty if none is known. */
  readonly server?: string;
  /** What the document says of the tool that it becomes (`x-mcp`); false if it is not to be one. */
  readonly override?: OperationOverride | false;
  readonly pointer: Pointer;
}

export interface ApiDocument {
  readonly name: string;
  readonly file: string;
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  /** The first server with its variables at their defaults, where it is an absolute http(s) URL. */
  readonly baseUrl?: string;
  readonly operations: readonly ApiOperation[];
  /** By `$defs` name. */
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly securitySchemes: ReadonlyMap<string, JsonObject>;
}
