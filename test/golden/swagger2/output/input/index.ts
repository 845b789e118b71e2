// Generated from test/golden/swagger2/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "input",
  baseUrl: "https://library.example/v2",
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    books: () => import("./tools/books.ts"),
    covers: () => import("./tools/covers.ts"),
  },
});
