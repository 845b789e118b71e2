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
  "specs/workbench.handlers.ts#codeReview": (): Promise<PromptHandler<typeof prompts.codeReview>> => import("../../specs/workbench.handlers.ts").then((m) => m.codeReview),
  "specs/workbench.handlers.ts#commitMessage": (): Promise<PromptHandler<typeof prompts.commitMessage>> => import("../../specs/workbench.handlers.ts").then((m) => m.commitMessage),
  "specs/workbench.handlers.ts#completeBranch": (): Promise<CompletionHandler> => import("../../specs/workbench.handlers.ts").then((m) => m.completeBranch),
  "specs/workbench.handlers.ts#completePath": (): Promise<CompletionHandler> => import("../../specs/workbench.handlers.ts").then((m) => m.completePath),
  "specs/workbench.handlers.ts#createDirectory": (): Promise<Handler<typeof tools.createDirectory>> => import("../../specs/workbench.handlers.ts").then((m) => m.createDirectory),
  "specs/workbench.handlers.ts#directoryTree": (): Promise<Handler<typeof tools.directoryTree>> => import("../../specs/workbench.handlers.ts").then((m) => m.directoryTree),
  "specs/workbench.handlers.ts#editFile": (): Promise<Handler<typeof tools.editFile>> => import("../../specs/workbench.handlers.ts").then((m) => m.editFile),
  "specs/workbench.handlers.ts#explainFile": (): Promise<PromptHandler<typeof prompts.explainFile>> => import("../../specs/workbench.handlers.ts").then((m) => m.explainFile),
  "specs/workbench.handlers.ts#fileInfo": (): Promise<Handler<typeof tools.fileInfo>> => import("../../specs/workbench.handlers.ts").then((m) => m.fileInfo),
  "specs/workbench.handlers.ts#gitAdd": (): Promise<Handler<typeof tools.gitAdd>> => import("../../specs/workbench.handlers.ts").then((m) => m.gitAdd),
  "specs/workbench.handlers.ts#gitBlame": (): Promise<Handler<typeof tools.gitBlame>> => import("../../specs/workbench.handlers.ts").then((m) => m.gitBlame),
  "specs/workbench.handlers.ts#gitBranches": (): Promise<Handler<typeof tools.gitBranches>> => import("../../specs/workbench.handlers.ts").then((m) => m.gitBranches),
  "specs/workbench.handlers.ts#gitCommit": (): Promise<Handler<typeof tools.gitCommit>> => import("../../specs/workbench.handlers.ts").then((m) => m.gitCommit),
  "specs/workbench.handlers.ts#gitDiff": (): Promise<Handler<typeof tools.gitDiff>> => import("../../specs/workbench.handlers.ts").then((m) => m.gitDiff),
  "specs/workbench.handlers.ts#gitLog": (): Promise<Handler<typeof tools.gitLog>> => import("../../specs/workbench.handlers.ts").then((m) => m.gitLog),
  "specs/workbench.handlers.ts#gitShow": (): Promise<Handler<typeof tools.gitShow>> => import("../../specs/workbench.handlers.ts").then((m) => m.gitShow),
  "specs/workbench.handlers.ts#gitStatus": (): Promise<Handler<typeof tools.gitStatus>> => import("../../specs/workbench.handlers.ts").then((m) => m.gitStatus),
  "specs/workbench.handlers.ts#listDirectory": (): Promise<Handler<typeof tools.listDirectory>> => import("../../specs/workbench.handlers.ts").then((m) => m.listDirectory),
  "specs/workbench.handlers.ts#listFiles": (): Promise<ListHandler> => import("../../specs/workbench.handlers.ts").then((m) => m.listFiles),
  "specs/workbench.handlers.ts#moveFile": (): Promise<Handler<typeof tools.moveFile>> => import("../../specs/workbench.handlers.ts").then((m) => m.moveFile),
  "specs/workbench.handlers.ts#readDiff": (): Promise<ResourceHandler<typeof resources.gitDiff>> => import("../../specs/workbench.handlers.ts").then((m) => m.readDiff),
  "specs/workbench.handlers.ts#readFile": (): Promise<ResourceHandler<typeof resources.files>> => import("../../specs/workbench.handlers.ts").then((m) => m.readFile),
  "specs/workbench.handlers.ts#readLog": (): Promise<ResourceHandler<typeof resources.gitLog>> => import("../../specs/workbench.handlers.ts").then((m) => m.readLog),
  "specs/workbench.handlers.ts#readMediaFile": (): Promise<Handler<typeof tools.readMediaFile>> => import("../../specs/workbench.handlers.ts").then((m) => m.readMediaFile),
  "specs/workbench.handlers.ts#readStaged": (): Promise<ResourceHandler<typeof resources.gitStaged>> => import("../../specs/workbench.handlers.ts").then((m) => m.readStaged),
  "specs/workbench.handlers.ts#readTextFile": (): Promise<Handler<typeof tools.readTextFile>> => import("../../specs/workbench.handlers.ts").then((m) => m.readTextFile),
  "specs/workbench.handlers.ts#searchFiles": (): Promise<Handler<typeof tools.searchFiles>> => import("../../specs/workbench.handlers.ts").then((m) => m.searchFiles),
  "specs/workbench.handlers.ts#searchText": (): Promise<Handler<typeof tools.searchText>> => import("../../specs/workbench.handlers.ts").then((m) => m.searchText),
  "specs/workbench.handlers.ts#writeFile": (): Promise<Handler<typeof tools.writeFile>> => import("../../specs/workbench.handlers.ts").then((m) => m.writeFile),
};
