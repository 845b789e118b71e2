// Generated from test/golden/acme/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  pullsListFiles,
} from "./pulls.ts";

testTool(server, pullsListFiles, {
  args: { owner: "a", repo: "a", pull_number: 1 },
  accept: "application/json",
  env: { GITHUB_TOKEN: "github-token" },
  headers: { authorization: "Bearer github-token", "x-api-version": "2022-11-28" },
  sends: [
    { request: "GET /repos/a/a/pulls/1/files" },
  ],
  rejects: [
    { without: "owner", at: "owner" },
    { with: { owner: 0 }, at: "owner" },
    { without: "repo", at: "repo" },
    { with: { repo: 0 }, at: "repo" },
    { without: "pull_number", at: "pull_number" },
    { with: { pull_number: "x" }, at: "pull_number" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: [{ filename: "a", additions: 1, deletions: 1 }] },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
