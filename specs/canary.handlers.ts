import {
  type CompletionHandler,
  type Handler,
  type ListHandler,
  type PromptHandler,
  ToolError,
} from "speclathe/handler";
import type * as prompts from "../.scratch/spec-canary/p19/canary/prompts.ts";
import type * as tools from "../.scratch/spec-canary/p19/canary/tools/canary.ts";

/** Code. *\/ of a person */
export const codeOf: Handler<typeof tools.coded> = async (_args, _context) => {
  throw new ToolError("internal", "codeOf is not written yet.");
};

/** What specs/canary.handlers.ts#coded does. */
export const coded: Handler<typeof tools.triageCoded> = async (_args, _context) => {
  throw new ToolError("internal", "coded is not written yet.");
};

/** Values that start with what was typed. */
export const completeText: CompletionHandler = async (_typed, _given, _context) => {
  throw new ToolError("internal", "completeText is not written yet.");
};

/** The resources that there are. */
export const listThings: ListHandler = async (_context) => {
  throw new ToolError("internal", "listThings is not written yet.");
};

/** coded */
export const promptOf: PromptHandler<typeof prompts.coded> = async (_args, _context) => {
  throw new ToolError("internal", "promptOf is not written yet.");
};
