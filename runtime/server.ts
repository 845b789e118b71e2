/** The declaration of a server, as `generated/<server>/index.ts` makes it. */
import type { Tool } from "./tool.ts";

export interface ServerDefinition {
  /** Name in the URL: `/<name>/mcp`. Lower-case letters, digits and dashes. */
  readonly name: string;
  /** The upstream's base URL as the document states it. */
  readonly baseUrl?: string;
  /** The surface.json of this server. */
  readonly surface: URL;
  /** OpenAPI security schemes by name. */
  readonly securitySchemes?: { readonly [name: string]: { readonly [field: string]: unknown } };
  /** Modules whose exports are tools, imported when the first tool is called. */
  readonly groups: { readonly [name: string]: () => Promise<{ readonly [exported: string]: Tool }> };
}

export function defineServer(definition: ServerDefinition): ServerDefinition {
  return Object.freeze(definition);
}
