// Generated from test/golden/collisions/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "input",
  baseUrl: "https://api.example",
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    delete: () => import("./tools/delete.ts"),
    pets: () => import("./tools/pets.ts"),
    "tag-con": () => import("./tools/tag-con.ts"),
  },
});
