// Generated from test/golden/read-write-only/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  Plain,
  Team,
  UserRequest,
} from "../schemas.ts";

/** PUT /teams */
export const putTeam = defineTool({
  name: "put_team",
  description: "PUT /teams",
  input: () => z.strictObject({
    lead: UserRequest(),
    plain: Plain().optional(),
  }),
  output: () => Team(),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "PUT",
    path: "/teams",
    params: {
      lead: { in: "body" },
      plain: { in: "body" },
    },
    body: { type: "application/json", required: true },
    accept: "application/json",
  },
});
