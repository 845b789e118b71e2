// Generated from test/golden/hostile/input.openapi.json. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  proto,
} from "./tag-con.ts";

testTool(server, proto, {
  args: { p: "a", x: "a" },
  sends: [
    { request: "POST /a*/b%22%60$a/a", type: "application/json", json: {} },
    {
      with: { proto: "a" },
      request: "POST /a*/b%22%60$a/a",
      type: "application/json",
      json: { ["__proto__"]: "a" },
      rejects: 0,
    },
    {
      with: {
        processExit1ScriptImportEvil: "*/ ${process.exit(1)} `\" ' \\ </script> \u2028\u2029\u202e\u0000\u200b // \r\n import \"evil\"; ",
      },
      request: "POST /a*/b%22%60$a/a",
      type: "application/json",
      json: {
        "*/ ${process.exit(1)} `\" ' \\ </script> \u2028\u2029\u202e\u0000\u200b // \r\n import \"evil\"; ": "*/ ${process.exit(1)} `\" ' \\ </script> \u2028\u2029\u202e\u0000\u200b // \r\n import \"evil\"; ",
      },
      rejects: 0,
    },
    {
      with: { constructor_: {} },
      request: "POST /a*/b%22%60$a/a",
      type: "application/json",
      json: { constructor: {} },
      rejects: 0,
    },
    {
      with: {
        next: "*/ ${process.exit(1)} `\" ' \\ </script> \u2028\u2029\u202e\u0000\u200b // \r\n import \"evil\"; ",
      },
      request: "POST /a*/b%22%60$a/a",
      type: "application/json",
      json: {
        next: "*/ ${process.exit(1)} `\" ' \\ </script> \u2028\u2029\u202e\u0000\u200b // \r\n import \"evil\"; ",
      },
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
  returns: { status: 204 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
