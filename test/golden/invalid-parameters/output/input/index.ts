// Generated from test/golden/invalid-parameters/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "input",
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    a: () => import("./tools/a.ts"),
    c: () => import("./tools/c.ts"),
  },
});
