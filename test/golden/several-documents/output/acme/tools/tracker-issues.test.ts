// Generated from test/golden/several-documents/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  createIssue,
  trackerSearch,
} from "./tracker-issues.ts";

testTool(server, createIssue, {
  args: { title: "a" },
  accept: "application/json",
  env: { TRACKER_TOKEN: "tracker-token" },
  headers: { authorization: "Bearer tracker-token" },
  sends: [
    { request: "POST /issues", type: "application/json", json: { title: "a" } },
    { with: { by: {} }, request: "POST /issues", type: "application/json", json: { title: "a", by: {} }, rejects: 0 },
    {
      with: { blocks: [{ title: "a" }] },
      request: "POST /issues",
      type: "application/json",
      json: { title: "a", blocks: [{ title: "a" }] },
      rejects: 0,
    },
  ],
  rejects: [
    { without: "title", at: "title" },
    { with: { title: 0 }, at: "title" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 201, json: { title: "a" } },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, trackerSearch, {
  args: { q: "a" },
  accept: "application/json",
  env: { TRACKER_TOKEN: "tracker-token" },
  headers: { authorization: "Bearer tracker-token" },
  sends: [
    { request: "GET /issues?q=a" },
  ],
  rejects: [
    { without: "q", at: "q" },
    { with: { q: 0 }, at: "q" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: [{ title: "a" }] },
  errors: [
    { status: 401, kind: "unauthenticated" },
  ],
});
