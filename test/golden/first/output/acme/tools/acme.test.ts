// Generated from test/golden/first/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  createIssue,
  escalate,
} from "./acme.ts";

testTool(server, createIssue, {
  args: { title: "a" },
  accept: "application/json",
  env: { TRACKER_TOKEN: "tracker-token" },
  headers: { authorization: "Bearer tracker-token" },
  sends: [
    { request: "POST /issues", type: "application/json", json: { title: "a", tag: "sev:low" } },
    {
      with: { severity: "low" },
      request: "POST /issues",
      type: "application/json",
      json: { title: "a", tag: "sev:low" },
      rejects: "not one of these",
    },
    {
      with: { labels: ["a"] },
      request: "POST /issues",
      type: "application/json",
      json: { title: "a", labels: ["a"], tag: "sev:low" },
      rejects: 0,
    },
  ],
  rejects: [
    { without: "title", at: "title" },
    { with: { title: 0 }, at: "title" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: { number: 1 } },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
  cases: [
    {
      name: "a call with title",
      args: { title: "It is slow" },
      mock: [{ status: 201, body: { number: 7 } }],
      expect: { requests: ["POST /issues"], result: { number: 7 } },
    },
  ],
});

testTool(server, escalate, {
  args: { title: "a" },
  rejects: [
    { with: { to: 0 }, at: "to" },
    { without: "title", at: "title" },
    { with: { title: 0 }, at: "title" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});
