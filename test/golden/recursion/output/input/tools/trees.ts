// Generated from test/golden/recursion/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  JsonValue,
  Person,
  Tree,
} from "../schemas.ts";

/** POST /trees */
export const plantTree = defineTool({
  name: "plant_tree",
  description: "POST /trees",
  input: () => z.strictObject({
    name: z.string(),
    children: z.array(z.lazy(() => Tree())),
    value: z.lazy(() => JsonValue()).optional(),
  }),
  output: () => z.lazy(() => Person()),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/trees",
    params: {
      name: { in: "body" },
      children: { in: "body" },
      value: { in: "body" },
    },
    body: { type: "application/json", required: true },
    accept: "application/json",
  },
});
