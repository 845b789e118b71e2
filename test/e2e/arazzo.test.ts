/** Workflows of an Arazzo document, run: what test/golden/workflows generates, between a client and an upstream. */
import { testTool } from "../../runtime/testing.ts";
import server from "../golden/workflows/output/input/index.ts";
import { buyFirstMatch, payOrder } from "../golden/workflows/output/input/tools/input.ts";

const found = { status: 200, body: [{ id: "i1", price: 2.5 }] };
const ordered = { status: 201, body: { id: "o1", total: 5 } };

testTool(server, buyFirstMatch, {
  args: { words: "a lamp", amount: 2 },
  rejects: [],
  cases: [
    {
      name: "runs its steps, and the workflow that one of them calls",
      args: { words: "a lamp", amount: 2 },
      mock: [found, ordered, { status: 200, body: { status: "paid" } }],
      expect: {
        requests: ["GET /items?q=a%20lamp&page%5Bsize%5D=1", "POST /orders", "PUT /payments/o1"],
        isError: false,
        result: { order: "o1", status: "paid" },
      },
    },
    {
      name: "ends where its criteria say so",
      args: { words: "nothing" },
      mock: [{ status: 200, body: [] }],
      expect: { requests: ["GET /items?q=nothing&page%5Bsize%5D=1"], isError: false, result: {} },
    },
    {
      name: "fails with a step that fails",
      args: { words: "a" },
      mock: [found, { status: 409, body: { message: "sold" } }],
      expect: {
        requests: ["GET /items?q=a&page%5Bsize%5D=1", "POST /orders"],
        isError: true,
        error: "conflict",
      },
    },
  ],
});

const late = { status: 200, body: { status: "pending" } };
const put = "PUT /payments/o1";

testTool(server, payOrder, {
  args: { order: "o1", amount: 5 },
  rejects: [],
  cases: [
    {
      name: "tries again until its criteria hold",
      args: { order: "o1", amount: 5 },
      mock: [late, late, { status: 200, body: { status: "paid" } }],
      expect: { requests: [put, put, put], isError: false, result: { status: "paid" } },
    },
    {
      name: "and not for ever",
      args: { order: "o1", amount: 5 },
      mock: [late, late, late],
      expect: { requests: [put, put, put], isError: true, error: "rejected" },
    },
  ],
});
