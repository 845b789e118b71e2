// Generated from test/golden/acme/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { definePrompt } from "speclathe/prompt";

export const review = definePrompt({
  name: "review",
  args: {
    number: { required: true },
  },
  handler: "test/golden/acme/acme.handlers.ts#review",
});

export const triage = definePrompt({
  name: "triage",
  args: {
    report: { required: true },
    language: { required: true, enum: ["python", "typescript"] },
    focus: {},
  },
  complete: {
    language: ["python", "typescript"],
  },
  messages: [
    { role: "user", content: { text: "Triage this report of a {$inputs.language} program: {$inputs.report}" } },
    { role: "user", content: { resource: "acme://motto" } },
  ],
});
