// Generated from test/golden/overlays/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** POST /orders */
export const placeOrder = defineTool({
  name: "place_order",
  description: "POST /orders",
  input: () => z.strictObject({
    item: z.string(),
    amount: integer().optional(),
  }),
  output: () => z.looseObject({
    id: z.string().optional(),
    total: z.number().optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/orders",
    params: {
      item: { in: "body" },
      amount: { in: "body" },
    },
    body: { type: "application/json", required: true },
    accept: "application/json",
  },
});
