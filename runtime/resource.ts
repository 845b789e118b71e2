/** The declaration of a resource, or of a template of resources. */
import type { Template } from "./contract/template.ts";

/** Where the content comes from: one of these. */
export type ResourceSource =
  | { readonly text: string }
  /** Base64. */
  | { readonly blob: string }
  /** Read when it is asked for. */
  | { readonly file: URL }
  /** A tool of this server, also one that is not offered; `$inputs` are the variables of the template. */
  | { readonly call: string; readonly with?: { readonly [argument: string]: Template } }
  /** Code, `specs/acme.handlers.ts#readFile`, which the server's declaration imports. */
  | { readonly handler: string };

/** Where suggestions for an argument come from: values, or code. */
export type Completion = readonly string[] | { readonly handler: string };

export type ResourceDefinition = {
  readonly name: string;
  /** A URI, or a template of RFC 6570. What else clients see of it is in surface.json. */
  readonly uri: string;
  readonly mimeType?: string;
  /** Code that lists what there is of a template. */
  readonly list?: { readonly handler: string };
  readonly complete?: { readonly [variable: string]: Completion };
  /** Clients may ask to be told of changes; files are watched. */
  readonly subscribe?: true;
} & ResourceSource;

export function defineResource<const Definition extends ResourceDefinition>(
  definition: Definition,
): Definition {
  return Object.freeze(definition);
}
