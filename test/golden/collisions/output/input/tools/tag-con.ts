// Generated from test/golden/collisions/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** GET /a_b */
export const getABH9qqm1 = defineTool({
  name: "get_a_b_h9qqm1",
  description: "GET /a_b",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/a_b",
    params: {
    },
  },
});

/** GET /a-b */
export const getABLinlp1 = defineTool({
  name: "get_a_b_linlp1",
  description: "GET /a-b",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/a-b",
    params: {
    },
  },
});
