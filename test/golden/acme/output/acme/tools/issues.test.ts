// Generated from test/golden/acme/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  issuesCreate,
  listIssues,
} from "./issues.ts";

testTool(server, issuesCreate, {
  args: { owner: "a", repo: "a", title: "a" },
  accept: "application/json",
  env: { GITHUB_TOKEN: "github-token" },
  headers: { authorization: "Bearer github-token", "x-api-version": "2022-11-28" },
  sends: [
    { request: "POST /repos/a/a/issues", type: "application/json", json: { title: "a" } },
    {
      with: { body: "a" },
      request: "POST /repos/a/a/issues",
      type: "application/json",
      json: { title: "a", body: "a" },
      rejects: 0,
    },
    {
      with: { labels: ["a"] },
      request: "POST /repos/a/a/issues",
      type: "application/json",
      json: { title: "a", labels: ["a"] },
      rejects: 0,
    },
  ],
  rejects: [
    { without: "owner", at: "owner" },
    { with: { owner: 0 }, at: "owner" },
    { without: "repo", at: "repo" },
    { with: { repo: 0 }, at: "repo" },
    { without: "title", at: "title" },
    { with: { title: "" }, at: "title" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 201, json: { number: 1, title: "a", html_url: "a", state: "open" } },
  errors: [
    { status: 422, kind: "rejected" },
  ],
});

testTool(server, listIssues, {
  args: { repo: "a" },
  accept: "application/json",
  env: { GITHUB_ORG: "github-org", GITHUB_TOKEN: "github-token" },
  headers: { authorization: "Bearer github-token", "x-api-version": "2022-11-28" },
  sends: [
    { request: "GET /repos/github-org/a/issues" },
    { with: { state: "open" }, request: "GET /repos/github-org/a/issues?state=open", rejects: "not one of these" },
    {
      with: { since: "2024-01-31T09:30:00Z" },
      request: "GET /repos/github-org/a/issues?since=2024-01-31T09%3A30%3A00Z",
      rejects: 0,
    },
  ],
  rejects: [
    { without: "repo", at: "repo" },
    { with: { repo: 0 }, at: "repo" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: [{ number: 1, title: "a", html_url: "a", state: "open" }] },
  errors: [
    { status: 404, kind: "not_found" },
  ],
});
