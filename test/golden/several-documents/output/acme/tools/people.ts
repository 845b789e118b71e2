// Generated from test/golden/several-documents/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  TrackerUser,
} from "../schemas.ts";

/** GET /users/{id} */
export const getUser = defineTool({
  name: "get_user",
  description: "GET /users/{id}",
  input: () => z.strictObject({
    id: integer(),
  }),
  output: () => TrackerUser(),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  timeoutMs: 20000,
  http: {
    upstream: "tracker",
    method: "GET",
    path: "/users/{id}",
    params: {
      id: { in: "path" },
    },
    accept: "application/json",
  },
});
