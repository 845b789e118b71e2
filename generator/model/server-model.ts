/** The types that the model stage takes and returns. */

import type { Json, JsonObject } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import type {
  ApiDocument,
  HttpMethod,
  ParameterLocation,
  ParameterStyle,
  SecurityRequirement,
} from "../normalise/api-document.ts";
import type {
  CodeReference,
  Icon,
  Poll,
  ResourceSource,
  SpecPrompt,
  SpecResource,
  SpecStep,
  SpecTest,
  Template,
  ToolSpec,
} from "../toolspec/tool-spec.ts";

/** Everything a server is made from: at least one document, or a tool spec. */
export interface ServerInput {
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
  /** Empty for a tool that is not one request, or whose method a Node server cannot receive. */
  readonly sends: readonly SendRow[];
  readonly rejects: readonly RejectRow[];
  /** Left out for a tool that is not one request. */
  readonly returns?: ReturnRow;
  readonly errors: readonly ErrorRow[];
  readonly cases: readonly CaseRow[];
}

/** One of several calls behind a tool; `call` is a tool of this server, offered or not. */
export interface StepModel extends Omit<SpecStep, "call" | "pointer"> {
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
  readonly operatorConfigured?: true;
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
