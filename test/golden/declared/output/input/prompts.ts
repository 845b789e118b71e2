// Generated from test/golden/declared/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { definePrompt } from "speclathe/prompt";

export const act = definePrompt({
  name: "act",
  args: {
    what: { required: true },
  },
  handler: "test/golden/declared/input.handlers.ts#act",
});

export const ask = definePrompt({
  name: "ask",
  args: {
    what: { required: true },
    tone: { required: true, enum: ["kind", "firm"] },
    more: {},
  },
  complete: {
    what: { handler: "test/golden/declared/input.handlers.ts#ids" },
    tone: ["kind", "firm"],
  },
  messages: [
    { role: "user", content: { text: "{$inputs.what}, {$inputs.tone} {$inputs.more}" } },
    { role: "assistant", content: { resource: "input://things/{$inputs.what}" } },
    { role: "user", content: { image: "AAEC", mimeType: "image/png" } },
    { role: "user", content: { audio: "AAEC", mimeType: "audio/wav" } },
  ],
});
