/** The content of surface.json: what clients see of a server, with its final JSON Schemas. */
import type { TaskMode, ToolAnnotations } from "./tool-definition.ts";

/** An icon of the MCP specification. `src` is an https URL or a data URI. */
export interface Icon {
  readonly src: string;
  readonly mimeType?: string;
  readonly sizes?: readonly string[];
  readonly theme?: "light" | "dark";
}

/** Annotations of the MCP specification, section "Resources". */
export interface ResourceAnnotations {
  readonly audience?: readonly ("user" | "assistant")[];
  /** From 0 to 1. */
  readonly priority?: number;
  /** RFC 3339. */
  readonly lastModified?: string;
}

/** An advertised output schema: it names members and their types, and demands nothing else. */
export interface AdvertisedSchema {
  readonly type?: string | readonly string[];
  readonly properties?: { readonly [name: string]: AdvertisedSchema };
  readonly items?: AdvertisedSchema | boolean;
}

/** One tool as `tools/list` shows it. */
export interface AdvertisedTool {
  readonly name: string;
  readonly title?: string;
  readonly description: string;
  readonly inputSchema: { readonly type: "object"; readonly [keyword: string]: unknown };
  readonly outputSchema?: AdvertisedSchema & { readonly type: "object" };
  readonly annotations?: ToolAnnotations;
  readonly icons?: readonly Icon[];
}

/** One resource as `resources/list` shows it. */
export interface AdvertisedResource {
  readonly uri: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
  readonly annotations?: ResourceAnnotations;
  readonly icons?: readonly Icon[];
}

/** One template as `resources/templates/list` shows it. */
export interface AdvertisedTemplate extends Omit<AdvertisedResource, "uri"> {
  readonly uriTemplate: string;
}

/** One prompt as `prompts/list` shows it. */
export interface AdvertisedPrompt {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly arguments?: readonly {
    readonly name: string;
    readonly description?: string;
    readonly required?: boolean;
  }[];
  readonly icons?: readonly Icon[];
}

export interface Surface {
  readonly server: {
    readonly name: string;
    readonly title: string;
    readonly version: string;
    readonly instructions?: string;
    readonly websiteUrl?: string;
    readonly icons?: readonly Icon[];
  };
  readonly tools: readonly AdvertisedTool[];
  /** Former names of tools, which can be called and are not listed, and the present names. */
  readonly aliases?: { readonly [alias: string]: string };
  /** The tools that can or must run as tasks. */
  readonly tasks?: { readonly [tool: string]: TaskMode };
  readonly resources?: readonly AdvertisedResource[];
  readonly resourceTemplates?: readonly AdvertisedTemplate[];
  readonly prompts?: readonly AdvertisedPrompt[];
}

/** The facts in surface.json that change without the server: no other generated file contains them. */
export interface SurfaceOrigin {
  /** Name and version of the generator. */
  readonly generator: string;
  /** The version of the contract that the generated code was written for. */
  readonly contract: number;
  /** The file that the server was generated from. */
  readonly source: string;
}
