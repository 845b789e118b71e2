// Generated from test/golden/several-documents/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "acme",
  upstreams: {
    chat: {
      baseUrl: "https://chat.example/api",
      operatorConfigured: true,
      headers: {
        cookie: "session={$env.CHAT_SESSION}",
        "x-client": "speclathe",
      },
    },
    tracker: {
      baseUrl: "https://tracker.example",
      headers: {
        authorization: "Bearer {$env.TRACKER_TOKEN}",
      },
    },
  },
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    "chat-issues": () => import("./tools/chat-issues.ts"),
    messages: () => import("./tools/messages.ts"),
    people: () => import("./tools/people.ts"),
    "tracker-issues": () => import("./tools/tracker-issues.ts"),
  },
});
