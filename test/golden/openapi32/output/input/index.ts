// Generated from test/golden/openapi32/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "input",
  baseUrl: "https://east.archive.example/v3",
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    documents: () => import("./tools/documents.ts"),
    folders: () => import("./tools/folders.ts"),
  },
});
