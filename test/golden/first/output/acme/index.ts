// Generated from test/golden/first/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "acme",
  upstreams: {
    tracker: {
      baseUrl: "https://tracker.acme.example/api",
      operatorConfigured: true,
      headers: {
        authorization: "Bearer {$env.TRACKER_TOKEN}",
      },
    },
  },
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    acme: () => import("./tools/acme.ts"),
  },
  resources: () => import("./resources.ts"),
  prompts: () => import("./prompts.ts"),
});
