// Generated from test/golden/multipart/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** PUT /choice */
export const choose = defineTool({
  name: "choose",
  description: "PUT /choice",
  input: () => z.strictObject({
    a: z.string().nullable().optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "PUT",
    path: "/choice",
    params: {
      a: { in: "body" },
    },
    body: { type: "application/merge-patch+json" },
    accept: "text/event-stream",
  },
});
