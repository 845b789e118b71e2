// Generated from test/golden/recursion/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "input",
  baseUrl: "https://api.example",
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    loops: () => import("./tools/loops.ts"),
    trees: () => import("./tools/trees.ts"),
  },
});
