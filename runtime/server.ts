/** `speclathe/server`: the declaration of a server, as `generated/<server>/index.ts` makes it. */
import type { ServerFields } from "./contract/server-definition.ts";
import type { Surface } from "./contract/surface.ts";
import type { Hooked } from "./handler.ts";
import type { PromptDefinition } from "./prompt.ts";
import type { ResourceDefinition } from "./resource.ts";
import type { Tool } from "./tool.ts";

export type { UpstreamDefinition } from "./contract/server-definition.ts";
export type {
  AdvertisedPrompt,
  AdvertisedResource,
  AdvertisedSchema,
  AdvertisedTemplate,
  AdvertisedTool,
  Icon,
  Surface,
} from "./contract/surface.ts";

/** A handler. Generated code checks the type of each against its declaration. */
// biome-ignore lint/suspicious/noExplicitAny: each handler has a type of its own.
export type Code = (...args: any[]) => unknown;

type Exports<Definition> = Promise<{ readonly [exported: string]: Definition }>;

export type ServerDefinition = ServerFields<{
  /** The path of surface.json, or its content. */
  surface: URL | Surface;
  tools: () => Exports<Tool>;
  resources: () => Exports<ResourceDefinition>;
  prompts: () => Exports<PromptDefinition>;
  handlers: () => Exports<unknown>;
  hooks: () => Promise<{ readonly default: readonly Hooked[] }>;
}>;

export function defineServer(definition: ServerDefinition): ServerDefinition {
  return Object.freeze(definition);
}
