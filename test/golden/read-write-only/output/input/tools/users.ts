// Generated from test/golden/read-write-only/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  User,
} from "../schemas.ts";

/** POST /users */
export const createUser = defineTool({
  name: "create_user",
  description: "POST /users",
  input: () => z.strictObject({
    name: z.string(),
    password: z.string(),
  }),
  output: () => User(),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/users",
    params: {
      name: { in: "body" },
      password: { in: "body" },
    },
    body: { type: "application/json", required: true },
    accept: "application/json",
  },
});
