/** The declaration of a prompt. */
import type { Completion } from "./resource-definition.ts";
import type { Template } from "./template.ts";

export interface PromptMessage {
  readonly role: "user" | "assistant";
  readonly content:
    | { readonly text: Template }
    /** The URI of a resource of this server, whose content is embedded. */
    | { readonly resource: Template }
    /** Base64. */
    | { readonly image: string; readonly mimeType: string }
    | { readonly audio: string; readonly mimeType: string };
}

export type PromptDefinition = {
  readonly name: string;
  /** By name; a prompt's arguments are strings. */
  readonly args?: {
    readonly [argument: string]: { readonly required?: true; readonly enum?: readonly string[] };
  };
  readonly complete?: { readonly [argument: string]: Completion };
} & (
  | { readonly messages: readonly PromptMessage[] }
  /** Code, `specs/acme.handlers.ts#review`, which the server's declaration imports. */
  | { readonly handler: string }
);
