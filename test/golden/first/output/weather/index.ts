// Generated from test/golden/first/weather.mcp.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "weather",
  upstreams: {
    api: {
      baseUrl: "https://api.weather.example/v1",
      isChosen: true,
    },
  },
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    weather: () => import("./tools/weather.ts"),
  },
  resources: () => import("./resources.ts"),
  prompts: () => import("./prompts.ts"),
});
