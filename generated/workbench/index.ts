// Generated from specs/workbench.mcp.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";
import { handlers } from "./handlers.ts";

export default defineServer({
  name: "workbench",
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    workbench: () => import("./tools/workbench.ts"),
  },
  resources: () => import("./resources.ts"),
  prompts: () => import("./prompts.ts"),
  handlers,
});
