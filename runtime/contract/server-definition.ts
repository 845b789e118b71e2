/** The declaration of a server, whatever its modules are: code to print in the generator, imports in generated code. */
import type { Templates } from "./template.ts";

/** The base URL of some tools' requests, and the headers sent with each of them. */
export interface UpstreamDefinition {
  readonly baseUrl?: string;
  /** A tool spec states the base URL, not a document from elsewhere: requests may go to private addresses. */
  readonly operatorConfigured?: true;
  /** Sent with every request, by lower-case name. */
  readonly headers?: Templates;
}

/** The modules of a server as a declaration holds them. */
export interface ServerModules {
  readonly surface: unknown;
  readonly tools: unknown;
  readonly resources: unknown;
  readonly prompts: unknown;
  readonly handlers: unknown;
  readonly hooks: unknown;
}

/** A server; `baseUrl`, `operatorConfigured` and `headers` are those of its own upstream. */
export interface ServerFields<Modules extends ServerModules> extends UpstreamDefinition {
  /** Name in the URL: `/<name>/mcp`. Lower-case letters, digits and dashes. */
  readonly name: string;
  /** Further upstreams, by the name in their tools' `http.upstream`. */
  readonly upstreams?: { readonly [name: string]: UpstreamDefinition };
  /** The content of surface.json, or its location. */
  readonly surface: Modules["surface"];
  /** Modules whose exports are tools, imported when the first tool is called. */
  readonly groups: { readonly [name: string]: Modules["tools"] };
  /** The module whose exports are resources, imported when the first is read. */
  readonly resources?: Modules["resources"];
  /** The module whose exports are prompts, imported when the first is requested. */
  readonly prompts?: Modules["prompts"];
  /** The modules of handlers by file, as in the reference `specs/acme.handlers.ts#createIssue`. */
  readonly handlers?: { readonly [file: string]: Modules["handlers"] };
  /** The module `specs/<name>.hooks.ts`, whose default export is the list of hooks. */
  readonly hooks?: Modules["hooks"];
}
