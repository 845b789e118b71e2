// Generated from test/golden/overlays/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  listItems,
} from "./items.ts";

testTool(server, listItems, {
  accept: "application/json",
  sends: [
    { request: "GET /items" },
    { with: { q: "a" }, request: "GET /items?q=a", rejects: 0 },
    { with: { pageSize: 1 }, request: "GET /items?page%5Bsize%5D=1", rejects: 51 },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: [{}] },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
