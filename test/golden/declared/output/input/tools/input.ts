// Generated from test/golden/declared/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { dependentRequired, integer, withDefaults, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  PutWholeItem,
} from "../schemas.ts";

/** GET /things/{id}/{kind} */
export const getThing_2z0n5u = defineTool({
  name: "get-thing",
  description: "A request with a value in every place.",
  input: () => z.strictObject({
    id: z.string(),
    ids: z.array(integer()).optional(),
    q: z.string().optional(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/things/{id}/{kind}",
    params: {
      id: { in: "path" },
      kind: { in: "path", value: "k-{$inputs.id}" },
      q: { in: "query" },
      id_query: { in: "query", name: "id", value: "$inputs.id" },
      ids: { in: "query" },
      fixed: { in: "query", value: 5 },
      none: { in: "query", value: "$inputs.ids[3]" },
      "X-Id": { in: "header", value: "$inputs.id" },
      "X-Both": { in: "header", value: "{$inputs.id} of {$env.TENANT}" },
    },
    accept: "text/csv",
  },
});

/** GET /thing */
export const getThing_0krr0j = defineTool({
  name: "get_thing",
  description: "Another one, whose name is the same in TypeScript.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    upstream: "tool",
    method: "GET",
    path: "/thing",
    params: {
    },
  },
});

/** PUT /whole/{id} */
export const putWhole = defineTool({
  name: "put_whole",
  description: "Sends an argument as it is.",
  input: () => z.strictObject({
    body: z.looseObject({
      a: integer(),
    }),
    id: z.string(),
  }),
  output: () => z.array(PutWholeItem()),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    upstream: "tool",
    method: "PUT",
    path: "/whole/{id}",
    params: {
      id: { in: "path" },
    },
    body: { type: "application/json", argument: "body" },
    accept: "application/json",
  },
});

/** POST /jobs */
export const start = defineTool({
  name: "start",
  description: "Takes its time.",
  input: () => z.strictObject({
    what: z.string(),
    "in-what": z.string().default("here"),
  }),
  output: () => z.looseObject({
    url: z.string().optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  timeoutMs: 120000,
  task: "optional",
  http: {
    upstream: "tool",
    method: "POST",
    path: "/jobs",
    params: {
    },
    body: {
      type: "application/x-www-form-urlencoded",
      value: {
        what: "$inputs.what",
        where: "$inputs.in-what",
      },
    },
    accept: "application/json",
    poll: {
      status: "$response.header.location",
      done: [{ value: "$response.body#/state", in: ["done", "failed"] }],
      failed: [{ value: "$response.body#/state", is: "failed" }],
      result: "$response.body#/url",
      intervalMs: 100,
    },
  },
});

/** test/golden/declared/input.handlers.ts#sum */
export const strict = defineTool({
  name: "strict",
  description: "Has a schema that says which arguments there are and nothing else.",
  input: () => z.strictObject({
    n: integer().default(1).describe("A number."),
  }),
  output: () => z.looseObject({
    rows: z.array(z.string()),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "test/golden/declared/input.handlers.ts#sum",
});

/** tool.steps.read, get-thing, tool.steps.code, get_thing */
export const tool = defineTool({
  name: "tool",
  description: "Is called like an upstream, and has steps with a value in every place.",
  input: () => z.strictObject({
    list: z.array(z.string()),
    deep: z.record(z.string(), z.unknown()),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  confirm: true,
  steps: [
    {
      id: "read",
      call: "tool.steps.read",
      with: {
        id: "$inputs.deep#/id",
        a: "$inputs.list",
      },
      when: [{ value: "$inputs.list", exists: true }, { any: [{ value: "$inputs.deep.n", gt: 0 }, { all: [{ value: "$inputs.deep.a", not: "b" }] }] }],
      outputs: {
        all: "$response.body",
        etag: "$response.header.etag",
        status: "$statusCode",
      },
    },
    {
      id: "each",
      call: "get-thing",
      with: {
        id: "{$item.id}-{$index}",
        q: "$$inputs.q",
      },
      forEach: "$steps.read.outputs.all",
      concurrency: 3,
      success: [{ value: "$response.body#/ok", is: true }],
      onFailure: "end",
      retries: 2,
      afterMs: 1000,
    },
    {
      id: "code",
      call: "tool.steps.code",
      with: {
        list: "$inputs.list",
        text: "a {$inputs.deep}",
        n: 1,
        yes: true,
        many: [1],
        one: { a: "b" },
        none: null,
      },
      outputs: {
        all: "$response.body",
      },
    },
    {
      id: "again",
      call: "get_thing",
      onFailure: "end",
    },
  ],
});

/** test/golden/declared/input.handlers.ts#default */
export const toolStepsCode = defineTool({
  name: "tool.steps.code",
  description: "Runs test/golden/declared/input.handlers.ts#default.",
  input: () => z.strictObject({
    list: z.array(z.string()),
    text: z.string(),
    n: z.number(),
    yes: z.boolean(),
    many: z.array(z.unknown()),
    one: z.record(z.string(), z.unknown()),
    none: z.unknown().optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "test/golden/declared/input.handlers.ts#default",
});

/** GET /read/{id} */
export const toolStepsRead = defineTool({
  name: "tool.steps.read",
  description: "GET /read/{id}",
  input: () => z.strictObject({
    id: z.unknown(),
    a: z.unknown().optional(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    upstream: "tool",
    method: "GET",
    path: "/read/{id}",
    params: {
      id: { in: "path" },
      a: { in: "query" },
      env: { in: "query", value: "$env.TENANT" },
      fixed: { in: "query", value: 1 },
    },
  },
});

/** test/golden/declared/input.handlers.ts#sum */
export const whole = defineTool({
  name: "whole",
  description: "Has a schema that says more than which arguments there are.",
  input: () => withDefaults(z.strictObject({
    from: integer().optional().describe("Default: 1."),
    to: integer(),
  }).check(dependentRequired({ from: ["to"] })), { from: 1 }),
  output: () => z.looseObject({
    sum: integer(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  handler: "test/golden/declared/input.handlers.ts#sum",
});
