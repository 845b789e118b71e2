// Generated from test/golden/multipart/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** POST /lines */
export const sendLines = defineTool({
  name: "send_lines",
  description: "POST /lines",
  input: () => z.strictObject({
    body: z.array(z.looseObject({
      a: z.string().optional(),
    })),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/lines",
    params: {
    },
    body: { type: "application/x-ndjson", argument: "body" },
    accept: "application/x-ndjson",
  },
});
