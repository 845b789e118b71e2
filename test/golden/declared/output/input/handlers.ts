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
  "test/golden/declared/input.handlers.ts": (): Promise<{
    act: PromptHandler<typeof prompts.act>;
    default: Handler<typeof tools.toolStepsCode>;
    ids: CompletionHandler;
    read: ResourceHandler<typeof resources.code>;
    sum: Handler<typeof tools.strict> & Handler<typeof tools.whole>;
    things: ListHandler;
  }> => import("../../input.handlers.ts"),
};
