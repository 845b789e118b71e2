/** The types that the model stage takes and returns. */

import type { Binding, HttpBinding } from "../../runtime/contract/http-binding.ts";
import type { AdvertisedTool, Surface } from "../../runtime/contract/surface.ts";
import type { Template } from "../../runtime/contract/template.ts";
import type { PromptRow, ResourceRow, ToolTests } from "../../runtime/contract/test-rows.ts";
import type { ToolFields } from "../../runtime/contract/tool-definition.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import type { ApiDocument } from "../normalise/api-document.ts";
import type {
  CodeReference,
  ResourceSource,
  SpecPrompt,
  SpecResource,
  SpecStep,
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

/** One of several calls behind a tool; `call` is a tool of this server, offered or not. */
export interface StepModel extends Omit<SpecStep, "call" | "pointer"> {
  readonly call: string;
}

/** What a tool does. */
export type ToolAction =
  | { readonly http: HttpBinding; readonly result?: Template }
  | { readonly steps: readonly StepModel[]; readonly result?: Template }
  | { readonly handler: CodeReference };

/** What the declaration of a tool and the list of tools say of it, except its schemas and what it does. */
type ToolBasics = Omit<ToolFields<never, never>, "input" | "output" | "description"> &
  Omit<AdvertisedTool, "inputSchema" | "outputSchema" | "annotations">;

interface ToolCommon extends ToolBasics {
  /** Identifier of the generated export. */
  readonly exportName: string;
  readonly arguments: readonly Argument[];
  /** The whole schema of the arguments, where a spec gave it. */
  readonly input?: SchemaObject;
  /** Schema of the documented success answer, where it is JSON. */
  readonly output?: Schema;
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
  readonly tests: readonly ResourceRow[];
}

export interface PromptModel extends Omit<SpecPrompt, "pointer"> {
  readonly exportName: string;
  readonly tests: readonly PromptRow[];
}

export interface ServerModel {
  readonly name: string;
  readonly file: string;
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
  readonly surface: Surface;
}

export interface HandlerModel {
  readonly reference: CodeReference;
  readonly of:
    | { readonly kind: "tool"; readonly group: string; readonly exportName: string }
    | { readonly kind: "resource" | "prompt"; readonly exportName: string }
    | { readonly kind: "list" | "complete" };
}
