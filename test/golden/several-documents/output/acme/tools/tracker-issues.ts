// Generated from test/golden/several-documents/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  Issue,
  IssueRequest,
  TrackerUser,
} from "../schemas.ts";

/** POST /issues */
export const createIssue = defineTool({
  name: "create_issue",
  description: "POST /issues",
  input: () => z.strictObject({
    title: z.string(),
    by: TrackerUser().optional(),
    blocks: z.array(z.lazy(() => IssueRequest())).optional(),
  }),
  output: () => z.lazy(() => Issue()),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  timeoutMs: 20000,
  http: {
    upstream: "tracker",
    method: "POST",
    path: "/issues",
    params: {
      title: { in: "body" },
      by: { in: "body" },
      blocks: { in: "body" },
    },
    body: { type: "application/json", required: true },
    accept: "application/json",
  },
});

/** GET /issues */
export const trackerSearch = defineTool({
  name: "tracker_search",
  title: "Find issues",
  description: "Find issues",
  input: () => z.strictObject({
    q: z.string(),
  }),
  output: () => z.array(z.lazy(() => Issue())),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  timeoutMs: 20000,
  http: {
    upstream: "tracker",
    method: "GET",
    path: "/issues",
    params: {
      q: { in: "query" },
    },
    accept: "application/json",
  },
});
