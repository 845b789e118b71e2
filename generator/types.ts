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
  /** What `--base-url` calls it: the server, as in `bookshop`, or one of its upstreams, as in `acme.github`. */
  readonly name: string;
  /** The file as generated code names it: relative to where the generator runs, with `/` on every platform. */
  readonly file: string;
  readonly root: JsonObject;
  /** Objects whose `$ref` is not followed, for a reason that was reported. */
  readonly broken?: ReadonlySet<JsonObject>;
  /** Where each pointer stands in the text: itself, or its nearest ancestor that is there. */
  locate(pointers: readonly Pointer[]): Position[];
}

/** A tool spec as it was read, with what is in the files that it names. */
export interface SourceSpec {
  /** Server name, from the file name. */
  readonly name: string;
  /** The file as generated code names it. */
  readonly file: string;
  /** Any JSON: what is wrong with it, the next stage says. */
  readonly root: Json;
  /** Where each pointer stands in the text: itself, or its nearest ancestor that is there. */
  locate(pointers: readonly Pointer[]): Position[];
  /** Where the names of members stand, rather than their values. */
  locateKeys(pointers: readonly Pointer[]): Position[];
  /**
   * What it names by a path, by that path as it is written. What was refused, or could not be read, is not here.
   * Of code all is, of which some may not be written yet.
   */
  readonly code: ReadonlyMap<string, CodeFile>;
  readonly media: ReadonlyMap<string, MediaFile>;
  /** Relative to where the generator runs. */
  readonly files: ReadonlyMap<string, string>;
  readonly workflows: readonly SourceWorkflows[];
}

/** An Arazzo document that a tool spec names. */
export interface SourceWorkflows {
  /** Where the spec names it. Places in it are located below that, as if it stood there. */
  readonly pointer: Pointer;
  /** Any JSON. */
  readonly root: Json;
  /**
   * What a source description stands for, by its `url` as it is written, or else by its name; undefined where it is
   * nothing that the server has.
   */
  find(
    url: string,
    name: string,
  ): { readonly kind: "upstream"; readonly name: string } | { readonly kind: "workflows" } | undefined;
}

/** A TypeScript file, and the names it exports; these are undefined where there is no such file yet. */
export interface CodeFile {
  /** Relative to where the generator runs. */
  readonly path: string;
  readonly exports?: ReadonlySet<string>;
}

/** A picture or a sound, in base64. */
export interface MediaFile {
  readonly mimeType: string;
  readonly data: string;
}

/** The files of one server, read: at least one document, or a tool spec. */
export interface SourceServer {
  readonly name: string;
  readonly documents: readonly SourceUpstream[];
  readonly spec?: SourceSpec;
  /** `specs/acme.hooks.ts` where there is one, relative to where the generator runs. */
  readonly hooks?: string;
}

