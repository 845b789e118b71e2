// Generated from test/golden/multipart/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "input",
  baseUrl: "https://uploads.example",
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    choice: () => import("./tools/choice.ts"),
    files: () => import("./tools/files.ts"),
    lines: () => import("./tools/lines.ts"),
    text: () => import("./tools/text.ts"),
  },
});
