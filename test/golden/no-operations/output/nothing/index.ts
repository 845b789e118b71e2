// Generated from test/golden/no-operations/nothing.openapi.yaml. Do not edit; run `speclathe generate`.

import { defineServer } from "speclathe/server";

export default defineServer({
  name: "nothing",
  surface: new URL("./surface.json", import.meta.url),
  groups: {},
});
