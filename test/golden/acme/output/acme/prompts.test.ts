// Generated from test/golden/acme/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { testPrompt } from "speclathe/testing";
import server from "./index.ts";
import {
  triage,
} from "./prompts.ts";

testPrompt(server, triage, [
  { args: { report: "a", language: "python" }, texts: ["Triage this report of a python program: a", null] },
  { args: { report: "a", language: "python", focus: "a" }, texts: ["Triage this report of a python program: a", null] },
]);
