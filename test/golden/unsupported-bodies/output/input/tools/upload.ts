// Generated from test/golden/unsupported-bodies/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** GET /upload */
export const listUploads = defineTool({
  name: "list_uploads",
  description: "GET /upload",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/upload",
    params: {
    },
  },
});
