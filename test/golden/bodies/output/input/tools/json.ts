// Generated from test/golden/bodies/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { integer, object, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  Strict,
} from "../schemas.ts";

/** POST /json-array */
export const jsonArray = defineTool({
  name: "json_array",
  description: "POST /json-array",
  input: () => z.strictObject({
    body: z.array(Strict()),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/json-array",
    params: {
    },
    body: { type: "application/json", argument: "body" },
  },
});

/** POST /json-flat */
export const jsonFlat = defineTool({
  name: "json_flat",
  description: "POST /json-flat",
  input: () => z.strictObject({
    a: z.string(),
    b: integer().optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/json-flat",
    params: {
      a: { in: "body" },
      b: { in: "body" },
    },
    body: { type: "application/json", required: true },
  },
});

/** POST /json-open */
export const jsonOpen = defineTool({
  name: "json_open",
  description: "POST /json-open",
  input: () => z.strictObject({
    body: object({
      a: z.string().optional(),
    }, z.string()),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/json-open",
    params: {
    },
    body: { type: "application/merge-patch+json", argument: "body" },
  },
});

/** POST /json-optional */
export const jsonOptional = defineTool({
  name: "json_optional",
  description: "POST /json-optional",
  input: () => z.strictObject({
    b: integer().optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/json-optional",
    params: {
      b: { in: "body" },
    },
    body: { type: "application/json" },
  },
});

/** POST /json-optional-required */
export const jsonOptionalWithRequired = defineTool({
  name: "json_optional_with_required",
  description: "POST /json-optional-required",
  input: () => z.strictObject({
    body: Strict().optional().describe("All or nothing."),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/json-optional-required",
    params: {
    },
    body: { type: "application/json", argument: "body" },
  },
});

/** POST /json-union */
export const jsonUnion = defineTool({
  name: "json_union",
  description: "POST /json-union",
  input: () => z.strictObject({
    body: z.xor([
      Strict(),
      z.string(),
    ]),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/json-union",
    params: {
    },
    body: { type: "application/json", argument: "body" },
  },
});
