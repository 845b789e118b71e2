// Generated from test/golden/first/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { defineResource } from "speclathe/resource";

export const runbook = defineResource({
  name: "runbook",
  uri: "acme://runbook",
  mimeType: "text/markdown",
  text: "# When it is slow\n\nRestart it.",
});
