// Generated from test/golden/overlays/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  buyFirstMatch,
  payOrder,
} from "./input.ts";

testTool(server, buyFirstMatch, {
  args: { words: "a" },
  rejects: [
    { with: { amount: "x" }, at: "amount" },
    { without: "words", at: "words" },
    { with: { words: 0 }, at: "words" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "runs its steps, and the steps of the tool that one of them calls",
      args: { words: "a lamp", amount: 2 },
      mock: [
        { status: 200, body: [{ id: "i1", price: 2.5 }] },
        { status: 201, body: { id: "o1", total: 5 } },
        { status: 200, body: { status: "paid" } },
      ],
      expect: {
        requests: ["GET /items?q=a%20lamp&page%5Bsize%5D=1", "POST /orders", "PUT /payments/o1"],
        isError: false,
        result: { order: "o1", status: "paid" },
      },
    },
    {
      name: "leaves out the steps whose conditions do not hold",
      args: { words: "nothing" },
      mock: [{ status: 200, body: [] }],
      expect: { requests: ["GET /items?q=nothing&page%5Bsize%5D=1"], isError: false, result: {} },
    },
    {
      name: "fails with a step that fails",
      args: { words: "a" },
      mock: [{ status: 200, body: [{ id: "i1", price: 2.5 }] }, { status: 409, body: { message: "sold" } }],
      expect: { requests: ["GET /items?q=a&page%5Bsize%5D=1", "POST /orders"], isError: true, error: "conflict" },
    },
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
  cases: [
    {
      name: "tries again until its success condition holds",
      args: { order: "o1", amount: 5 },
      mock: [
        { status: 200, body: { status: "pending" } },
        { status: 200, body: { status: "pending" } },
        { status: 200, body: { status: "paid" } },
      ],
      expect: {
        requests: ["PUT /payments/o1", "PUT /payments/o1", "PUT /payments/o1"],
        isError: false,
        result: { status: "paid" },
      },
    },
    {
      name: "fails after its last try",
      args: { order: "o1", amount: 5 },
      mock: [
        { status: 200, body: { status: "pending" } },
        { status: 200, body: { status: "pending" } },
        { status: 200, body: { status: "pending" } },
      ],
      expect: {
        requests: ["PUT /payments/o1", "PUT /payments/o1", "PUT /payments/o1"],
        isError: true,
        error: "rejected",
      },
    },
  ],
});
