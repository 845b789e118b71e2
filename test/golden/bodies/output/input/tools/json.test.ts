// Generated from test/golden/bodies/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  jsonArray,
  jsonFlat,
  jsonOpen,
  jsonOptional,
  jsonOptionalWithRequired,
  jsonUnion,
} from "./json.ts";

testTool(server, jsonArray, {
  args: { body: [{ a: "a" }] },
  sends: [
    { request: "POST /json-array", type: "application/json", json: [{ a: "a" }] },
  ],
  rejects: [
    { without: "body", at: "body" },
    { with: { body: 0 }, at: "body" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, jsonFlat, {
  args: { a: "a" },
  sends: [
    { request: "POST /json-flat", type: "application/json", json: { a: "a" } },
    { with: { b: 1 }, request: "POST /json-flat", type: "application/json", json: { a: "a", b: 1 }, rejects: "x" },
  ],
  rejects: [
    { without: "a", at: "a" },
    { with: { a: 0 }, at: "a" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, jsonOpen, {
  args: { body: {} },
  sends: [
    { request: "POST /json-open", type: "application/merge-patch+json", json: {} },
  ],
  rejects: [
    { without: "body", at: "body" },
    { with: { body: 0 }, at: "body" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, jsonOptional, {
  sends: [
    { request: "POST /json-optional" },
    { with: { b: 1 }, request: "POST /json-optional", type: "application/json", json: { b: 1 }, rejects: "x" },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, jsonOptionalWithRequired, {
  sends: [
    { request: "POST /json-optional-required" },
    {
      with: { body: { a: "a" } },
      request: "POST /json-optional-required",
      type: "application/json",
      json: { a: "a" },
      rejects: 0,
    },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, jsonUnion, {
  args: { body: { a: "a" } },
  sends: [
    { request: "POST /json-union", type: "application/json", json: { a: "a" } },
  ],
  rejects: [
    { without: "body", at: "body" },
    { with: { body: 0 }, at: "body" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
