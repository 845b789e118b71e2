// Generated from test/golden/hostile/input.openapi.json. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  processExit_1ScriptImportEvilOp,
} from "./process-exit-1-script-import-evil-tag.ts";

testTool(server, processExit_1ScriptImportEvilOp, {
  args: { p: "a", x: "a" },
  accept: "application/json",
  sends: [
    { request: "GET /a*/b%22%60$a/a" },
    {
      with: {
        proto: "*/ ${process.exit(1)} `\" ' \\ </script> \u2028\u2029\u202e\u0000\u200b // \r\n import \"evil\"; ",
      },
      request: "GET /a*/b%22%60$a/a?__proto__=%2A%2F%20%24%7Bprocess.exit%281%29%7D%20%60%22%20%27%20%5C%20%3C%2Fscript%3E%20%E2%80%A8%E2%80%A9%E2%80%AE%00%E2%80%8B%20%2F%2F%20%0D%0A%20import%20%22evil%22%3B%20",
      rejects: 0,
    },
    {
      with: {
        constructor_: "*/ ${process.exit(1)} `\" ' \\ </script> \u2028\u2029\u202e\u0000\u200b // \r\n import \"evil\"; ",
      },
      request: "GET /a*/b%22%60$a/a?constructor=%2A%2F%20%24%7Bprocess.exit%281%29%7D%20%60%22%20%27%20%5C%20%3C%2Fscript%3E%20%E2%80%A8%E2%80%A9%E2%80%AE%00%E2%80%8B%20%2F%2F%20%0D%0A%20import%20%22evil%22%3B%20",
      rejects: "not one of these",
    },
  ],
  rejects: [
    { without: "p", at: "p" },
    { with: { p: 0 }, at: "p" },
    { without: "x", at: "x" },
    { with: { x: 0 }, at: "x" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: {} },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
