// Generated from test/golden/collisions/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** POST /delete */
export const delete_ = defineTool({
  name: "delete",
  description: "POST /delete",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/delete",
    params: {
    },
  },
});
