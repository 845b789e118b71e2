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
  "test/golden/acme/acme.handlers.ts": (): Promise<{
    completeChannel: CompletionHandler;
    listChannels: ListHandler;
    review: PromptHandler<typeof prompts.review>;
    summarizeDiff: Handler<typeof tools.summarizeDiff>;
    today: ResourceHandler<typeof resources.today>;
  }> => import("../../acme.handlers.ts"),
};
