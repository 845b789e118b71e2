// Generated from test/golden/read-write-only/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  createUser,
} from "./users.ts";

testTool(server, createUser, {
  args: { name: "a", password: "a" },
  accept: "application/json",
  sends: [
    { request: "POST /users", type: "application/json", json: { name: "a", password: "a" } },
  ],
  rejects: [
    { without: "name", at: "name" },
    { with: { name: 0 }, at: "name" },
    { without: "password", at: "password" },
    { with: { password: 0 }, at: "password" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 201, json: { id: 1, name: "a", createdAt: "2024-01-31T09:30:00Z" } },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
