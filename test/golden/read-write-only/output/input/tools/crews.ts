// Generated from test/golden/read-write-only/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  MemberRequest,
} from "../schemas.ts";

/** POST /crews */
export const createCrew = defineTool({
  name: "create_crew",
  description: "POST /crews",
  input: () => z.strictObject({
    boss: MemberRequest(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/crews",
    params: {
      boss: { in: "body" },
    },
    body: { type: "application/json", required: true },
  },
});
