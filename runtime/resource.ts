/** `speclathe/resource`: declarations of resources and of resource templates. */
import type { ResourceFields, ResourceSource as SourceOf } from "./contract/resource-definition.ts";

export type { Completion } from "./contract/resource-definition.ts";

export type ResourceSource = SourceOf<URL>;
export type ResourceDefinition = ResourceFields & ResourceSource;

export function defineResource<const Definition extends ResourceDefinition>(
  definition: Definition,
): Definition {
  return Object.freeze(definition);
}
