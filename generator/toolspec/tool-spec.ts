/** The types that reading a tool spec returns. */

import type { HttpMethod, Poll } from "../../runtime/contract/http-binding.ts";
import type { Icon, ResourceAnnotations } from "../../runtime/contract/surface.ts";
import type { Condition, Template } from "../../runtime/contract/template.ts";
import type { CaseRow } from "../../runtime/contract/test-rows.ts";
import type { TaskMode, ToolAnnotations } from "../../runtime/contract/tool-definition.ts";
import type { Json, JsonObject, Pointer } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";

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
  readonly annotations?: ToolAnnotations;
  readonly icons?: readonly Icon[];
  readonly timeoutMs?: number;
  /** Asks the person before it runs: the question, or true for one that is made up. */
  readonly confirm?: true | Template;
  /** Runs as a task where the client can, or must (`required`). */
  readonly task?: TaskMode;
  readonly tests?: readonly SpecTest[];
}

/** The tool of an operation, as `operations:` of the tool spec or `x-mcp` of the document describe it. */
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

export interface SpecTool extends Presentation {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly input: SpecInput;
  /** JSON Schema of the structured result, and the same as it was written. */
  readonly output?: { readonly schema: Schema; readonly verbatim?: JsonObject };
  readonly action: SpecAction;
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

/** `end` stops the tool with what there is. Retries come first. */
export interface StepFailure {
  readonly then: "fail" | "continue" | "end";
  readonly retries?: number;
  readonly afterMs?: number;
}

/** A call with mocked answers of the upstreams, in the order of the requests. */
export interface SpecTest extends Omit<CaseRow, "name" | "args"> {
  readonly name?: string;
  readonly args: JsonObject;
  readonly pointer: Pointer;
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
