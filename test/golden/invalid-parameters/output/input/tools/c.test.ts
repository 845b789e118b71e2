// Generated from test/golden/invalid-parameters/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  getC,
} from "./c.ts";

testTool(server, getC, {
  args: { never: "q0000000w" },
  sends: [
    { request: "GET /c/q0000000w" },
  ],
  rejects: [
    { without: "never", at: "never" },
    { with: { never: "\u0000" }, at: "never" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
