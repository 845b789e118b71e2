// Generated from test/golden/invalid-parameters/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** GET /a/{id} */
export const getA = defineTool({
  name: "get_a",
  description: "GET /a/{id}",
  input: () => z.strictObject({
    when: z.unknown().optional(),
    id: z.string(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/a/{id}",
    params: {
      when: { in: "query" },
      id: { in: "path" },
    },
  },
});
