// Generated from test/golden/recursion/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  Endless,
} from "../schemas.ts";

/** POST /loops */
export const makeLoop = defineTool({
  name: "make_loop",
  description: "POST /loops",
  input: () => z.strictObject({
    loop: z.lazy(() => Endless()),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/loops",
    params: {
      loop: { in: "body" },
    },
    body: { type: "application/json", required: true },
  },
});
