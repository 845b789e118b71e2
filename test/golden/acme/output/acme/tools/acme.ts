// Generated from test/golden/acme/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { integer, object, withDefaults, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** GET /search.messages */
export const findMessages = defineTool({
  name: "find_messages",
  description: "Search messages, the newest first.",
  input: () => withDefaults(object({
    query: z.string().describe("What to look for."),
    sort: z.enum([
      "score",
      "timestamp",
    ]).optional().describe("Default: \"timestamp\"."),
  }, z.string().describe("Filters by their names.")), { sort: "timestamp" }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  timeoutMs: 5000,
  http: {
    upstream: "slack",
    method: "GET",
    path: "/search.messages",
    params: {
      query: { in: "query" },
      sort: { in: "query" },
    },
    accept: "application/json",
  },
  result: {
    found: "$response.body#/messages/total",
    first: "$response.body#/messages/matches/0/text",
  },
});

/** github.issues_lock, lock_stale.tell */
export const lockStale = defineTool({
  name: "lock_stale",
  description: "Lock the issues that are named, and say so in a channel.",
  input: () => z.strictObject({
    repo: z.string(),
    numbers: z.array(integer()),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  timeoutMs: 20000,
  confirm: "Lock {$inputs.numbers} of {$inputs.repo}?",
  steps: [
    {
      id: "lock",
      call: "github.issues_lock",
      with: {
        owner: "$env.GITHUB_ORG",
        repo: "$inputs.repo",
        issue_number: "$item",
      },
      forEach: "$inputs.numbers",
      concurrency: 2,
      retries: 1,
      afterMs: 1,
    },
    {
      id: "tell",
      call: "lock_stale.tell",
      with: {
        body: { channel: "C1", text: "Locked {$inputs.numbers}" },
      },
      outputs: {
        ok: "$response.body#/ok",
      },
    },
  ],
});

/** POST /chat.postMessage */
export const lockStaleTell = defineTool({
  name: "lock_stale.tell",
  description: "POST /chat.postMessage",
  input: () => z.strictObject({
    body: z.record(z.string(), z.unknown()).optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  timeoutMs: 5000,
  http: {
    upstream: "slack",
    method: "POST",
    path: "/chat.postMessage",
    params: {
      "X-Reason": { in: "header", value: "stale" },
    },
    body: { type: "application/json", argument: "body" },
  },
});

/** POST /chat.postMessage */
export const postMessage = defineTool({
  name: "post_message",
  description: "Post a message to a channel.",
  input: () => z.strictObject({
    channel: z.string(),
    text: z.string(),
    thread_ts: z.string().optional(),
  }),
  output: () => z.looseObject({
    ok: z.boolean(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  timeoutMs: 5000,
  http: {
    upstream: "slack",
    method: "POST",
    path: "/chat.postMessage",
    params: {
    },
    body: {
      type: "application/json",
      value: {
        channel: "$inputs.channel",
        text: "$inputs.text",
        thread_ts: "$inputs.thread_ts",
      },
    },
    accept: "application/json",
  },
});

/** GET /conversations.info */
export const resourcesChannelRead = defineTool({
  name: "resources.channel.read",
  description: "GET /conversations.info",
  input: () => z.strictObject({
    channel: z.unknown().optional(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  timeoutMs: 5000,
  http: {
    upstream: "slack",
    method: "GET",
    path: "/conversations.info",
    params: {
      channel: { in: "query" },
    },
  },
});

/** test/golden/acme/acme.handlers.ts#summarizeDiff */
export const summarizeDiff = defineTool({
  name: "summarize_diff",
  description: "Summarise a pull request by file.",
  input: () => z.strictObject({
    repo: z.string(),
    number: integer(),
    max_files: integer().min(1).max(100).default(20),
  }),
  output: () => z.looseObject({
    summary: z.string(),
    files: integer(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  timeoutMs: 60000,
  handler: "test/golden/acme/acme.handlers.ts#summarizeDiff",
});

/** issues_create, post_message */
export const triageIssue = defineTool({
  name: "triage_issue",
  title: "Triage an issue",
  description: [
    "Open an issue and announce it.",
    "Returns the issue's number and URL.",
  ],
  input: () => z.strictObject({
    repo: z.string(),
    title: z.string(),
    body: z.string().optional(),
    severity: z.enum([
      "low",
      "medium",
      "high",
    ]),
  }),
  output: () => z.looseObject({
    number: integer(),
    url: z.string(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  timeoutMs: 20000,
  steps: [
    {
      id: "issue",
      call: "issues_create",
      with: {
        owner: "$env.GITHUB_ORG",
        repo: "$inputs.repo",
        title: "$inputs.title",
        body: "$inputs.body",
        labels: ["sev:{$inputs.severity}"],
      },
      outputs: {
        number: "$response.body#/number",
        url: "$response.body#/html_url",
      },
    },
    {
      id: "announce",
      call: "post_message",
      with: {
        channel: "C0INCIDENT",
        text: "New issue {$steps.issue.outputs.url}",
      },
      when: [{ value: "$inputs.severity", is: "high" }],
      onFailure: "continue",
    },
  ],
  result: {
    number: "$steps.issue.outputs.number",
    url: "$steps.issue.outputs.url",
  },
});
