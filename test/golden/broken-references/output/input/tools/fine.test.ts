// Generated from test/golden/broken-references/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  fine,
} from "./fine.ts";

testTool(server, fine, {
  accept: "application/json",
  sends: [
    { request: "GET /fine" },
    { with: { q: "a" }, request: "GET /fine?q=a", rejects: 0 },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: {} },
  errors: [
    { status: 404, kind: "not_found" },
  ],
});
