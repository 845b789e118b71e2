// Generated from test/golden/spec-not-yet/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "input",
  upstreams: {
    api: {
      baseUrl: "https://api.example",
      operatorConfigured: true,
    },
  },
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    input: () => import("./tools/input.ts"),
  },
});
