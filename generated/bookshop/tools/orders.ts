// Generated from specs/bookshop.openapi.yaml. Do not edit; run `speclathe generate`.

import { integer, pattern, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  Address,
  Cursor,
  Order,
  OrderId,
  OrderLineRequest,
  OrderPage,
  OrderStatus,
  Payment,
} from "../schemas.ts";

/** POST /orders/{orderId}/cancel */
export const cancelOrder = defineTool({
  name: "cancel_order",
  title: "Cancel an order",
  description: [
    "Cancel an order",
    "Cancels an order that is `pending` or `paid` and puts its copies back into stock. An order that was\nshipped or cancelled before is refused with 409.",
  ],
  input: () => z.strictObject({
    orderId: OrderId().describe("The id of the order to cancel."),
    reason: z.string().min(1).max(200).nullable().optional().describe("Why the order is cancelled."),
  }),
  output: () => Order(),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/orders/{orderId}/cancel",
    params: {
      orderId: { in: "path" },
      reason: { in: "body" },
    },
    body: { type: "application/json" },
    accept: "application/json",
  },
});

/** POST /orders */
export const createOrder = defineTool({
  name: "create_order",
  title: "Place an order",
  description: [
    "Place an order",
    "Orders copies of one or more books at their present prices and takes them out of stock. An order\npaid by card starts as `paid`, one on invoice as `pending`. It is refused with 409 when the stock\nof a book is too small. Send an `Idempotency-Key` to make retries safe.",
  ],
  input: () => z.strictObject({
    xRequestId: z.string().check(pattern("^[A-Za-z0-9_-]{1,64}$")).optional().describe("Your name for this call. The answer repeats it, which helps to match logs."),
    idempotencyKey: z.string().optional().describe("A UUID of your choice. A second call with the same key and the same order places no second order:\nit returns the first one. With the same key and another order it is refused with 409."),
    customerEmail: z.string().max(254),
    lines: z.array(OrderLineRequest()).min(1).max(50),
    shippingAddress: Address(),
    payment: Payment(),
    giftNote: z.string().max(300).nullable().optional().describe("A note to print and put into the parcel."),
  }),
  output: () => Order(),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/orders",
    params: {
      xRequestId: { in: "header", name: "X-Request-Id" },
      idempotencyKey: { in: "header", name: "Idempotency-Key" },
      customerEmail: { in: "body" },
      lines: { in: "body" },
      shippingAddress: { in: "body" },
      payment: { in: "body" },
      giftNote: { in: "body" },
    },
    body: { type: "application/json", required: true },
    accept: "application/json",
  },
});

/** GET /orders/{orderId} */
export const getOrder = defineTool({
  name: "get_order",
  title: "Get one order",
  description: [
    "Get one order",
    "Returns an order with its lines, at the prices of the day it was placed.",
  ],
  input: () => z.strictObject({
    orderId: OrderId().describe("The id of the order."),
  }),
  output: () => Order(),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/orders/{orderId}",
    params: {
      orderId: { in: "path" },
    },
    accept: "application/json",
  },
});

/** GET /orders */
export const listOrders = defineTool({
  name: "list_orders",
  title: "List the orders",
  description: [
    "List the orders",
    "Returns the orders that match every given condition, newest first, one page at a time.",
  ],
  input: () => z.strictObject({
    xRequestId: z.string().check(pattern("^[A-Za-z0-9_-]{1,64}$")).optional().describe("Your name for this call. The answer repeats it, which helps to match logs."),
    status: z.array(OrderStatus()).min(1).max(4).optional().describe("Only orders in one of these states, separated by commas."),
    customerEmail: z.string().max(254).optional().describe("Only orders of this customer."),
    placedFrom: z.string().optional().describe("Only orders placed at this time or later."),
    placedBefore: z.string().optional().describe("Only orders placed before this time."),
    limit: integer().min(1).max(50).optional().describe("The largest number of items to return. Default: 20."),
    cursor: Cursor().optional().describe("The `nextCursor` of the page before."),
  }),
  output: () => OrderPage(),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/orders",
    params: {
      xRequestId: { in: "header", name: "X-Request-Id" },
      status: { in: "query", explode: false },
      customerEmail: { in: "query" },
      placedFrom: { in: "query" },
      placedBefore: { in: "query" },
      limit: { in: "query" },
      cursor: { in: "query" },
    },
    accept: "application/json",
  },
});
