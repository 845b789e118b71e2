// Generated from test/golden/overrides/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  File,
} from "../schemas.ts";

/** POST /orgs/{org}/search */
export const filesSearch = defineTool({
  name: "files_search",
  description: "POST /orgs/{org}/search",
  input: () => z.strictObject({
    words: z.xor([
      z.string(),
      z.array(z.string()),
    ]).default(["readme"]).describe("What to look for."),
  }),
  output: () => z.array(File()),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "POST",
    path: "/orgs/{org}/search",
    params: {
      org: { in: "path", value: "acme" },
    },
    body: { type: "application/json", argument: "words" },
    accept: "application/json",
  },
});

/** GET /orgs/{org}/files */
export const listFiles = defineTool({
  name: "list_files",
  title: "List the files",
  description: [
    "The files of the organisation.",
    "Newest first.",
  ],
  input: () => z.strictObject({
    limit: integer().min(1).max(50).default(10).describe("How many."),
    after: z.string().describe("Only newer ones."),
  }),
  output: () => z.array(z.string()),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  timeoutMs: 3000,
  http: {
    method: "GET",
    path: "/orgs/{org}/files",
    params: {
      org: { in: "path", value: "$env.FILES_ORG" },
      limit: { in: "query", name: "page[size]" },
      after: { in: "query", name: "since" },
      xTrace: { in: "header", name: "X-Trace", value: "{$inputs.after}/{$inputs.limit}" },
    },
    accept: "application/json",
  },
});

/** POST /ping */
export const ping = defineTool({
  name: "ping",
  description: "Whether it is there.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/ping",
    params: {
    },
    body: { type: "application/json", required: true },
  },
});

/** DELETE /orgs/{org}/files/{id} */
export const remove = defineTool({
  name: "remove",
  description: "Removes a file.",
  input: () => z.strictObject({
    org: z.string(),
    id: integer(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  confirm: "Delete file {$inputs.id} of {$inputs.org}?",
  http: {
    method: "DELETE",
    path: "/orgs/{org}/files/{id}",
    params: {
      org: { in: "path" },
      id: { in: "path" },
      reason: { in: "query", value: "asked by a person" },
    },
  },
});

/** POST /orgs/{org}/files */
export const upload = defineTool({
  name: "upload",
  description: "POST /orgs/{org}/files",
  input: () => z.strictObject({
    org: z.string().default("acme"),
    file: z.string().describe("Base64 of the bytes, or a data URI (data:image/png;name=photo.png;base64,…)."),
    note: z.string().optional(),
  }),
  output: () => File(),
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  confirm: true,
  task: "optional",
  http: {
    method: "POST",
    path: "/orgs/{org}/files",
    params: {
      org: { in: "path" },
      file: { in: "body", file: true },
      owner: { in: "body", value: "me@{$inputs.org}" },
      note: { in: "body" },
    },
    body: { type: "multipart/form-data", required: true },
    accept: "application/json",
    poll: {
      status: "$response.header.location",
      done: [{ value: "$response.body#/state", is: "done" }],
      intervalMs: 1000,
    },
  },
});
