// Generated from test/golden/collisions/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  getABH9qqm1,
  getABLinlp1,
} from "./tag-con.ts";

testTool(server, getABH9qqm1, {
  sends: [
    { request: "GET /a_b" },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, getABLinlp1, {
  sends: [
    { request: "GET /a-b" },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
