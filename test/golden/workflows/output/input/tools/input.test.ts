// Generated from test/golden/workflows/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  buyFirstMatch,
  payOrder,
} from "./input.ts";

testTool(server, buyFirstMatch, {
  args: { words: "a" },
  rejects: [
    { with: { amount: 0 }, at: "amount" },
    { without: "words", at: "words" },
    { with: { words: 0 }, at: "words" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, payOrder, {
  args: { order: "a", amount: 1 },
  rejects: [
    { without: "order", at: "order" },
    { with: { order: 0 }, at: "order" },
    { without: "amount", at: "amount" },
    { with: { amount: "x" }, at: "amount" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});
