// Generated from test/golden/hostile/input.openapi.json. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "input",
  baseUrl: "https://api.example",
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    "process-exit-1-script-import-evil-tag": () => import("./tools/process-exit-1-script-import-evil-tag.ts"),
    "tag-con": () => import("./tools/tag-con.ts"),
  },
});
