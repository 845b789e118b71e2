// Generated from test/golden/declared/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  getThing_0krr0j,
  getThing_2z0n5u,
  putWhole,
  start,
  strict,
  tool,
  whole,
} from "./input.ts";

testTool(server, getThing_2z0n5u, {
  args: { id: "a" },
  accept: "text/csv",
  env: { API_KEY: "api-key", TENANT: "tenant" },
  headers: { "x-key": "api-key" },
  sends: [
    { request: "GET /things/a/k-a?id=a&fixed=5", headers: { "x-id": "a", "x-both": "a of tenant" } },
    {
      with: { ids: [1] },
      request: "GET /things/a/k-a?id=a&ids=1&fixed=5",
      headers: { "x-id": "a", "x-both": "a of tenant" },
      rejects: 0,
    },
    {
      with: { q: "a" },
      request: "GET /things/a/k-a?q=a&id=a&fixed=5",
      headers: { "x-id": "a", "x-both": "a of tenant" },
      rejects: 0,
    },
  ],
  rejects: [
    { without: "id", at: "id" },
    { with: { id: 0 }, at: "id" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, type: "text/csv", text: "some text" },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, getThing_0krr0j, {
  sends: [
    { request: "GET /thing" },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: {} },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, putWhole, {
  args: { body: { a: 1 }, id: "a" },
  accept: "application/json",
  sends: [
    { request: "PUT /whole/a", type: "application/json", json: { a: 1 } },
  ],
  rejects: [
    { without: "body", at: "body" },
    { with: { body: 0 }, at: "body" },
    { without: "id", at: "id" },
    { with: { id: 0 }, at: "id" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: [{}] },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, start, {
  args: { what: "a" },
  accept: "application/json",
  sends: [
    { request: "POST /jobs", type: "application/x-www-form-urlencoded", body: "what=a&where=here" },
    {
      with: { "in-what": "a" },
      request: "POST /jobs",
      type: "application/x-www-form-urlencoded",
      body: "what=a&where=a",
      rejects: 0,
    },
  ],
  rejects: [
    { without: "what", at: "what" },
    { with: { what: 0 }, at: "what" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: {} },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, strict, {
  rejects: [
    { with: { n: "x" }, at: "n" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, tool, {
  args: { list: ["a"], deep: {} },
  rejects: [
    { without: "list", at: "list" },
    { with: { list: 0 }, at: "list" },
    { without: "deep", at: "deep" },
    { with: { deep: 0 }, at: "deep" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, whole, {
  args: { to: 1 },
  rejects: [
    { without: "to", at: "to" },
    { with: { from: "x" }, at: "from" },
    { with: { to: "x" }, at: "to" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});
