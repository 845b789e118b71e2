// Generated from specs/bookshop.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  salesReport,
} from "./reports.ts";

testTool(server, salesReport, {
  args: { from: "2025-01-01", to: "2025-03-31" },
  accept: "text/csv",
  sends: [
    { request: "GET /reports/sales?from=2025-01-01&to=2025-03-31" },
    {
      with: { groupBy: "genre" },
      request: "GET /reports/sales?from=2025-01-01&to=2025-03-31&groupBy=genre",
      rejects: "not one of these",
    },
  ],
  rejects: [
    { without: "from", at: "from" },
    { with: { from: 0 }, at: "from" },
    { without: "to", at: "to" },
    { with: { to: 0 }, at: "to" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, type: "text/csv", text: "genre,copies,revenue\r\nmystery,16,13034\r\nromance,1,899\r\n" },
  errors: [
    { status: 400, kind: "rejected" },
    { status: 401, kind: "unauthenticated" },
    { status: 429, kind: "rate_limited" },
  ],
});
