// Generated from test/golden/several-documents/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  getUser,
} from "./people.ts";

testTool(server, getUser, {
  args: { id: 1 },
  accept: "application/json",
  env: { TRACKER_TOKEN: "tracker-token" },
  headers: { authorization: "Bearer tracker-token" },
  sends: [
    { request: "GET /users/1" },
  ],
  rejects: [
    { without: "id", at: "id" },
    { with: { id: "x" }, at: "id" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: {} },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
