// Generated from test/golden/overlays/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  placeOrder,
} from "./orders.ts";

testTool(server, placeOrder, {
  args: { item: "a" },
  accept: "application/json",
  sends: [
    { request: "POST /orders", type: "application/json", json: { item: "a" } },
    {
      with: { amount: 1 },
      request: "POST /orders",
      type: "application/json",
      json: { item: "a", amount: 1 },
      rejects: "x",
    },
  ],
  rejects: [
    { without: "item", at: "item" },
    { with: { item: 0 }, at: "item" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 201, json: {} },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
