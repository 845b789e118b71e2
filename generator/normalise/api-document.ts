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
  /** The media type of the value, if the document has `content` instead of `schema`. */
  readonly contentType?: string;
  /** Encoding Objects by property, if that media type is a form. */
  readonly encoding?: ReadonlyMap<string, ApiEncoding>;
  readonly examples: readonly Json[];
  readonly pointer: Pointer;
}

/** The serialisation of one field of a form or multipart body; unset members are not in the document. */
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
  /** Encoding Objects by position, of a multipart body that is an array (OpenAPI 3.2). */
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
  /** Empty for errors, whose content is not used. */
  readonly content: readonly ApiMedia[];
}

/** One alternative: all of its schemes apply, each with its scopes. `{}` is anonymous access. */
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
  /** The server of the operation or its path, if it is not that of the document; empty if none can be used. */
  readonly server?: string;
  /** The tool that `x-mcp` describes; false if the operation is not to become a tool. */
  readonly override?: OperationOverride | false;
  readonly pointer: Pointer;
}

export interface ApiDocument {
  readonly name: string;
  readonly file: string;
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  /** The first server that is an absolute http(s) URL, with the defaults of its variables. */
  readonly baseUrl?: string;
  readonly operations: readonly ApiOperation[];
  /** By `$defs` name. */
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly securitySchemes: ReadonlyMap<string, JsonObject>;
}
