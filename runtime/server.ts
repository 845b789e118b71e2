/** The declaration of a server, as `generated/<server>/index.ts` makes it. */
import type { AdvertisedSchema } from "./execute/conform.ts";
import type { Tool } from "./tool.ts";

/** One tool as surface.json holds it and `tools/list` shows it. */
export interface AdvertisedTool {
  readonly name: string;
  readonly title?: string;
  readonly description: string;
  readonly inputSchema: { readonly type: "object"; readonly [keyword: string]: unknown };
  readonly outputSchema?: AdvertisedSchema & { readonly type: "object" };
  readonly annotations?: Readonly<Record<string, unknown>>;
}

/** What clients see of a server: the content of surface.json. */
export interface Surface {
  readonly server: {
    readonly name: string;
    readonly title: string;
    readonly version: string;
    readonly instructions?: string;
  };
  readonly tools: readonly AdvertisedTool[];
}

export interface ServerDefinition {
  /** Name in the URL: `/<name>/mcp`. Lower-case letters, digits and dashes. */
  readonly name: string;
  /** The upstream's base URL as the document states it. */
  readonly baseUrl?: string;
  /** What clients see, or the file it is in. */
  readonly surface: URL | Surface;
  /** OpenAPI security schemes by name. */
  readonly securitySchemes?: { readonly [name: string]: { readonly [field: string]: unknown } };
  /** Modules whose exports are tools, imported when the first tool is called. */
  readonly groups: { readonly [name: string]: () => Promise<{ readonly [exported: string]: Tool }> };
}

export function defineServer(definition: ServerDefinition): ServerDefinition {
  return Object.freeze(definition);
}
