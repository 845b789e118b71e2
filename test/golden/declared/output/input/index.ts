// Generated from test/golden/declared/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";
import { handlers } from "./handlers.ts";

export default defineServer({
  name: "input",
  baseUrl: "https://api.example/v1",
  operatorConfigured: true,
  headers: {
    "x-key": "$env.API_KEY",
  },
  upstreams: {
    tool: {
      baseUrl: "https://tool.example",
      operatorConfigured: true,
    },
  },
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    input: () => import("./tools/input.ts"),
  },
  resources: () => import("./resources.ts"),
  prompts: () => import("./prompts.ts"),
  handlers,
});
