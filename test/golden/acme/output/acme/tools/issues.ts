// Generated from test/golden/acme/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  Issue,
} from "../schemas.ts";

/** PUT /repos/{owner}/{repo}/issues/{issue_number}/lock */
export const githubIssuesLock = defineTool({
  name: "github.issues_lock",
  title: "Lock an issue",
  description: "Lock an issue",
  input: () => z.strictObject({
    owner: z.string(),
    repo: z.string(),
    issue_number: integer(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  timeoutMs: 20000,
  http: {
    upstream: "github",
    method: "PUT",
    path: "/repos/{owner}/{repo}/issues/{issue_number}/lock",
    params: {
      owner: { in: "path" },
      repo: { in: "path" },
      issue_number: { in: "path" },
    },
  },
});

/** POST /repos/{owner}/{repo}/issues */
export const issuesCreate = defineTool({
  name: "issues_create",
  title: "Create an issue",
  description: "Create an issue",
  input: () => z.strictObject({
    owner: z.string(),
    repo: z.string(),
    title: z.string().min(1),
    body: z.string().optional(),
    labels: z.array(z.string()).optional(),
  }),
  output: () => Issue(),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  timeoutMs: 20000,
  http: {
    upstream: "github",
    method: "POST",
    path: "/repos/{owner}/{repo}/issues",
    params: {
      owner: { in: "path" },
      repo: { in: "path" },
      title: { in: "body" },
      body: { in: "body" },
      labels: { in: "body" },
    },
    body: { type: "application/json", required: true },
    accept: "application/json",
  },
});

/** GET /repos/{owner}/{repo}/issues */
export const listIssues = defineTool({
  name: "list_issues",
  title: "List the issues of a repository",
  description: "List the issues of a repository, newest first.",
  input: () => z.strictObject({
    repo: z.string(),
    state: z.enum([
      "open",
      "closed",
      "all",
    ]).optional().describe("Default: \"open\"."),
    since: z.string().optional().describe("Only issues that changed after this time."),
  }),
  output: () => z.array(Issue()),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  timeoutMs: 20000,
  http: {
    upstream: "github",
    method: "GET",
    path: "/repos/{owner}/{repo}/issues",
    params: {
      owner: { in: "path", value: "$env.GITHUB_ORG" },
      repo: { in: "path" },
      state: { in: "query" },
      since: { in: "query" },
    },
    accept: "application/json",
  },
});
