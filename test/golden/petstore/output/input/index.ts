// Generated from test/golden/petstore/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "input",
  baseUrl: "https://petstore.example/v1",
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    pets: () => import("./tools/pets.ts"),
  },
});
