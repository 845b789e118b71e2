// Generated from test/golden/read-write-only/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  createCrew,
} from "./crews.ts";

testTool(server, createCrew, {
  args: { boss: { name: "a", password: "a", since: "a" } },
  sends: [
    { request: "POST /crews", type: "application/json", json: { boss: { name: "a", password: "a", since: "a" } } },
  ],
  rejects: [
    { without: "boss", at: "boss" },
    { with: { boss: 0 }, at: "boss" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
