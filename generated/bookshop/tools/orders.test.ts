// Generated from specs/bookshop.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  cancelOrder,
  createOrder,
  getOrder,
  listOrders,
} from "./orders.ts";

testTool(server, cancelOrder, {
  args: { orderId: "or_000004" },
  accept: "application/json",
  sends: [
    { request: "POST /orders/or_000004/cancel" },
    {
      with: { reason: "The class is reading something else" },
      request: "POST /orders/or_000004/cancel",
      type: "application/json",
      json: { reason: "The class is reading something else" },
      rejects: "",
    },
  ],
  rejects: [
    { without: "orderId", at: "orderId" },
    { with: { orderId: "\u0000" }, at: "orderId" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: {
    status: 200,
    json: {
      customerEmail: "ada@reader.example",
      lines: [{ bookId: "bk_000001", quantity: 2 }],
      shippingAddress: {
        name: "Ada Reader",
        line1: "12 Library Lane",
        city: "Oxford",
        postcode: "OX1 1AA",
        country: "GB",
      },
      payment: { method: "card", savedCardId: "cd_000001" },
      id: "or_000001",
      status: "paid",
      giftNote: "Happy birthday, Ben!",
      total: 2897,
      placedAt: "2025-03-14T09:26:53.000Z",
    },
  },
  errors: [
    { status: 400, kind: "rejected" },
    { status: 401, kind: "unauthenticated" },
    { status: 404, kind: "not_found" },
    { status: 409, kind: "conflict" },
    { status: 413, kind: "rejected" },
    { status: 415, kind: "rejected" },
    { status: 422, kind: "rejected" },
  ],
});

testTool(server, createOrder, {
  args: {
    customerEmail: "ada@reader.example",
    lines: [{ bookId: "bk_000002", quantity: 1 }, { bookId: "bk_00000c", quantity: 2 }],
    shippingAddress: {
      name: "Ada Reader",
      line1: "12 Library Lane",
      line2: null,
      city: "Oxford",
      postcode: "OX1 1AA",
      country: "GB",
    },
    payment: { method: "card", savedCardId: "cd_000001" },
  },
  accept: "application/json",
  sends: [
    {
      request: "POST /orders",
      type: "application/json",
      json: {
        customerEmail: "ada@reader.example",
        lines: [{ bookId: "bk_000002", quantity: 1 }, { bookId: "bk_00000c", quantity: 2 }],
        shippingAddress: {
          name: "Ada Reader",
          line1: "12 Library Lane",
          line2: null,
          city: "Oxford",
          postcode: "OX1 1AA",
          country: "GB",
        },
        payment: { method: "card", savedCardId: "cd_000001" },
      },
    },
    {
      with: { xRequestId: "req-2025-03-14-0001" },
      request: "POST /orders",
      headers: { "x-request-id": "req-2025-03-14-0001" },
      type: "application/json",
      json: {
        customerEmail: "ada@reader.example",
        lines: [{ bookId: "bk_000002", quantity: 1 }, { bookId: "bk_00000c", quantity: 2 }],
        shippingAddress: {
          name: "Ada Reader",
          line1: "12 Library Lane",
          line2: null,
          city: "Oxford",
          postcode: "OX1 1AA",
          country: "GB",
        },
        payment: { method: "card", savedCardId: "cd_000001" },
      },
      rejects: "\u0000",
    },
    {
      with: { idempotencyKey: "6f2d9c1e-4b7a-4d0e-9a53-1c8e7f20b6d4" },
      request: "POST /orders",
      headers: { "idempotency-key": "6f2d9c1e-4b7a-4d0e-9a53-1c8e7f20b6d4" },
      type: "application/json",
      json: {
        customerEmail: "ada@reader.example",
        lines: [{ bookId: "bk_000002", quantity: 1 }, { bookId: "bk_00000c", quantity: 2 }],
        shippingAddress: {
          name: "Ada Reader",
          line1: "12 Library Lane",
          line2: null,
          city: "Oxford",
          postcode: "OX1 1AA",
          country: "GB",
        },
        payment: { method: "card", savedCardId: "cd_000001" },
      },
      rejects: 0,
    },
    {
      with: { giftNote: "Happy birthday, Ben!" },
      request: "POST /orders",
      type: "application/json",
      json: {
        customerEmail: "ada@reader.example",
        lines: [{ bookId: "bk_000002", quantity: 1 }, { bookId: "bk_00000c", quantity: 2 }],
        shippingAddress: {
          name: "Ada Reader",
          line1: "12 Library Lane",
          line2: null,
          city: "Oxford",
          postcode: "OX1 1AA",
          country: "GB",
        },
        payment: { method: "card", savedCardId: "cd_000001" },
        giftNote: "Happy birthday, Ben!",
      },
      rejects: 0,
    },
  ],
  rejects: [
    { without: "customerEmail", at: "customerEmail" },
    { with: { customerEmail: 0 }, at: "customerEmail" },
    { without: "lines", at: "lines" },
    { with: { lines: [] }, at: "lines" },
    { without: "shippingAddress", at: "shippingAddress" },
    { with: { shippingAddress: 0 }, at: "shippingAddress" },
    { without: "payment", at: "payment" },
    { with: { payment: 0 }, at: "payment" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: {
    status: 201,
    json: {
      customerEmail: "ada@reader.example",
      lines: [{ bookId: "bk_000001", quantity: 2 }],
      shippingAddress: {
        name: "Ada Reader",
        line1: "12 Library Lane",
        city: "Oxford",
        postcode: "OX1 1AA",
        country: "GB",
      },
      payment: { method: "card", savedCardId: "cd_000001" },
      id: "or_000001",
      status: "paid",
      giftNote: "Happy birthday, Ben!",
      total: 2897,
      placedAt: "2025-03-14T09:26:53.000Z",
    },
  },
  errors: [
    { status: 400, kind: "rejected" },
    { status: 401, kind: "unauthenticated" },
    { status: 409, kind: "conflict" },
    { status: 413, kind: "rejected" },
    { status: 415, kind: "rejected" },
    { status: 422, kind: "rejected" },
  ],
});

testTool(server, getOrder, {
  args: { orderId: "or_000001" },
  accept: "application/json",
  sends: [
    { request: "GET /orders/or_000001" },
  ],
  rejects: [
    { without: "orderId", at: "orderId" },
    { with: { orderId: "\u0000" }, at: "orderId" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: {
    status: 200,
    json: {
      customerEmail: "ada@reader.example",
      lines: [{ bookId: "bk_000001", quantity: 2 }],
      shippingAddress: {
        name: "Ada Reader",
        line1: "12 Library Lane",
        city: "Oxford",
        postcode: "OX1 1AA",
        country: "GB",
      },
      payment: { method: "card", savedCardId: "cd_000001" },
      id: "or_000001",
      status: "paid",
      giftNote: "Happy birthday, Ben!",
      total: 2897,
      placedAt: "2025-03-14T09:26:53.000Z",
    },
  },
  errors: [
    { status: 401, kind: "unauthenticated" },
    { status: 404, kind: "not_found" },
  ],
});

testTool(server, listOrders, {
  accept: "application/json",
  sends: [
    { request: "GET /orders" },
    {
      with: { xRequestId: "req-2025-03-14-0001" },
      request: "GET /orders",
      headers: { "x-request-id": "req-2025-03-14-0001" },
      rejects: "\u0000",
    },
    { with: { status: ["paid", "shipped"] }, request: "GET /orders?status=paid,shipped", rejects: [] },
    {
      with: { customerEmail: "ada@reader.example" },
      request: "GET /orders?customerEmail=ada%40reader.example",
      rejects: 0,
    },
    {
      with: { placedFrom: "2025-01-01T00:00:00Z" },
      request: "GET /orders?placedFrom=2025-01-01T00%3A00%3A00Z",
      rejects: 0,
    },
    {
      with: { placedBefore: "2025-04-01T00:00:00Z" },
      request: "GET /orders?placedBefore=2025-04-01T00%3A00%3A00Z",
      rejects: 0,
    },
    { with: { limit: 10 }, request: "GET /orders?limit=10", rejects: 0 },
    {
      with: { cursor: "WyItcGxhY2VkQXQiLCIyMDI1LTAzLTA5VDE5OjIyOjAwLjAwMFoiLCJvcl8wMDAwMDUiXQ" },
      request: "GET /orders?cursor=WyItcGxhY2VkQXQiLCIyMDI1LTAzLTA5VDE5OjIyOjAwLjAwMFoiLCJvcl8wMDAwMDUiXQ",
      rejects: "",
    },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: {
    status: 200,
    json: {
      items: [{ customerEmail: "ada@reader.example", lines: [{ bookId: "bk_000001", quantity: 2 }] }],
      nextCursor: "a",
    },
  },
  errors: [
    { status: 400, kind: "rejected" },
    { status: 401, kind: "unauthenticated" },
  ],
});
