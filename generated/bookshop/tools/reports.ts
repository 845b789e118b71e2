// Generated from specs/bookshop.openapi.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** GET /reports/sales */
export const salesReport = defineTool({
  name: "sales_report",
  title: "Report the sales of a period as CSV (staff)",
  description: [
    "Report the sales of a period as CSV (staff)",
    "Returns one line for each group, with the number of copies and the revenue in euro cents, after a\nheader line. Cancelled orders do not count. The report can be read 30 times a minute.",
  ],
  input: () => z.strictObject({
    from: z.string().describe("The first day of the period, in UTC."),
    to: z.string().describe("The last day of the period, in UTC; not before `from`."),
    groupBy: z.enum([
      "book",
      "genre",
      "month",
    ]).optional().describe("What a line stands for. Default: \"book\"."),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/reports/sales",
    params: {
      from: { in: "query" },
      to: { in: "query" },
      groupBy: { in: "query" },
    },
    accept: "text/csv",
  },
});
