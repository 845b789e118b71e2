import {
  type CompletionHandler,
  type Handler,
  type ListHandler,
  type PromptHandler,
  type ResourceHandler,
  ToolError,
} from "speclathe/handler";
import type * as prompts from "./output/input/prompts.ts";
import type * as resources from "./output/input/resources.ts";
import type * as tools from "./output/input/tools/input.ts";

/** act */
export const act: PromptHandler<typeof prompts.act> = async (_args, _context) => {
  throw new ToolError("internal", "act is not written yet.");
};

/** Runs the code of a step. */
const default_: Handler<typeof tools.toolStepsCode> = async (_args, _context) => {
  throw new ToolError("internal", "default is not written yet.");
};

export { default_ as default };

/** Values that start with what was typed. */
export const ids: CompletionHandler = async (_typed, _given, _context) => {
  throw new ToolError("internal", "ids is not written yet.");
};

/** code */
export const read: ResourceHandler<typeof resources.code> = async (_request, _context) => {
  throw new ToolError("internal", "read is not written yet.");
};

/** Has a schema that says which arguments there are and nothing else. */
export const sum: Handler<typeof tools.strict> & Handler<typeof tools.whole> = async (_args, _context) => {
  throw new ToolError("internal", "sum is not written yet.");
};

/** The resources that there are. */
export const things: ListHandler = async (_context) => {
  throw new ToolError("internal", "things is not written yet.");
};
