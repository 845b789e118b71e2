// Generated from test/golden/read-write-only/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  Member,
} from "../schemas.ts";

/** POST /members */
export const createMember = defineTool({
  name: "create_member",
  description: "POST /members",
  input: () => z.strictObject({
    name: z.string(),
    password: z.string(),
    since: z.string(),
  }),
  output: () => Member(),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/members",
    params: {
      name: { in: "body" },
      password: { in: "body" },
      since: { in: "body" },
    },
    body: { type: "application/json", required: true },
    accept: "application/json",
  },
});
