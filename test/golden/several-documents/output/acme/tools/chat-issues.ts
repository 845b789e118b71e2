// Generated from test/golden/several-documents/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  ChatUser,
} from "../schemas.ts";

/** GET /search */
export const chatSearch = defineTool({
  name: "chat_search",
  description: "GET /search",
  input: () => z.strictObject({
    q: z.string(),
    lang: z.string().optional(),
  }),
  output: () => ChatUser(),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  timeoutMs: 5000,
  http: {
    upstream: "chat",
    method: "GET",
    path: "/search",
    params: {
      q: { in: "query" },
      lang: { in: "cookie" },
    },
    accept: "application/json",
  },
});
