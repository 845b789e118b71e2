// Generated from test/golden/bodies/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** PUT /binary */
export const binary = defineTool({
  name: "binary",
  description: "PUT /binary",
  input: () => z.strictObject({
    body: z.string().describe("Base64 of the bytes, or a data URI (data:image/png;name=photo.png;base64,…)."),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "PUT",
    path: "/binary",
    params: {
    },
    body: { type: "image/png", argument: "body" },
    accept: "image/png",
  },
});

/** POST /choice */
export const choice = defineTool({
  name: "choice",
  description: "POST /choice",
  input: () => z.strictObject({
    a: z.string().optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/choice",
    params: {
      a: { in: "body" },
    },
    body: { type: "application/json", required: true },
  },
});

/** POST /form */
export const form = defineTool({
  name: "form",
  description: "POST /form",
  input: () => z.strictObject({
    a: z.string().describe("First."),
    list: z.array(integer()).optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/form",
    params: {
      a: { in: "body" },
      list: { in: "body" },
    },
    body: { type: "application/x-www-form-urlencoded", required: true },
    accept: "text/plain",
  },
});

/** POST /text */
export const text = defineTool({
  name: "text",
  description: "POST /text",
  input: () => z.strictObject({
    body: z.string(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/text",
    params: {
    },
    body: { type: "text/plain", argument: "body" },
    accept: "text/csv",
  },
});
