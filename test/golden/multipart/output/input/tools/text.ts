// Generated from test/golden/multipart/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** GET /text */
export const listUploads = defineTool({
  name: "list_uploads",
  description: "GET /text",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/text",
    params: {
    },
  },
});
