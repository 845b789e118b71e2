/** `speclathe/prompt`: declarations of prompts. */
import type { PromptDefinition } from "./contract/prompt-definition.ts";

export type { PromptDefinition, PromptMessage } from "./contract/prompt-definition.ts";

export function definePrompt<const Definition extends PromptDefinition>(definition: Definition): Definition {
  return Object.freeze(definition);
}
