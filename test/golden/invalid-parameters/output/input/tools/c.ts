// Generated from test/golden/invalid-parameters/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { pattern, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** GET /c/{never} */
export const getC = defineTool({
  name: "get_c",
  description: "GET /c/{never}",
  input: () => z.strictObject({
    never: z.string().check(pattern("^q[0-9]{7}w$")),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/c/{never}",
    params: {
      never: { in: "path" },
    },
  },
});
