// Generated from test/golden/first/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** POST /issues */
export const createIssue = defineTool({
  name: "create_issue",
  description: "Open an issue. Returns its number.",
  input: () => z.strictObject({
    title: z.string(),
    severity: z.enum([
      "low",
      "medium",
      "high",
    ]).default("low"),
    labels: z.array(z.string()).optional(),
  }),
  output: () => z.looseObject({
    number: integer(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    upstream: "tracker",
    method: "POST",
    path: "/issues",
    params: {
    },
    body: {
      type: "application/json",
      value: {
        title: "$inputs.title",
        labels: "$inputs.labels",
        tag: "sev:{$inputs.severity}",
      },
    },
    accept: "application/json",
  },
});

/** create_issue, escalate.assign */
export const escalate = defineTool({
  name: "escalate",
  description: "Open an issue of the highest severity and assign it to somebody.",
  input: () => z.strictObject({
    title: z.string(),
    to: z.string().optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  steps: [
    {
      id: "issue",
      call: "create_issue",
      with: {
        title: "$inputs.title",
        severity: "high",
      },
      outputs: {
        number: "$response.body#/number",
      },
    },
    {
      id: "assign",
      call: "escalate.assign",
      with: {
        id: "$steps.issue.outputs.number",
        body: { name: "$inputs.to" },
      },
      when: [{ value: "$inputs.to", exists: true }],
    },
  ],
  result: {
    number: "$steps.issue.outputs.number",
  },
});

/** PUT /issues/{id}/assignee */
export const escalateAssign = defineTool({
  name: "escalate.assign",
  description: "PUT /issues/{id}/assignee",
  input: () => z.strictObject({
    id: z.unknown(),
    body: z.record(z.string(), z.unknown()).optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    upstream: "tracker",
    method: "PUT",
    path: "/issues/{id}/assignee",
    params: {
      id: { in: "path" },
    },
    body: { type: "application/json", argument: "body" },
  },
});
