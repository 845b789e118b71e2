// Generated from test/golden/overlays/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** PUT /payments/{order} */
export const payPay = defineTool({
  name: "pay.pay",
  description: "PUT /payments/{order}",
  input: () => z.strictObject({
    order: z.string(),
    body: z.looseObject({
      amount: z.number(),
    }).optional(),
  }),
  output: () => z.looseObject({
    status: z.string().optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    upstream: "pay",
    method: "PUT",
    path: "/payments/{order}",
    params: {
      order: { in: "path" },
    },
    body: { type: "application/json", argument: "body" },
    accept: "application/json",
  },
});
