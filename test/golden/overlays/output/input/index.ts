// Generated from test/golden/overlays/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "input",
  baseUrl: "https://shop.example",
  upstreams: {
    pay: {
      baseUrl: "https://pay.example",
    },
  },
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    input: () => import("./tools/input.ts"),
    items: () => import("./tools/items.ts"),
    orders: () => import("./tools/orders.ts"),
    payments: () => import("./tools/payments.ts"),
  },
});
