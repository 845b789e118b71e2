// Generated from test/golden/broken-references/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  Good,
} from "../schemas.ts";

/** GET /fine */
export const fine = defineTool({
  name: "fine",
  description: "GET /fine",
  input: () => z.strictObject({
    q: z.string().optional(),
  }),
  output: () => Good(),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/fine",
    params: {
      q: { in: "query" },
    },
    accept: "application/json",
  },
});
