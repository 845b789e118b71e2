/** The declaration of a server, as `generated/<server>/index.ts` makes it. */

import type { Template } from "./contract/template.ts";
import type { Hooked } from "./handler.ts";
import type { PromptDefinition } from "./prompt.ts";
import type { ResourceDefinition } from "./resource.ts";
import type { Tool } from "./tool.ts";

/** An icon of the MCP specification. */
export interface Icon {
  readonly src: string;
  readonly mimeType?: string;
  readonly sizes?: readonly string[];
  readonly theme?: "light" | "dark";
}

/** An output schema as clients get it: only the members and their types. */
export interface AdvertisedSchema {
  readonly type?: string | readonly string[];
  readonly properties?: { readonly [name: string]: AdvertisedSchema };
  readonly items?: AdvertisedSchema | boolean;
}

/** One tool as surface.json holds it and `tools/list` shows it. */
export interface AdvertisedTool {
  readonly name: string;
  readonly title?: string;
  readonly description: string;
  readonly inputSchema: { readonly type: "object"; readonly [keyword: string]: unknown };
  readonly outputSchema?: AdvertisedSchema & { readonly type: "object" };
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly icons?: readonly Icon[];
}

/** One resource as `resources/list` shows it. */
export interface AdvertisedResource {
  readonly uri: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
  readonly annotations?: Readonly<Record<string, unknown>>;
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

/** What clients see of a server: the content of surface.json. */
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
  /** Old names of tools, which are called and not listed, and the new ones. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** The tools that can run as tasks, and those that must. */
  readonly tasks?: Readonly<Record<string, "optional" | "required">>;
  readonly resources?: readonly AdvertisedResource[];
  readonly resourceTemplates?: readonly AdvertisedTemplate[];
  readonly prompts?: readonly AdvertisedPrompt[];
}

/** Where the requests of some tools go. */
export interface UpstreamDefinition {
  readonly baseUrl?: string;
  /** A tool spec says it, and not a document that came from elsewhere: it may lead anywhere. */
  readonly operatorConfigured?: true;
  /** Sent with every request, by lower-case name. */
  readonly headers?: { readonly [name: string]: Template };
}

/** Anything that people wrote in TypeScript; what it has to be is said where it is used. */
// biome-ignore lint/suspicious/noExplicitAny: each export has a type of its own, which generated code checks.
export type Code = (...args: any[]) => unknown;

export interface ServerDefinition {
  /** Name in the URL: `/<name>/mcp`. Lower-case letters, digits and dashes. */
  readonly name: string;
  /** The upstream's base URL as the document states it, or the tool spec. */
  readonly baseUrl?: string;
  /** The tool spec says it, and not a document that came from elsewhere: it may lead anywhere. */
  readonly operatorConfigured?: true;
  /** Sent with every request to that upstream, by lower-case name. */
  readonly headers?: { readonly [name: string]: Template };
  /** Further upstreams, by the name in their tools' `http.upstream`. */
  readonly upstreams?: { readonly [name: string]: UpstreamDefinition };
  /** What clients see, or the file it is in. */
  readonly surface: URL | Surface;
  /** OpenAPI security schemes by name. */
  readonly securitySchemes?: { readonly [name: string]: { readonly [field: string]: unknown } };
  /** Modules whose exports are tools, imported when the first tool is called. */
  readonly groups: { readonly [name: string]: () => Promise<{ readonly [exported: string]: Tool }> };
  /** The module whose exports are resources, imported when the first is read. */
  readonly resources?: () => Promise<{ readonly [exported: string]: ResourceDefinition }>;
  /** The module whose exports are prompts, imported when the first is asked for. */
  readonly prompts?: () => Promise<{ readonly [exported: string]: PromptDefinition }>;
  /** Code by what refers to it, `specs/acme.handlers.ts#createIssue`. */
  readonly handlers?: { readonly [reference: string]: () => Promise<Code> };
  /** The default export of `specs/<name>.hooks.ts`. */
  readonly hooks?: () => Promise<{ readonly default: readonly Hooked[] }>;
}

export function defineServer(definition: ServerDefinition): ServerDefinition {
  return Object.freeze(definition);
}
