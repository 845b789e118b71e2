/**
 * The types of a tool spec after reading. Most are inferred from the format; the others have what reading adds: names
 * and pointers, references to files that were resolved, JSON Schemas in the generator's own form, and defaults.
 */
import type { z } from "zod";
import type { AdvertisedPrompt, AdvertisedResource } from "../../runtime/contract/surface.ts";
import type { Template } from "../../runtime/contract/template.ts";
import type { Json, JsonObject, Pointer } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import type { argument, operation, selector, server } from "./format/server-format.ts";
import type { test } from "./format/shared.ts";
import type { http, step, tool } from "./format/tool-format.ts";

/** A part of a tool spec that diagnostics point at. */
interface WithPointer {
  readonly pointer: Pointer;
}

/** The file, relative to where the generator runs, and the export. */
export interface CodeReference {
  readonly file: string;
  readonly name: string;
}

/** An `*.mcp.yaml` file, read and checked. */
export interface ToolSpec {
  /** Server name, from the file name. */
  readonly name: string;
  readonly file: string;
  readonly server: z.output<typeof server>;
  /** For tools without a timeout of their own. */
  readonly timeoutMs?: number;
  readonly upstreams: readonly SpecUpstream[];
  readonly tools: readonly SpecTool[];
  /** The schemas that those of the spec refer to, by `$defs` name. */
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly resources: readonly SpecResource[];
  readonly prompts: readonly SpecPrompt[];
}

export interface SpecUpstream extends WithPointer {
  readonly name: string;
  readonly baseUrl?: string;
  /** Sent with every request. */
  readonly headers: ReadonlyMap<string, Template>;
  readonly timeoutMs?: number;
  /** An operation is offered if it is included (or `include` is empty) and not excluded, or if `operations` has it. */
  readonly include: readonly Selector[];
  readonly exclude: readonly Selector[];
  /** By operationId or `GET /path`; false leaves the operation out. */
  readonly operations: ReadonlyMap<string, OperationOverride | false>;
}

export type Selector = z.output<typeof selector> & WithPointer;

type Override = z.output<typeof operation>;

/** Changes to the tool of an operation, from `operations` or from `x-mcp` in the document. */
export interface OperationOverride extends Omit<Override, "args">, WithPointer {
  /** By the generated name of the argument; false hides it. */
  readonly args?: ReadonlyMap<string, ArgumentOverride | false>;
}

export interface ArgumentOverride
  extends Omit<Exclude<z.output<typeof argument>, false>, "schema">,
    WithPointer {
  /** Keywords that replace those of the document's own schema. */
  readonly schema?: SchemaObject;
}

type Tool = z.output<typeof tool>;

export interface SpecTool
  extends Omit<
      Tool,
      "input" | "inputSchema" | "output" | "outputSchema" | "http" | "steps" | "handler" | "result"
    >,
    WithPointer {
  readonly name: string;
  readonly input: SpecInput;
  /** The schema of the structured result, and the same as it is written. */
  readonly output?: { readonly schema: Schema; readonly verbatim?: JsonObject };
  readonly action: SpecAction;
}

/** The arguments one by one, or as one schema (`inputSchema`), which clients see as it is written. */
export interface SpecInput {
  readonly arguments: readonly SpecArgument[];
  readonly verbatim?: JsonObject;
  /** The whole schema, if it was given. */
  readonly schema?: SchemaObject;
}

export interface SpecArgument extends WithPointer {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
  readonly description?: string;
  readonly default?: Json;
}

export type SpecAction =
  | { readonly kind: "http"; readonly http: SpecHttp; readonly result?: Template }
  | { readonly kind: "steps"; readonly steps: readonly SpecStep[]; readonly result?: Template }
  | { readonly kind: "handler"; readonly handler: CodeReference };

/** One request; `path` has `{name}` for each member of `params`. */
export type SpecHttp = z.output<typeof http> & WithPointer;

/** A tool or an operation (`upstream.operationId`, `upstream.GET /path`), a request, or code. */
export type SpecCall =
  | { readonly kind: "tool"; readonly target: string }
  | { readonly kind: "http"; readonly http: SpecHttp }
  | { readonly kind: "handler"; readonly handler: CodeReference };

export interface SpecStep extends Omit<z.output<typeof step>, "call" | "http" | "handler">, WithPointer {
  readonly call: SpecCall;
}

/** A call with mocked answers of the upstreams, in the order of the requests. */
export type SpecTest = z.output<typeof test>;

export interface SpecResource extends AdvertisedResource, WithPointer {
  /** The names of the variables of the URI template; none for a URI. */
  readonly variables: readonly string[];
  readonly source: ResourceSource;
  /** Code that lists the resources of a template. */
  readonly list?: CodeReference;
  readonly complete: ReadonlyMap<string, Completion>;
  /** Clients may subscribe to changes; files are watched. */
  readonly subscribe: boolean;
}

export type ResourceSource =
  | { readonly kind: "text"; readonly text: string }
  /** Base64. */
  | { readonly kind: "blob"; readonly blob: string }
  /** Relative to where the generator runs; each request reads it anew. */
  | { readonly kind: "file"; readonly file: string }
  /** As in a step; `$inputs` are the variables of the template. */
  | { readonly kind: "call"; readonly call: SpecCall; readonly with: ReadonlyMap<string, Template> }
  | { readonly kind: "handler"; readonly handler: CodeReference };

/** The source of suggestions for an argument. */
export type Completion =
  | { readonly kind: "values"; readonly values: readonly string[] }
  | { readonly kind: "handler"; readonly handler: CodeReference };

export interface SpecPrompt extends Omit<AdvertisedPrompt, "arguments">, WithPointer {
  /** Their values are strings in MCP. */
  readonly arguments: readonly SpecArgument[];
  readonly complete: ReadonlyMap<string, Completion>;
  readonly source:
    | { readonly kind: "messages"; readonly messages: readonly SpecMessage[] }
    | { readonly kind: "handler"; readonly handler: CodeReference };
}

export interface SpecMessage {
  readonly role: "user" | "assistant";
  readonly content:
    | { readonly kind: "text"; readonly text: Template }
    /** The URI of a resource of this server, whose content is embedded. */
    | { readonly kind: "resource"; readonly uri: Template }
    | { readonly kind: "image" | "audio"; readonly data: string; readonly mimeType: string };
}
