// Generated from test/golden/first/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { testPrompt } from "speclathe/testing";
import server from "./index.ts";
import {
  triage,
} from "./prompts.ts";

testPrompt(server, triage, [
  { args: { report: "a" }, texts: ["Triage this report: a"] },
]);
