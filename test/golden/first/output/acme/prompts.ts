// Generated from test/golden/first/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { definePrompt } from "speclathe/prompt";

export const triage = definePrompt({
  name: "triage",
  args: {
    report: { required: true },
  },
  messages: [
    { role: "user", content: { text: "Triage this report: {$inputs.report}" } },
  ],
});
