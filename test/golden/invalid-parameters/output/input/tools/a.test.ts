// Generated from test/golden/invalid-parameters/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  getA,
} from "./a.ts";

testTool(server, getA, {
  args: { id: "a" },
  sends: [
    { request: "GET /a/a" },
    { with: { when: "a" }, request: "GET /a/a?when=a" },
  ],
  rejects: [
    { without: "id", at: "id" },
    { with: { id: 0 }, at: "id" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
