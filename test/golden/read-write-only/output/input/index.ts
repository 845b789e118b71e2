// Generated from test/golden/read-write-only/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "input",
  baseUrl: "https://api.example",
  surface: new URL("./surface.json", import.meta.url),
  groups: {
    crews: () => import("./tools/crews.ts"),
    members: () => import("./tools/members.ts"),
    teams: () => import("./tools/teams.ts"),
    users: () => import("./tools/users.ts"),
  },
});
