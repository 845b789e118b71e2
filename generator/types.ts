/**
 * Every shape that flows through the generator, in the order in which it flows:
 *
 *   SourceDocument → ApiDocument → ServerModel → GeneratedFile[]
 *   (load)           (normalise)   (model)       (emit)
 *
 * Stages import this file and nothing of each other.
 */
import type { Json, JsonObject, Pointer } from "./json.ts";

// ---------------------------------------------------------------------------------------------- load

/** A document as it was read: one JSON value, in which every `$ref` is local that is not broken. */
export interface SourceDocument {
  /** Server name, from the file name: `specs/bookshop.openapi.yaml` → `bookshop`. */
  readonly name: string;
  /** The file as generated code names it: relative to where the generator runs, with `/` on every platform. */
  readonly file: string;
  readonly root: JsonObject;
  /** Objects whose `$ref` is not followed, for a reason that was reported. */
  readonly broken?: ReadonlySet<JsonObject>;
  /** Where each pointer stands in the text: itself, or its nearest ancestor that is there. */
  locate(pointers: readonly Pointer[]): Position[];
}

/** From 1, as editors count. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** Another file than the document's own, and the pointer in there. */
  readonly file?: string;
  readonly pointer?: Pointer;
}

// ----------------------------------------------------------------------------------------- normalise

/** JSON Schema 2020-12, whatever dialect the document was written in. References are `#/$defs/<name>`. */
export type Schema = boolean | SchemaObject;

export interface SchemaObject {
  $ref?: string;
  type?: SchemaType | SchemaType[];
  enum?: Json[];
  const?: Json;
  title?: string;
  description?: string;
  default?: Json;
  examples?: Json[];
  deprecated?: boolean;
  readOnly?: boolean;
  writeOnly?: boolean;
  format?: string;
  contentEncoding?: string;
  contentMediaType?: string;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  items?: Schema;
  prefixItems?: Schema[];
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  contains?: Schema;
  minContains?: number;
  maxContains?: number;
  unevaluatedItems?: Schema;
  properties?: { [name: string]: Schema };
  required?: string[];
  patternProperties?: { [pattern: string]: Schema };
  additionalProperties?: Schema;
  propertyNames?: Schema;
  minProperties?: number;
  maxProperties?: number;
  dependentRequired?: { [name: string]: string[] };
  dependentSchemas?: { [name: string]: Schema };
  unevaluatedProperties?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  not?: Schema;
  if?: Schema;
  then?: Schema;
  else?: Schema;
}

export type SchemaType = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

/** In capitals; OpenAPI 3.2 knows QUERY, and under `additionalOperations` any token of RFC 9110. */
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
  /** Swagger 2.0's `tsv`. */
  | "tabDelimited"
  | "deepObject"
  /** OpenAPI 3.2: a cookie as it stands, without percent-encoding. */
  | "cookie";

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

// --------------------------------------------------------------------------------------------- model

/** How a value travels. What equals OpenAPI's default for its place is left out. */
export interface FieldBinding {
  readonly style?: ParameterStyle;
  readonly explode?: boolean;
  readonly allowReserved?: true;
  readonly contentType?: string;
  /**
   * The value is base64 or a data URI (or a list of such), and travels as its bytes. `uri`: it may also be
   * plain text, so that only a data URI is a file.
   */
  readonly file?: true | "uri";
}

/** How one tool argument travels. */
export interface Binding extends FieldBinding {
  readonly in: ParameterLocation | "body";
  /** The wire name, where it is not the argument's. */
  readonly name?: string;
  /** Where the argument is a whole form: what differs for its fields. */
  readonly encoding?: FieldBindings;
}

/** By the name on the wire; of a list by position, and by `*` for the positions that have none. */
export type FieldBindings = { readonly [field: string]: FieldBinding };

export interface Argument {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
  readonly description?: string;
  readonly binding: Binding;
  readonly examples: readonly Json[];
}

