// Generated from test/golden/several-documents/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  chatSearch,
} from "./chat-issues.ts";

testTool(server, chatSearch, {
  args: { q: "a" },
  accept: "application/json",
  env: { CHAT_SESSION: "chat-session" },
  headers: { cookie: "session=chat-session", "x-client": "speclathe" },
  sends: [
    { request: "GET /search?q=a" },
    {
      with: { lang: "a" },
      request: "GET /search?q=a",
      headers: { cookie: "session=chat-session; lang=a" },
      rejects: 0,
    },
  ],
  rejects: [
    { without: "q", at: "q" },
    { with: { q: 0 }, at: "q" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: {} },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
