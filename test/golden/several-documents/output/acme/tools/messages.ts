// Generated from test/golden/several-documents/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  ChatUser,
  Message,
} from "../schemas.ts";

/** POST /messages */
export const chatPost = defineTool({
  name: "chat_post",
  description: "POST /messages",
  input: () => z.strictObject({
    text: z.string().max(100),
    from: ChatUser().optional(),
  }),
  output: () => Message(),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  timeoutMs: 5000,
  http: {
    upstream: "chat",
    method: "POST",
    path: "/messages",
    params: {
      text: { in: "body" },
      from: { in: "body" },
    },
    body: { type: "application/json", required: true },
    accept: "application/json",
  },
});