export interface BodyBinding {
  readonly type: string;
  /** The argument that is the whole body; without it the body is an object of the arguments `in: "body"`. */
  readonly argument?: string;
  /** Sent as an empty object even where no argument goes into it. */
  readonly required?: true;
  /** Where the argument is a whole form: what differs for its fields. */
  readonly encoding?: FieldBindings;
}

export interface HttpBinding {
  readonly method: HttpMethod;
  readonly path: string;
  readonly params: readonly (readonly [argument: string, Binding])[];
  readonly body?: BodyBinding;
  readonly accept?: string;
  readonly server?: string;
  readonly security: readonly SecurityRequirement[];
}

export interface ToolAnnotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint?: boolean;
  readonly idempotentHint?: boolean;
  readonly openWorldHint: boolean;
}

/** One request the generator expects the runtime to send, computed without the runtime. */
export interface SendRow {
  readonly with?: JsonObject;
  readonly request: string;
  readonly headers?: { readonly [name: string]: string };
  /** Content type of the body. */
  readonly type?: string;
  /** A JSON body, of which the runtime must send the exact bytes that `JSON.stringify` gives. */
  readonly json?: Json;
  /** The exact text of any other body; base64 where the content is binary. */
  readonly body?: string;
  /** The parts of a multipart body, in order; between them stands a boundary that nobody can foretell. */
  readonly parts?: readonly PartRow[];
  /** A value in place of the row's one argument that must be refused, with the fault at that argument. */
  readonly rejects?: Json;
}

/** A part of a multipart body: its header lines as they are, and its content. */
export interface PartRow {
  readonly head: readonly string[];
  readonly text?: string;
  readonly base64?: string;
}

export interface RejectRow {
  readonly with?: JsonObject;
  readonly without?: string;
  /** The argument at fault. */
  readonly at: string;
}

export type ReturnRow =
  | { readonly status: number; readonly json: Json }
  | { readonly status: number; readonly type: string; readonly text: string }
  /** A sequence: its text, and the list that becomes of it. */
  | { readonly status: number; readonly type: string; readonly text: string; readonly list: Json }
  | { readonly status: number; readonly type: string; readonly base64: string }
  | { readonly status: number };

export interface ErrorRow {
  readonly status: number;
  readonly kind: string;
}

export interface ToolTests {
  /** The required arguments; a row's `with` is laid over them. */
  readonly args: JsonObject;
  readonly accept?: string;
  readonly sends: readonly SendRow[];
  readonly rejects: readonly RejectRow[];
  readonly returns: ReturnRow;
  readonly errors: readonly ErrorRow[];
}

export interface ToolModel {
  readonly name: string;
  /** Identifier of the generated export. */
  readonly exportName: string;
  readonly title?: string;
  readonly description: string;
  readonly annotations: ToolAnnotations;
  readonly arguments: readonly Argument[];
  /** Schema of the documented success answer, where it is JSON. */
  readonly output?: Schema;
  readonly http: HttpBinding;
  /** Undefined where no arguments could be found that the schemas accept; a diagnostic says so. */
  readonly tests?: ToolTests;
}

export interface ToolGroup {
  /** File name without extension; one group a tag. */
  readonly name: string;
  readonly tools: readonly ToolModel[];
}

export interface Component {
  /** Name in `$defs`. */
  readonly name: string;
  /** Identifier of the generated export. */
  readonly exportName: string;
  readonly schema: Schema;
  /** On a cycle: printed with an explicit type, since TypeScript cannot infer one through itself. */
  readonly recursive: boolean;
}

export interface ServerModel {
  readonly name: string;
  readonly file: string;
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  readonly baseUrl?: string;
  readonly securitySchemes: readonly (readonly [name: string, scheme: JsonObject])[];
  readonly groups: readonly ToolGroup[];
  readonly components: readonly Component[];
  /** What a client sees, in order: the `tools` of surface.json. */
  readonly surface: readonly JsonObject[];
}

// ---------------------------------------------------------------------------------------------- emit

export interface GeneratedFile {
  /** Relative to the output folder, with `/`. */
  readonly path: string;
  readonly text: string;
}
