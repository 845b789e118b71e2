// Generated from test/golden/first/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { testResource } from "speclathe/testing";
import server from "./index.ts";
import {
  runbook,
} from "./resources.ts";

testResource(server, runbook, [
  { uri: "acme://runbook", text: "# When it is slow\n\nRestart it." },
]);
