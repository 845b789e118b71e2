import { isDate } from "./formats.ts";
import type { Order } from "./model.ts";
import { invalidQuery, Problem } from "./problems.ts";
import { readQuery } from "./query.ts";
import type { Route } from "./router.ts";
import type { Store } from "./store.ts";

const CALLS_A_MINUTE = 30;
const GROUPINGS = ["book", "genre", "month"] as const;

type Grouping = (typeof GROUPINGS)[number];

export function reportRoutes(store: Store): Route[] {
  const countCall = minuteLimit(store.now);
  return [
    {
      method: "GET",
      path: "/reports/sales",
      staff: true,
      handle: (ctx) => {
        countCall();
        const { from, to, groupBy } = readRange(ctx.querystring);
        const sold = store.orders.all().filter((order) => {
          const day = order.placedAt.slice(0, 10);
          return order.status !== "cancelled" && day >= from && day <= to;
        });
        ctx.body = salesCsv(store, sold, groupBy);
        ctx.type = "text/csv; charset=utf-8";
      },
    },
  ];
}

function readRange(querystring: string): { from: string; to: string; groupBy: Grouping } {
  const query = readQuery(querystring, { from: "text", to: "text", groupBy: "text" });
  const range = {
    from: query.text("from"),
    to: query.text("to"),
    groupBy: query.has("groupBy") ? query.choice("groupBy", GROUPINGS) : "book",
  };
  for (const name of ["from", "to"] as const) {
    if (range[name] !== "" && !isDate(range[name])) query.refuse(name, "must be a date such as 2025-03-01");
  }
  if (range.to !== "" && range.to < range.from) query.refuse("to", "must not be before from");
  query.done(invalidQuery);
  return range;
}

function salesCsv(store: Store, orders: Order[], groupBy: Grouping): string {
  const groups = new Map<string, { copies: number; revenue: number }>();
  for (const order of orders) {
    for (const line of order.lines) {
      const book = store.books.get(line.bookId);
      const name = { book: book.title, genre: book.genre, month: order.placedAt.slice(0, 7) }[groupBy];
      const { copies, revenue } = groups.get(name) ?? { copies: 0, revenue: 0 };
      groups.set(name, {
        copies: copies + line.quantity,
        revenue: revenue + line.quantity * line.unitPrice,
      });
    }
  }
  const rows = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { copies, revenue }]) => [name, copies, revenue]);
  return [[groupBy, "copies", "revenue"], ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function minuteLimit(now: () => Date): () => void {
  let windowEnd = 0;
  let calls = 0;
  return () => {
    const time = now().getTime();
    if (time >= windowEnd) {
      windowEnd = time + 60_000;
      calls = 0;
    }
    calls += 1;
    if (calls > CALLS_A_MINUTE) {
      throw new Problem(429, `The report can be read ${CALLS_A_MINUTE} times a minute.`, {
        headers: { "Retry-After": String(Math.ceil((windowEnd - time) / 1000)) },
      });
    }
  };
}
