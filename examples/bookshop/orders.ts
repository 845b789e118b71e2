import { readJson, readOptionalJson } from "./body.ts";
import { Check } from "./check.ts";
import { EMAIL, isDateTime, UUID } from "./formats.ts";
import { ORDER_STATUSES, type Order, type OrderInput } from "./model.ts";
import { readOrder } from "./order-input.ts";
import { paginate } from "./paging.ts";
import { invalidQuery, Problem } from "./problems.ts";
import { readQuery } from "./query.ts";
import type { Route } from "./router.ts";
import type { Store } from "./store.ts";

export function orderRoutes(store: Store): Route[] {
  /** The order placed under an Idempotency-Key, so that a retry does not order twice. */
  const placed = new Map<string, { input: string; orderId: string }>();

  return [
    {
      method: "GET",
      path: "/orders",
      handle: (ctx) => {
        const { query, matches } = readSearch(ctx.querystring);
        const newestFirst = { name: "-placedAt", key: (order: Order) => order.placedAt, descending: true };
        const page = paginate(store.orders.all().filter(matches), newestFirst, query);
        query.done(invalidQuery);
        ctx.body = page;
      },
    },
    {
      method: "POST",
      path: "/orders",
      handle: async (ctx) => {
        const key = ctx.get("Idempotency-Key").toLowerCase();
        if (key !== "" && !UUID.test(key)) throw new Problem(400, "Idempotency-Key must be a UUID.");
        const input = readOrder(store, await readJson(ctx));
        const earlier = placed.get(key);
        if (earlier && earlier.input !== JSON.stringify(input)) {
          throw new Problem(409, "The Idempotency-Key was used with a different order.");
        }
        const order = earlier ? store.orders.get(earlier.orderId) : placeOrder(store, input);
        if (key !== "") placed.set(key, { input: JSON.stringify(input), orderId: order.id });
        ctx.status = 201;
        ctx.set("Location", `/v1/orders/${order.id}`);
        ctx.body = order;
      },
    },
    {
      method: "GET",
      path: "/orders/{orderId}",
      handle: (ctx, id) => {
        ctx.body = store.orders.get(id);
      },
    },
    {
      method: "POST",
      path: "/orders/{orderId}/cancel",
      handle: async (ctx, id) => {
        const order = store.orders.get(id);
        const check = new Check(await readOptionalJson(ctx));
        const reason = check.has("reason") ? check.text("reason") : null;
        check.done();
        ctx.body = cancelOrder(store, order, reason);
      },
    },
  ];
}

function readSearch(querystring: string) {
  const query = readQuery(querystring, {
    status: "comma",
    customerEmail: "text",
    placedFrom: "text",
    placedBefore: "text",
    limit: "integer",
    cursor: "text",
  });
  const time = (name: string, fallback: number): number => {
    if (!query.has(name)) return fallback;
    const text = query.text(name);
    if (!isDateTime(text)) query.refuse(name, "must be a date and time such as 2025-03-01T00:00:00Z");
    return Date.parse(text);
  };
  const statuses = query.has("status")
    ? query.list("status", 1, ORDER_STATUSES.length, (items, index) => items.choice(index, ORDER_STATUSES))
    : undefined;
  const email = query.has("customerEmail") ? query.text("customerEmail", EMAIL).toLowerCase() : undefined;
  const from = time("placedFrom", -Infinity);
  const before = time("placedBefore", Infinity);

  const matches = (order: Order): boolean => {
    const placedAt = Date.parse(order.placedAt);
    return (
      (statuses === undefined || statuses.includes(order.status)) &&
      (email === undefined || order.customerEmail.toLowerCase() === email) &&
      placedAt >= from &&
      placedAt < before
    );
  };
  return { query, matches };
}

function placeOrder(store: Store, input: OrderInput): Order {
  const lines = input.lines.map((line) => ({ ...line, unitPrice: store.books.get(line.bookId).price }));
  const wanted = new Map<string, number>();
  for (const { bookId, quantity } of lines) wanted.set(bookId, (wanted.get(bookId) ?? 0) + quantity);
  for (const [bookId, quantity] of wanted) {
    const { stock } = store.books.get(bookId);
    if (stock < quantity) throw new Problem(409, `Book ${bookId} has ${stock} in stock, not ${quantity}.`);
  }
  for (const [bookId, quantity] of wanted) changeStock(store, bookId, -quantity);
  return store.orders.create((id) => ({
    id,
    ...input,
    lines,
    status: input.payment.method === "card" ? "paid" : "pending",
    total: lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0),
    placedAt: store.timestamp(),
    cancelledAt: null,
    cancelReason: null,
  }));
}

function cancelOrder(store: Store, order: Order, cancelReason: string | null): Order {
  if (order.status === "shipped" || order.status === "cancelled") {
    throw new Problem(409, `Order ${order.id} is ${order.status} and cannot be cancelled.`);
  }
  for (const { bookId, quantity } of order.lines) changeStock(store, bookId, quantity);
  return store.orders.put({ ...order, status: "cancelled", cancelledAt: store.timestamp(), cancelReason });
}

function changeStock(store: Store, bookId: string, change: number): void {
  const book = store.books.get(bookId);
  store.books.put({ ...book, stock: book.stock + change });
}
