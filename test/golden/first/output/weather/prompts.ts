// Generated from test/golden/first/weather.mcp.yaml. Do not edit; run `speclathe generate`.

import { definePrompt } from "speclathe/prompt";

export const plan = definePrompt({
  name: "plan",
  args: {
    city: { required: true },
    what: { required: true, enum: ["hike", "picnic"] },
  },
  complete: {
    what: ["hike", "picnic"],
  },
  messages: [
    { role: "user", content: { text: "Is tomorrow a day for a {$inputs.what} in {$inputs.city}?" } },
    { role: "user", content: { resource: "weather://scale" } },
  ],
});
