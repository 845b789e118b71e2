// Generated from test/golden/unsupported-bodies/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "input",
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    upload: () => import("./tools/upload.ts"),
  },
});
