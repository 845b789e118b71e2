// Generated from test/golden/overlays/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  Item,
} from "../schemas.ts";

/** GET /items */
export const listItems = defineTool({
  name: "list_items",
  description: "GET /items",
  input: () => z.strictObject({
    q: z.string().optional(),
    pageSize: integer().max(50).optional(),
  }),
  output: () => z.array(Item()),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/items",
    params: {
      q: { in: "query" },
      pageSize: { in: "query", name: "page[size]" },
    },
    accept: "application/json",
  },
});
