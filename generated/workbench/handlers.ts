// Generated from specs/workbench.mcp.yaml. Do not edit; run `speclathe generate`.

import type {
  CompletionHandler,
  Handler,
  ListHandler,
  PromptHandler,
  ResourceHandler,
} from "speclathe/handler";
import type * as prompts from "./prompts.ts";
import type * as resources from "./resources.ts";
import type * as tools from "./tools/workbench.ts";

export const handlers = {
  "specs/workbench.handlers.ts": (): Promise<{
    codeReview: PromptHandler<typeof prompts.codeReview>;
    commitMessage: PromptHandler<typeof prompts.commitMessage>;
    completeBranch: CompletionHandler;
    completePath: CompletionHandler;
    createDirectory: Handler<typeof tools.createDirectory>;
    directoryTree: Handler<typeof tools.directoryTree>;
    editFile: Handler<typeof tools.editFile>;
    explainFile: PromptHandler<typeof prompts.explainFile>;
    fileInfo: Handler<typeof tools.fileInfo>;
    gitAdd: Handler<typeof tools.gitAdd>;
    gitBlame: Handler<typeof tools.gitBlame>;
    gitBranches: Handler<typeof tools.gitBranches>;
    gitCommit: Handler<typeof tools.gitCommit>;
    gitDiff: Handler<typeof tools.gitDiff>;
    gitLog: Handler<typeof tools.gitLog>;
    gitShow: Handler<typeof tools.gitShow>;
    gitStatus: Handler<typeof tools.gitStatus>;
    listDirectory: Handler<typeof tools.listDirectory>;
    listFiles: ListHandler;
    moveFile: Handler<typeof tools.moveFile>;
    readDiff: ResourceHandler<typeof resources.gitDiff>;
    readFile: ResourceHandler<typeof resources.files>;
    readLog: ResourceHandler<typeof resources.gitLog>;
    readMediaFile: Handler<typeof tools.readMediaFile>;
    readStaged: ResourceHandler<typeof resources.gitStaged>;
    readTextFile: Handler<typeof tools.readTextFile>;
    searchFiles: Handler<typeof tools.searchFiles>;
    searchText: Handler<typeof tools.searchText>;
    writeFile: Handler<typeof tools.writeFile>;
  }> => import("../../specs/workbench.handlers.ts"),
};
