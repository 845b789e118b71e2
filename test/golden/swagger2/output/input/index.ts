// Generated from test/golden/swagger2/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "input",
  baseUrl: "https://library.example/v2",
  surface: new URL("./surface.json", import.meta.url),
  securitySchemes: {
    key: { type: "apiKey", name: "X-Api-Key", in: "header" },
    person: { type: "http", scheme: "basic", description: "A reader." },
    staff: { type: "oauth2", flows: { authorizationCode: { authorizationUrl: "https://auth.library.example/authorize", tokenUrl: "https://auth.library.example/token", scopes: { write: "Change the shelf." } } } },
  },
  groups: {
    books: () => import("./tools/books.ts"),
    covers: () => import("./tools/covers.ts"),
  },
});
