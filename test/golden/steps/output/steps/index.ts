// Generated from test/golden/steps/steps.mcp.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "steps",
  upstreams: {
    api: {
      baseUrl: "https://api.example",
      operatorConfigured: true,
      headers: {
        "x-key": "$env.API_KEY",
      },
    },
  },
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    steps: () => import("./tools/steps.ts"),
  },
});
