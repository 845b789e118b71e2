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

/** POST /upload */
export const upload = defineTool({
  name: "upload",
  description: "POST /upload",
  input: () => z.strictObject({
    file: z.string().optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/upload",
    params: {
      file: { in: "body" },
    },
    body: { type: "multipart/form-data", required: true },
  },
});
