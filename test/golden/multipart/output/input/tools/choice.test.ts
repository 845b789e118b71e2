// Generated from test/golden/multipart/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  choose,
} from "./choice.ts";

testTool(server, choose, {
  accept: "text/event-stream",
  sends: [
    { request: "PUT /choice" },
    { with: { a: "a" }, request: "PUT /choice", type: "application/merge-patch+json", json: { a: "a" }, rejects: 0 },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, type: "text/event-stream", text: "data: \"a\"\n\n", list: [{ data: "\"a\"" }] },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
