/** The declaration of a resource or of a resource template. */
import type { Templates } from "./template.ts";

/** The source of a resource's content. `File` is the type of the location of a file. */
export type ResourceSource<File> =
  | { readonly text: string }
  /** Base64. */
  | { readonly blob: string }
  /** Read at each request. */
  | { readonly file: File }
  /** A tool of this server, which may be internal; `$inputs` are the variables of the template. */
  | { readonly call: string; readonly with?: Templates }
  /** Code, `specs/acme.handlers.ts#readFile`, which the server's declaration imports. */
  | { readonly handler: string };

/** The source of suggestions for an argument: a list of values, or code. */
export type Completion = readonly string[] | { readonly handler: string };

/** Everything about a resource but its content. */
export interface ResourceFields {
  readonly name: string;
  /** A URI, or a template of RFC 6570. The rest of what clients see is in surface.json. */
  readonly uri: string;
  readonly mimeType?: string;
  /** Code that lists the resources of a template. */
  readonly list?: { readonly handler: string };
  readonly complete?: { readonly [variable: string]: Completion };
  /** Clients may subscribe to changes; files are watched. */
  readonly subscribe?: true;
}
