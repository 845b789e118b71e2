// Generated from test/golden/declared/input.mcp.yaml. Do not edit; run `speclathe generate`.

import type {
  CompletionHandler,
  Handler,
  ListHandler,
  PromptHandler,
  ResourceHandler,
} from "speclathe/handler";
import type * as prompts from "./prompts.ts";
import type * as resources from "./resources.ts";
import type * as tools from "./tools/input.ts";

export const handlers = {
  "test/golden/declared/input.handlers.ts#act": (): Promise<PromptHandler<typeof prompts.act>> => import("../../input.handlers.ts").then((m) => m.act),
  "test/golden/declared/input.handlers.ts#default": (): Promise<Handler<typeof tools.toolStepsCode>> => import("../../input.handlers.ts").then((m) => m.default),
  "test/golden/declared/input.handlers.ts#ids": (): Promise<CompletionHandler> => import("../../input.handlers.ts").then((m) => m.ids),
  "test/golden/declared/input.handlers.ts#read": (): Promise<ResourceHandler<typeof resources.code>> => import("../../input.handlers.ts").then((m) => m.read),
  "test/golden/declared/input.handlers.ts#sum": (): Promise<Handler<typeof tools.strict> & Handler<typeof tools.whole>> => import("../../input.handlers.ts").then((m) => m.sum),
  "test/golden/declared/input.handlers.ts#things": (): Promise<ListHandler> => import("../../input.handlers.ts").then((m) => m.things),
};
