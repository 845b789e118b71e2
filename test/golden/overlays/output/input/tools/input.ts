// Generated from test/golden/overlays/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** list_items, place_order, pay_order */
export const buyFirstMatch = defineTool({
  name: "buy_first_match",
  title: "Buy the first match",
  description: "Finds an item by words, orders it and pays for it.",
  input: () => z.strictObject({
    words: z.string(),
    amount: integer().default(1),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  steps: [
    {
      id: "find",
      call: "list_items",
      with: {
        q: "$inputs.words",
        pageSize: 1,
      },
      outputs: {
        item: "$response.body#/0/id",
      },
    },
    {
      id: "order",
      call: "place_order",
      with: {
        item: "$steps.find.outputs.item",
        amount: "$inputs.amount",
      },
      when: [{ value: "$steps.find.outputs.item", exists: true }],
      outputs: {
        id: "$response.body#/id",
        total: "$response.body#/total",
      },
    },
    {
      id: "pay",
      call: "pay_order",
      with: {
        order: "$steps.order.outputs.id",
        amount: "$steps.order.outputs.total",
      },
      when: [{ value: "$steps.order.outputs.id", exists: true }],
      outputs: {
        status: "$response.body#/status",
      },
    },
  ],
  result: {
    order: "$steps.order.outputs.id",
    status: "$steps.pay.outputs.status",
  },
});

/** pay.pay */
export const payOrder = defineTool({
  name: "pay_order",
  description: "Pays for an order.",
  input: () => z.strictObject({
    order: z.string(),
    amount: z.number(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  steps: [
    {
      id: "pay",
      call: "pay.pay",
      with: {
        order: "$inputs.order",
        body: { amount: "$inputs.amount" },
      },
      success: [{ value: "$response.body#/status", is: "paid" }],
      retries: 2,
      afterMs: 10,
      outputs: {
        status: "$response.body#/status",
      },
    },
  ],
  result: {
    status: "$steps.pay.outputs.status",
  },
});
