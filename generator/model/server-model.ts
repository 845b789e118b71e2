/** The types that the model stage takes and returns. */
import type { Binding } from "../../runtime/contract/http-binding.ts";
import type { PromptDefinition } from "../../runtime/contract/prompt-definition.ts";
import type { ResourceFields, ResourceSource } from "../../runtime/contract/resource-definition.ts";
import type { UpstreamDefinition } from "../../runtime/contract/server-definition.ts";
import type {
  AdvertisedPrompt,
  AdvertisedTool,
  ResourceAnnotations,
  Surface,
} from "../../runtime/contract/surface.ts";
import type { PromptRow, ResourceRow, ToolTests } from "../../runtime/contract/test-rows.ts";
import type { Action, HttpAction, ToolFields } from "../../runtime/contract/tool-definition.ts";
import type { Json } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import type { ApiDocument } from "../normalise/api-document.ts";
import type { SpecArgument, ToolSpec } from "../toolspec/tool-spec.ts";

/** The input of the model stage: at least one document, or a tool spec. */
export interface ServerInput {
  readonly name: string;
  /** The file that the headers of generated files name: the tool spec if there is one, else the document. */
  readonly file: string;
  readonly documents: readonly UpstreamDocument[];
  readonly spec?: ToolSpec;
  /** `specs/acme.hooks.ts`, relative to the folder that the generator runs in, if the file exists. */
  readonly hooks?: string | undefined;
}

export interface UpstreamDocument {
  /** The name of the upstream; for the document of the server itself, the name of the server. */
  readonly upstream: string;
  readonly document: ApiDocument;
}

export interface Argument {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
  readonly description?: string | undefined;
  /** Applied if the argument is not given. The `default` of a document's schema is shown, not applied. */
  readonly default?: Json | undefined;
  readonly binding: Binding;
  readonly examples: readonly Json[];
}

/** The members of a tool in its declaration and in the list of tools, except its schemas and what it does. */
type ToolBasics = Omit<ToolFields<never, never>, "input" | "output" | "description"> &
  Omit<AdvertisedTool, "inputSchema" | "outputSchema" | "annotations">;

interface ToolCommon extends ToolBasics {
  /** Identifier of the generated export. */
  readonly exportName: string;
  readonly arguments: readonly Argument[];
  /** The whole schema of the arguments, if a spec gives one. */
  readonly input?: SchemaObject;
  /** Schema of the documented success answer, if it is JSON. */
  readonly output?: Schema;
  /** Not offered to clients: steps and resources call it. Its name contains a dot, unlike that of an offered tool. */
  readonly internal?: true;
  /** Undefined if no arguments were found that the schemas accept, which a diagnostic reports. */
  readonly tests?: ToolTests;
}

export type ToolModel = ToolCommon & Action;

/** A tool that is one request. */
export type HttpToolModel = ToolCommon & HttpAction;

export interface ToolGroup {
  /** The name of the file, without extension. */
  readonly name: string;
  readonly tools: readonly ToolModel[];
}

export interface Component {
  /** Name in `$defs`. */
  readonly name: string;
  /** Identifier of the generated export. */
  readonly exportName: string;
  readonly schema: Schema;
  /** True on a cycle of references. Its type is printed, because TypeScript cannot infer it. */
  readonly recursive: boolean;
}

export interface UpstreamModel extends UpstreamDefinition {
  readonly name: string;
}

/** The members of a resource or prompt that clients see and its definition does not have. */
type Shown = Omit<AdvertisedPrompt, "name" | "arguments">;

/** A resource; a file is named relative to the folder that the generator runs in. */
export type ResourceModel = ResourceFields &
  ResourceSource<string> &
  Shown & {
    readonly exportName: string;
    /** Names of the template's variables; none for a URI. */
    readonly variables: readonly string[];
    readonly annotations?: ResourceAnnotations;
    /** The expected content, if the spec alone states it. */
    readonly tests: readonly ResourceRow[];
  };

export type PromptModel = PromptDefinition &
  Shown & {
    readonly exportName: string;
    readonly arguments: readonly SpecArgument[];
    readonly tests: readonly PromptRow[];
  };

export interface ServerModel {
  readonly name: string;
  readonly file: string;
  /** The upstream of the server's own name. */
  readonly ownUpstream: UpstreamDefinition | undefined;
  /** The other upstreams, by name. */
  readonly upstreams: { readonly [name: string]: UpstreamDefinition } | undefined;
  readonly groups: readonly ToolGroup[];
  readonly components: readonly Component[];
  /** The RE2 form of each pattern in a schema; a pattern without one cannot be checked in linear time. */
  readonly patterns: ReadonlyMap<string, string>;
  readonly resources: readonly ResourceModel[];
  readonly prompts: readonly PromptModel[];
  /** The files of code that declarations refer to, in order. */
  readonly handlers: readonly HandlerFile[];
  readonly hooks: string | undefined;
  readonly surface: Surface;
}

/** A file with handlers. */
export interface HandlerFile {
  /** Relative to the folder that the generator runs in. */
  readonly file: string;
  readonly handlers: readonly HandlerModel[];
}

/** An exported function, and everything that refers to it. */
export interface HandlerModel {
  /** The name of the export. */
  readonly name: string;
  /** The name of the function in a stub: another one if the export's name cannot be declared there. */
  readonly local: string;
  /** The comment above the function in a stub. */
  readonly purpose: string;
  /** At least one. The function must have the types of all of them. */
  readonly uses: readonly HandlerUse[];
}

export type HandlerUse =
  | { readonly kind: "tool"; readonly group: string; readonly exportName: string }
  | { readonly kind: "resource" | "prompt"; readonly exportName: string }
  | { readonly kind: "list" | "complete" };
