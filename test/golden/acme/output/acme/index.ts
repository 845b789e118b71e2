// Generated from test/golden/acme/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";
import { handlers } from "./handlers.ts";

export default defineServer({
  name: "acme",
  upstreams: {
    github: {
      baseUrl: "https://api.github.example",
      headers: {
        authorization: "Bearer {$env.GITHUB_TOKEN}",
        "x-api-version": "2022-11-28",
      },
    },
    slack: {
      baseUrl: "https://slack.example/api",
      operatorConfigured: true,
      headers: {
        authorization: "Bearer {$env.SLACK_TOKEN}",
      },
    },
  },
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    acme: () => import("./tools/acme.ts"),
    issues: () => import("./tools/issues.ts"),
    pulls: () => import("./tools/pulls.ts"),
    repos: () => import("./tools/repos.ts"),
  },
  resources: () => import("./resources.ts"),
  prompts: () => import("./prompts.ts"),
  handlers,
});
