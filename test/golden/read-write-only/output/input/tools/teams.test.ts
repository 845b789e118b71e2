// Generated from test/golden/read-write-only/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  putTeam,
} from "./teams.ts";

testTool(server, putTeam, {
  args: { lead: { name: "a", password: "a" } },
  accept: "application/json",
  sends: [
    { request: "PUT /teams", type: "application/json", json: { lead: { name: "a", password: "a" } } },
    {
      with: { plain: {} },
      request: "PUT /teams",
      type: "application/json",
      json: { lead: { name: "a", password: "a" }, plain: {} },
      rejects: 0,
    },
  ],
  rejects: [
    { without: "lead", at: "lead" },
    { with: { lead: 0 }, at: "lead" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: { lead: { id: 1, name: "a", createdAt: "2024-01-31T09:30:00Z" } } },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
