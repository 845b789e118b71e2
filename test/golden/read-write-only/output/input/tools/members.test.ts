// Generated from test/golden/read-write-only/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  createMember,
} from "./members.ts";

testTool(server, createMember, {
  args: { name: "a", password: "a", since: "a" },
  accept: "application/json",
  sends: [
    { request: "POST /members", type: "application/json", json: { name: "a", password: "a", since: "a" } },
  ],
  rejects: [
    { without: "name", at: "name" },
    { with: { name: 0 }, at: "name" },
    { without: "password", at: "password" },
    { with: { password: 0 }, at: "password" },
    { without: "since", at: "since" },
    { with: { since: 0 }, at: "since" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: { id: 1, name: "a", createdAt: "2024-01-31T09:30:00Z", since: "a" } },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
