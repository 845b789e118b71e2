// Generated from test/golden/bodies/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  binary,
  choice,
  form,
  text,
} from "./other.ts";

testTool(server, binary, {
  args: { body: "AAECAwQ=" },
  accept: "image/png",
  sends: [
    { request: "PUT /binary", type: "image/png", body: "AAECAwQ=" },
  ],
  rejects: [
    { without: "body", at: "body" },
    { with: { body: 0 }, at: "body" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, type: "image/png", base64: "AAECAwQ=" },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, choice, {
  sends: [
    { request: "POST /choice", type: "application/json", json: {} },
    { with: { a: "a" }, request: "POST /choice", type: "application/json", json: { a: "a" }, rejects: 0 },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, form, {
  args: { a: "a" },
  accept: "text/plain",
  sends: [
    { request: "POST /form", type: "application/x-www-form-urlencoded", body: "a=a" },
    {
      with: { list: [1] },
      request: "POST /form",
      type: "application/x-www-form-urlencoded",
      body: "a=a&list=1",
      rejects: 0,
    },
  ],
  rejects: [
    { without: "a", at: "a" },
    { with: { a: 0 }, at: "a" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, type: "text/plain", text: "some text" },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, text, {
  args: { body: "hello" },
  accept: "text/csv",
  sends: [
    { request: "POST /text", type: "text/plain", body: "hello" },
  ],
  rejects: [
    { without: "body", at: "body" },
    { with: { body: 0 }, at: "body" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, type: "text/csv", text: "a,b" },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
