// Generated from test/golden/several-documents/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  chatPost,
} from "./messages.ts";

testTool(server, chatPost, {
  args: { text: "a" },
  accept: "application/json",
  env: { CHAT_SESSION: "chat-session" },
  headers: { cookie: "session=chat-session", "x-client": "speclathe" },
  sends: [
    { request: "POST /messages", type: "application/json", json: { text: "a" } },
    {
      with: { from: {} },
      request: "POST /messages",
      type: "application/json",
      json: { text: "a", from: {} },
      rejects: 0,
    },
  ],
  rejects: [
    { without: "text", at: "text" },
    { with: { text: 0 }, at: "text" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: { text: "a" } },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
