// Generated from test/golden/types/input.openapi.json. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "input",
  baseUrl: "https://api.example",
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    things: () => import("./tools/things.ts"),
  },
});
