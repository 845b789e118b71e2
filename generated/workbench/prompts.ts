// Generated from specs/workbench.mcp.yaml. Do not edit; run `speclathe generate`.

import { definePrompt } from "speclathe/prompt";

export const codeReview = definePrompt({
  name: "code_review",
  args: {
    base: {},
    path: {},
    focus: { enum: ["correctness", "security", "performance", "style"] },
  },
  complete: {
    base: { handler: "specs/workbench.handlers.ts#completeBranch" },
    path: { handler: "specs/workbench.handlers.ts#completePath" },
    focus: ["correctness", "security", "performance", "style"],
  },
  handler: "specs/workbench.handlers.ts#codeReview",
});

export const commitMessage = definePrompt({
  name: "commit_message",
  args: {
    style: { enum: ["plain", "conventional"] },
  },
  complete: {
    style: ["plain", "conventional"],
  },
  handler: "specs/workbench.handlers.ts#commitMessage",
});

export const explainFile = definePrompt({
  name: "explain_file",
  args: {
    path: { required: true },
    audience: {},
  },
  complete: {
    path: { handler: "specs/workbench.handlers.ts#completePath" },
  },
  handler: "specs/workbench.handlers.ts#explainFile",
});
