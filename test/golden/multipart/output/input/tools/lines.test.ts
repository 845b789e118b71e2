// Generated from test/golden/multipart/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  sendLines,
} from "./lines.ts";

testTool(server, sendLines, {
  args: { body: [{}] },
  accept: "application/x-ndjson",
  sends: [
    { request: "POST /lines", type: "application/x-ndjson", body: "{}\n" },
  ],
  rejects: [
    { without: "body", at: "body" },
    { with: { body: 0 }, at: "body" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, type: "application/x-ndjson", text: "{}\n", list: [{}] },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
