// Generated from test/golden/spec-not-yet/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** GET /a */
export const a = defineTool({
  name: "a",
  description: "A.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    upstream: "api",
    method: "GET",
    path: "/a",
    params: {
    },
  },
});
