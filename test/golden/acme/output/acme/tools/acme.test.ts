// Generated from test/golden/acme/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  findMessages,
  lockStale,
  postMessage,
  summarizeDiff,
  triageIssue,
} from "./acme.ts";

testTool(server, findMessages, {
  args: { query: "a" },
  accept: "application/json",
  env: { SLACK_TOKEN: "slack-token" },
  headers: { authorization: "Bearer slack-token" },
  sends: [
    { request: "GET /search.messages?query=a&sort=timestamp" },
  ],
  rejects: [
    { without: "query", at: "query" },
    { with: { query: 0 }, at: "query" },
    { with: { sort: "not one of these" }, at: "sort" },
  ],
  returns: { status: 200, json: {} },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
  cases: [
    {
      name: "a call with query",
      args: { query: "outage" },
      mock: [{ status: 200, body: { messages: { total: 2, matches: [{ text: "down" }, { text: "up" }] } } }],
      expect: { requests: ["GET /search.messages?query=outage&sort=timestamp"], result: { found: 2, first: "down" } },
    },
  ],
});

testTool(server, lockStale, {
  args: { repo: "a", numbers: [1] },
  env: { GITHUB_ORG: "github-org", GITHUB_TOKEN: "github-token", SLACK_TOKEN: "slack-token" },
  rejects: [
    { without: "repo", at: "repo" },
    { with: { repo: 0 }, at: "repo" },
    { without: "numbers", at: "numbers" },
    { with: { numbers: 0 }, at: "numbers" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "a call with repo, numbers",
      args: { repo: "site", numbers: [1] },
      mock: [{ status: 204 }, { status: 200, body: { ok: true } }],
      expect: {
        requests: ["PUT /repos/github-org/site/issues/1/lock", "POST /chat.postMessage"],
        result: { tell: { ok: true } },
      },
    },
  ],
});

testTool(server, postMessage, {
  args: { channel: "a", text: "a" },
  accept: "application/json",
  env: { SLACK_TOKEN: "slack-token" },
  headers: { authorization: "Bearer slack-token" },
  sends: [
    { request: "POST /chat.postMessage", type: "application/json", json: { channel: "a", text: "a" } },
    {
      with: { thread_ts: "a" },
      request: "POST /chat.postMessage",
      type: "application/json",
      json: { channel: "a", text: "a", thread_ts: "a" },
      rejects: 0,
    },
  ],
  rejects: [
    { without: "channel", at: "channel" },
    { with: { channel: 0 }, at: "channel" },
    { without: "text", at: "text" },
    { with: { text: 0 }, at: "text" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: { ok: true } },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
  cases: [
    {
      name: "posts",
      args: { channel: "C1", text: "hi" },
      mock: [{ status: 200, body: { ok: true } }],
      expect: { requests: ["POST /chat.postMessage"], result: { ok: true } },
    },
  ],
});

testTool(server, summarizeDiff, {
  args: { repo: "a", number: 1 },
  env: { GITHUB_ORG: "github-org", GITHUB_TOKEN: "github-token", SLACK_TOKEN: "slack-token" },
  rejects: [
    { with: { max_files: 0 }, at: "max_files" },
    { without: "repo", at: "repo" },
    { with: { repo: 0 }, at: "repo" },
    { without: "number", at: "number" },
    { with: { number: "x" }, at: "number" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "a call with repo, number",
      args: { repo: "site", number: 3 },
      mock: [{ status: 200, body: [{ filename: "a.ts", additions: 2, deletions: 1 }] }],
      expect: { requests: ["GET /repos/github-org/site/pulls/3/files"], result: { summary: "a.ts +2 -1", files: 1 } },
    },
  ],
});

testTool(server, triageIssue, {
  args: { repo: "a", title: "a", severity: "low" },
  env: { GITHUB_ORG: "github-org", GITHUB_TOKEN: "github-token", SLACK_TOKEN: "slack-token" },
  rejects: [
    { with: { body: 0 }, at: "body" },
    { without: "repo", at: "repo" },
    { with: { repo: 0 }, at: "repo" },
    { without: "title", at: "title" },
    { with: { title: 0 }, at: "title" },
    { without: "severity", at: "severity" },
    { with: { severity: "not one of these" }, at: "severity" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "opens and announces what is severe",
      args: { repo: "site", title: "Down", severity: "high" },
      mock: [
        {
          status: 201,
          body: { number: 7, title: "Down", html_url: "https://github.example/7", state: "open" },
        },
        { status: 200, body: { ok: true } },
      ],
      expect: {
        requests: ["POST /repos/github-org/site/issues", "POST /chat.postMessage"],
        result: { number: 7, url: "https://github.example/7" },
      },
    },
    {
      name: "opens what is not",
      args: { repo: "site", title: "Slow", severity: "low" },
      mock: [{ status: 201, body: { number: 8, title: "Slow", html_url: "https://github.example/8", state: "open" } }],
      expect: { requests: ["POST /repos/github-org/site/issues"], result: { number: 8 } },
    },
    {
      name: "is refused",
      args: { repo: "site", title: "Down", severity: "low" },
      mock: [{ status: 422, body: { message: "no" } }],
      expect: { error: "rejected" },
    },
  ],
});
