// Generated from specs/bookshop.openapi.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "bookshop",
  baseUrl: "http://127.0.0.1:4010/v1",
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    authors: () => import("./tools/authors.ts"),
    books: () => import("./tools/books.ts"),
    covers: () => import("./tools/covers.ts"),
    orders: () => import("./tools/orders.ts"),
    reports: () => import("./tools/reports.ts"),
    reviews: () => import("./tools/reviews.ts"),
  },
});
