// Generated from test/golden/acme/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import type {
  CompletionHandler,
  Handler,
  ListHandler,
  PromptHandler,
  ResourceHandler,
} from "speclathe/handler";
import type * as prompts from "./prompts.ts";
import type * as resources from "./resources.ts";
import type * as tools from "./tools/acme.ts";

export const handlers = {
  "test/golden/acme/acme.handlers.ts#completeChannel": (): Promise<CompletionHandler> => import("../../acme.handlers.ts").then((m) => m.completeChannel),
  "test/golden/acme/acme.handlers.ts#listChannels": (): Promise<ListHandler> => import("../../acme.handlers.ts").then((m) => m.listChannels),
  "test/golden/acme/acme.handlers.ts#review": (): Promise<PromptHandler<typeof prompts.review>> => import("../../acme.handlers.ts").then((m) => m.review),
  "test/golden/acme/acme.handlers.ts#summarizeDiff": (): Promise<Handler<typeof tools.summarizeDiff>> => import("../../acme.handlers.ts").then((m) => m.summarizeDiff),
  "test/golden/acme/acme.handlers.ts#today": (): Promise<ResourceHandler<typeof resources.today>> => import("../../acme.handlers.ts").then((m) => m.today),
};