export interface SourceUpstream {
  readonly upstream: string;
  readonly source: SourceDocument;
  /** The tool spec says where it is. */
  readonly isPlaced?: boolean;
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

// ------------------------------------------------------------------------------------------ tool spec

/**
 * A value with expressions in it: a string that is one expression stands for what it names, `{$…}` inside a text
 * for its text, and anything else for itself. `$$` is a dollar sign where an expression could start. Expressions
 * are paths and never code: `$inputs.a.b`, `$steps.id.outputs.x`, `$response.body#/a/0`, `$response.header.etag`,
 * `$statusCode`, `$item`, `$index`, `$env.NAME`.
 */
export type Template = Json;

/** `./acme.handlers.ts#createIssue`, with the file relative to where the generator runs. */
export interface CodeReference {
  readonly file: string;
  readonly name: string;
}

/** What an `*.mcp.yaml` file says, checked and written out: short forms are long, durations are milliseconds. */
export interface ToolSpec {
  /** Server name, from the file name. */
  readonly name: string;
  readonly file: string;
  readonly server: SpecServer;
  /** For tools that say nothing of their own. */
  readonly timeoutMs?: number;
  readonly upstreams: readonly SpecUpstream[];
  readonly tools: readonly SpecTool[];
  /** What the schemas of the spec refer to, by `$defs` name: of all of its tools. */
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly resources: readonly SpecResource[];
  readonly prompts: readonly SpecPrompt[];
  /** Code in files that are there, and do not export it. */
  readonly missing?: readonly MissingExport[];
}

export interface MissingExport {
  readonly reference: CodeReference;
  readonly message: string;
  readonly pointer: Pointer;
}

export interface SpecServer {
  readonly title?: string;
  readonly version?: string;
  readonly instructions?: string;
  readonly websiteUrl?: string;
  readonly icons: readonly Icon[];
}

/** An icon of the MCP specification; `src` is an https URL or a data URI (files were read into one). */
export interface Icon {
  readonly src: string;
  readonly mimeType?: string;
  readonly sizes?: readonly string[];
  readonly theme?: "light" | "dark";
}

export interface SpecUpstream {
  readonly name: string;
  readonly baseUrl?: string;
  /** Sent with every request. */
  readonly headers: ReadonlyMap<string, Template>;
  readonly timeoutMs?: number;
  /**
   * An operation is offered if it is included, or there is nothing to include, and it is not excluded. What
   * `operations` says about one goes before both: named there it is offered.
   */
  readonly include: readonly Selector[];
  readonly exclude: readonly Selector[];
  /** By operationId or `GET /path`; false leaves the operation out. */
  readonly operations: ReadonlyMap<string, OperationOverride | false>;
  readonly pointer: Pointer;
}

/** All that is given must hold. */
export interface Selector {
  /** An operationId, in which `*` stands for any text. */
  readonly operation?: string;
  readonly tag?: string;
  /** A path, in which `*` stands for one segment or a part of one and `**` for any number of them. */
  readonly path?: string;
  readonly method?: readonly HttpMethod[];
  readonly deprecated?: boolean;
  readonly readOnly?: boolean;
  readonly pointer: Pointer;
}

/** How a tool is shown and run, whatever it does. */
export interface Presentation {
  readonly title?: string;
  readonly description?: string;
  readonly annotations?: Partial<ToolAnnotations>;
  readonly icons?: readonly Icon[];
  readonly timeoutMs?: number;
  /** Asks the person before it runs: the question, or true for one that is made up. */
  readonly confirm?: true | Template;
  /** Runs as a task where the client can, or must (`required`). */
  readonly task?: "optional" | "required";
  readonly tests?: readonly SpecTest[];
}

/** What `operations:`, `x-mcp` or `x-speakeasy-mcp` say of an operation. */
export interface OperationOverride extends Presentation {
  readonly name?: string;
  /** Old names under which it can still be called. */
  readonly aliases?: readonly string[];
  /** By the name the argument would have; false hides it. */
  readonly args?: ReadonlyMap<string, ArgumentOverride | false>;
  /** How to wait for an answer that is not there yet. */
  readonly poll?: Poll;
  readonly pointer: Pointer;
}

export interface ArgumentOverride {
  readonly name?: string;
  readonly description?: string;
  readonly required?: boolean;
  /** Sent where the argument is not given, and shown to the model. */
  readonly default?: Json;
  /** Always sent; the argument is not offered. */
  readonly value?: Template;
  /** Members are laid over the document's own schema. */
  readonly schema?: SchemaObject;
  readonly pointer: Pointer;
}

/**
 * An API that answers 202 with the URL of a status: it is asked again until `done` holds. The answer is then that
 * of `result`, an expression for a URL, or the status itself.
 */
export interface Poll {
  /** The URL of the status; `$response.header.location` if it is not given. */
  readonly status: Template;
  readonly done?: readonly Condition[];
  readonly failed?: readonly Condition[];
  readonly result?: Template;
  readonly intervalMs: number;
}

export interface SpecTool extends Presentation {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly input: SpecInput;
  /** JSON Schema of the structured result, and the same as it was written. */
  readonly output?: { readonly schema: Schema; readonly verbatim?: JsonObject };
  readonly action: SpecAction;
  /** Of an Arazzo document: if it does not fit what it calls, it costs itself and not the run. */
  readonly isWorkflow?: true;
  readonly pointer: Pointer;
}

/** The arguments one by one, or one schema for all of them (`inputSchema`), shown to clients as it was written. */
export interface SpecInput {
  readonly arguments: readonly SpecArgument[];
  readonly verbatim?: JsonObject;
  /** The whole schema, where it was given. */
  readonly schema?: SchemaObject;
}

export interface SpecArgument {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
  readonly description?: string;
  readonly default?: Json;
  readonly pointer: Pointer;
}

export type SpecAction =
  | { readonly kind: "http"; readonly http: SpecHttp; readonly result?: Template }
  | { readonly kind: "steps"; readonly steps: readonly SpecStep[]; readonly result?: Template }
  | { readonly kind: "handler"; readonly handler: CodeReference };

/** One request, written down with expressions. */
export interface SpecHttp {
  /** An upstream of the spec; the only one, if it is not given. */
  readonly upstream?: string;
  readonly method: HttpMethod;
  /** With `{name}` for each member of `params`. */
  readonly path: string;
  readonly params: ReadonlyMap<string, Template>;
  readonly query: ReadonlyMap<string, Template>;
  readonly headers: ReadonlyMap<string, Template>;
  readonly body?: { readonly type: string; readonly value: Template };
  readonly poll?: Poll;
  readonly pointer: Pointer;
}

export interface SpecStep {
  readonly id: string;
  /** What it does: a tool or an operation (`upstream.operationId`, `upstream.GET /path`), a request, or code. */
  readonly call:
    | { readonly kind: "tool"; readonly target: string }
    | { readonly kind: "http"; readonly http: SpecHttp }
    | { readonly kind: "handler"; readonly handler: CodeReference };
  readonly with: ReadonlyMap<string, Template>;
  /** What an operation is given beside that, by what it is called on the wire. */
  readonly sends?: SentValues;
  readonly when: readonly Condition[];
  /** Runs once for each item of a list, in which `$item` and `$index` have a meaning; outputs are then lists. */
  readonly forEach?: Template;
  readonly concurrency: number;
  /** What must hold beside that there was no error. */
  readonly success: readonly Condition[];
  readonly onFailure: StepFailure;
  readonly outputs: ReadonlyMap<string, Template>;
  readonly pointer: Pointer;
}

/** What an operation is given as it travels; which arguments these are, its document says. */
export interface SentValues {
  readonly parameters: readonly {
    readonly name: string;
    readonly in?: string;
    readonly value: Template;
    readonly pointer: Pointer;
  }[];
  readonly body?: { readonly value: Template; readonly pointer: Pointer };
}

/** `end` stops the tool with what there is. Retries come first. */
export interface StepFailure {
  readonly then: "fail" | "continue" | "end";
  readonly retries?: number;
  readonly afterMs?: number;
}

/** All members hold at once. A list of conditions holds if each of them does. */
export type Condition =
  | { readonly any: readonly Condition[] }
  | { readonly all: readonly Condition[] }
  | {
      readonly value: Template;
      readonly is?: Template;
      readonly not?: Template;
      readonly in?: readonly Template[];
      readonly exists?: boolean;
      readonly gt?: number;
      readonly gte?: number;
      readonly lt?: number;
      readonly lte?: number;
    };

/** A call with mocked answers of the upstreams, in the order of the requests. */
export interface SpecTest {
  readonly name?: string;
  readonly args: JsonObject;
  readonly mock: readonly {
    readonly status: number;
    readonly headers?: { readonly [name: string]: string };
    readonly body?: Json;
  }[];
  readonly expect: {
    /** Request lines, in order. */
    readonly requests?: readonly string[];
    readonly isError?: boolean;
    /** The kind of error. */
    readonly error?: string;
    /** Members that the structured result must have. */
    readonly result?: Json;
    /** Text that the result must contain. */
    readonly text?: string;
  };
  readonly pointer: Pointer;
}

export interface ResourceAnnotations {
  readonly audience?: readonly ("user" | "assistant")[];
  readonly priority?: number;
  readonly lastModified?: string;
}

export interface SpecResource {
  readonly name: string;
  /** A URI, or a template of RFC 6570. */
  readonly uri: string;
  /** Names of the template's variables; none, if it is a URI. */
  readonly variables: readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
  readonly annotations?: ResourceAnnotations;
  readonly icons?: readonly Icon[];
  readonly source: ResourceSource;
  /** Code that lists what there is of a template. */
  readonly list?: CodeReference;
  readonly complete: ReadonlyMap<string, Completion>;
  /** Clients may be told of changes; files are watched. */
  readonly subscribe: boolean;
  readonly pointer: Pointer;
}

export type ResourceSource =
  | { readonly kind: "text"; readonly text: string }
  /** Base64. */
  | { readonly kind: "blob"; readonly blob: string }
  /** Relative to where the generator runs; read when it is asked for. */
  | { readonly kind: "file"; readonly file: string }
  /** As in a step; `$inputs` are the template's variables. */
  | { readonly kind: "call"; readonly call: SpecStep["call"]; readonly with: ReadonlyMap<string, Template> }
  | { readonly kind: "handler"; readonly handler: CodeReference };

/** Where the suggestions for an argument come from. */
export type Completion =
  | { readonly kind: "values"; readonly values: readonly string[] }
  | { readonly kind: "handler"; readonly handler: CodeReference };

export interface SpecPrompt {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly icons?: readonly Icon[];
  /** Strings, all of them: that is what the protocol has. */
  readonly arguments: readonly SpecArgument[];
  readonly complete: ReadonlyMap<string, Completion>;
  readonly source:
    | { readonly kind: "messages"; readonly messages: readonly SpecMessage[] }
    | { readonly kind: "handler"; readonly handler: CodeReference };
  readonly pointer: Pointer;
}

export interface SpecMessage {
  readonly role: "user" | "assistant";
  readonly content:
    | { readonly kind: "text"; readonly text: Template }
    /** The URI of a resource of this server, whose content is embedded. */
    | { readonly kind: "resource"; readonly uri: Template }
    | { readonly kind: "image" | "audio"; readonly data: string; readonly mimeType: string };
}

/** Everything a server is made from: at least one document, or a tool spec. */
export interface ServerSource {
  readonly name: string;
  /** What generated files say they were made from: the tool spec where there is one, else the document. */
  readonly file: string;
  readonly documents: readonly UpstreamDocument[];
  readonly spec?: ToolSpec;
  /** `specs/acme.hooks.ts` where there is one, relative to where the generator runs. */
  readonly hooks?: string;
}

export interface UpstreamDocument {
  /** The server's own name for the document beside the spec. */
  readonly upstream: string;
  readonly document: ApiDocument;
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
  /** What is sent in place of an argument. */
  readonly value?: Template;
}

/** By the name on the wire; of a list by position, and by `*` for the positions that have none. */
export type FieldBindings = { readonly [field: string]: FieldBinding };

export interface Argument {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
  readonly description?: string;
  /** Taken where the argument is not given. What a document's own schema says is told and not taken. */
  readonly default?: Json;
  readonly binding: Binding;
  readonly examples: readonly Json[];
}

export interface BodyBinding {
  readonly type: string;
  /** The argument that is the whole body; without it the body is an object of the arguments `in: "body"`. */
  readonly argument?: string;
  /** What the body is in place of an argument. */
  readonly value?: Template;
  /** Sent as an empty object even where no argument goes into it. */
  readonly required?: true;
  /** Where the argument is a whole form: what differs for its fields. */
  readonly encoding?: FieldBindings;
}

export interface HttpBinding {
  /** Which upstream, where it is not the server's own. */
  readonly upstream?: string;
  readonly method: HttpMethod;
  readonly path: string;
  readonly params: readonly (readonly [argument: string, Binding])[];
  readonly body?: BodyBinding;
  readonly accept?: string;
  readonly server?: string;
  readonly security: readonly SecurityRequirement[];
  readonly poll?: Poll;
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

/** A test that a person wrote. */
export interface CaseRow {
  readonly name: string;
  readonly args: JsonObject;
  /** Answers of the upstreams, in the order of the requests. */
  readonly mock: SpecTest["mock"];
  readonly expect: SpecTest["expect"];
}

export interface ToolTests {
  /** The required arguments; a row's `with` is laid over them. */
  readonly args: JsonObject;
  readonly accept?: string;
  /** Variables of the environment that the requests are made with. */
  readonly env?: { readonly [name: string]: string };
  /** By lower-case name: what every request carries because its upstream wants it. */
  readonly headers?: { readonly [name: string]: string };
  /** Empty for a tool that is not one request. */
  readonly sends: readonly SendRow[];
  readonly rejects: readonly RejectRow[];
  /** Left out for a tool that is not one request. */
  readonly returns?: ReturnRow;
  readonly errors: readonly ErrorRow[];
  readonly cases: readonly CaseRow[];
}

/** One of several calls behind a tool; `call` is a tool of this server, offered or not. */
export interface StepModel extends Omit<SpecStep, "call" | "sends" | "pointer"> {
  readonly call: string;
}

/** What a tool does. */
export type ToolAction =
  | { readonly http: HttpBinding; readonly result?: Template }
  | { readonly steps: readonly StepModel[]; readonly result?: Template }
  | { readonly handler: CodeReference };

interface ToolCommon {
  readonly name: string;
  /** Identifier of the generated export. */
  readonly exportName: string;
  readonly title?: string;
  readonly description: string;
  readonly annotations: ToolAnnotations;
  readonly icons?: readonly Icon[];
  readonly arguments: readonly Argument[];
  /** The whole schema of the arguments, where a spec gave it. */
  readonly input?: SchemaObject;
  /** Schema of the documented success answer, where it is JSON. */
  readonly output?: Schema;
  readonly timeoutMs?: number;
  readonly confirm?: true | Template;
  readonly task?: "optional" | "required";
  /** Not offered: a step or a resource calls it. Its name has a dot in it, which no offered one has. */
  readonly internal?: true;
  /** Undefined where no arguments could be found that the schemas accept; a diagnostic says so. */
  readonly tests?: ToolTests;
}

export type ToolModel = ToolCommon & ToolAction;

/** A tool that is one request. */
export type HttpToolModel = ToolCommon & Extract<ToolAction, { http: HttpBinding }>;

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

export interface UpstreamModel {
  readonly name: string;
  readonly baseUrl?: string;
  /** The tool spec says it, and not a document that came from elsewhere: it may lead anywhere. */
  readonly isChosen?: true;
  /** By lower-case name. */
  readonly headers: readonly (readonly [name: string, value: Template])[];
}

export interface ResourceModel extends Omit<SpecResource, "source" | "pointer"> {
  readonly exportName: string;
  readonly source:
    | Exclude<ResourceSource, { kind: "call" }>
    | { readonly kind: "call"; readonly call: string; readonly with: ReadonlyMap<string, Template> };
  /** What a read must give, where the spec alone says it. */
  readonly tests: readonly ResourceTest[];
}

export interface ResourceTest {
  readonly uri: string;
  readonly text?: string;
  readonly blob?: string;
}

export interface PromptModel extends Omit<SpecPrompt, "pointer"> {
  readonly exportName: string;
  readonly tests: readonly PromptTest[];
}

/** The texts of a prompt's messages for some arguments, worked out without the runtime. */
export interface PromptTest {
  readonly args: { readonly [name: string]: string };
  /** One a message; null for what is no text. */
  readonly texts: readonly (string | null)[];
}

export interface ServerModel {
  readonly name: string;
  readonly file: string;
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  readonly websiteUrl?: string;
  readonly icons: readonly Icon[];
  /** The upstream of the server's own name, if it has one, and the others. */
  readonly upstreams: readonly UpstreamModel[];
  readonly securitySchemes: readonly (readonly [name: string, scheme: JsonObject])[];
  readonly groups: readonly ToolGroup[];
  readonly components: readonly Component[];
  readonly resources: readonly ResourceModel[];
  readonly prompts: readonly PromptModel[];
  /** Every piece of code that something refers to, and what it is the code of: the type it has to have. */
  readonly handlers: readonly HandlerModel[];
  readonly hooks?: string;
  readonly surface: SurfaceModel;
}

export interface HandlerModel {
  readonly reference: CodeReference;
  readonly of:
    | { readonly kind: "tool"; readonly group: string; readonly exportName: string }
    | { readonly kind: "resource" | "prompt"; readonly exportName: string }
    | { readonly kind: "list" | "complete" };
}

/** What a client sees, in order: surface.json but for what says where it comes from. */
export interface SurfaceModel {
  readonly tools: readonly JsonObject[];
  /** Old names of tools and the new ones. */
  readonly aliases: readonly (readonly [old: string, name: string])[];
  /** The tools that can run as tasks, and those that must. */
  readonly tasks: readonly (readonly [name: string, mode: "optional" | "required"])[];
  readonly resources: readonly JsonObject[];
  readonly resourceTemplates: readonly JsonObject[];
  readonly prompts: readonly JsonObject[];
}

// ---------------------------------------------------------------------------------------------- emit

export interface GeneratedFile {
  /** Relative to the output folder, with `/`. */
  readonly path: string;
  readonly text: string;
}
