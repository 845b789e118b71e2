// Generated from test/golden/steps/steps.mcp.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** slow, each.note, job */
export const each = defineTool({
  name: "each",
  description: "Calls once an item, ends early, and goes on where something failed.",
  input: () => z.strictObject({
    ids: z.array(integer()),
    stop: z.boolean().optional(),
    name: z.string().default("nobody"),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  confirm: true,
  steps: [
    {
      id: "each",
      call: "slow",
      with: {
        n: "$item",
      },
      forEach: "$inputs.ids",
      outputs: {
        ok: "$response.body#/ok",
        place: "$index",
      },
    },
    {
      id: "end",
      call: "slow",
      with: {
        n: 0,
      },
      when: [{ value: "$inputs.stop", is: true }],
      onFailure: "end",
    },
    {
      id: "note",
      call: "each.note",
      with: {
        name: "$inputs.name",
        body: { oks: "$steps.each.outputs.ok", of: "{$inputs.name}'s" },
      },
      success: [{ value: "$statusCode", is: 201 }],
      onFailure: "continue",
      retries: 1,
      afterMs: 1,
      outputs: {
        tag: "$response.header.etag",
      },
    },
    {
      id: "after",
      call: "job",
      with: {
        n: 9,
      },
      outputs: {
        state: "$response.body#/state",
      },
    },
  ],
});

/** PUT /notes/{name} */
export const eachNote = defineTool({
  name: "each.note",
  description: "PUT /notes/{name}",
  input: () => z.strictObject({
    name: z.unknown(),
    body: z.record(z.string(), z.unknown()).optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    upstream: "api",
    method: "PUT",
    path: "/notes/{name}",
    params: {
      name: { in: "path" },
    },
    body: { type: "application/json", argument: "body" },
  },
});

/** POST /jobs */
export const job = defineTool({
  name: "job",
  description: "Is asked again until it is done.",
  input: () => z.strictObject({
    n: integer(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    upstream: "api",
    method: "POST",
    path: "/jobs",
    params: {
      n: { in: "query" },
    },
    poll: {
      status: "$response.header.location",
      done: [{ value: "$response.body#/state", is: "done" }],
      failed: [{ value: "$response.body#/state", is: "broken" }],
      intervalMs: 100,
    },
  },
});

/** GET /slow */
export const slow = defineTool({
  name: "slow",
  description: "Must run as a task.",
  input: () => z.strictObject({
    n: integer(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  task: "required",
  http: {
    upstream: "api",
    method: "GET",
    path: "/slow",
    params: {
      n: { in: "query" },
    },
  },
});
