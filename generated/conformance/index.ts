// Generated from specs/conformance.mcp.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";
import { handlers } from "./handlers.ts";

export default defineServer({
  name: "conformance",
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    conformance: () => import("./tools/conformance.ts"),
  },
  resources: () => import("./resources.ts"),
  prompts: () => import("./prompts.ts"),
  handlers,
  hooks: () => import("../../specs/conformance.hooks.ts"),
});
