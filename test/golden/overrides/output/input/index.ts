// Generated from test/golden/overrides/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "input",
  baseUrl: "https://files.example",
  headers: {
    authorization: "Bearer {$env.FILES_TOKEN}",
  },
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    files: () => import("./tools/files.ts"),
  },
});
