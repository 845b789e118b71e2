// Generated from test/golden/first/weather.mcp.yaml. Do not edit; run `speclathe generate`.

import { testPrompt } from "speclathe/testing";
import server from "./index.ts";
import {
  plan,
} from "./prompts.ts";

testPrompt(server, plan, [
  { args: { city: "a", what: "hike" }, texts: ["Is tomorrow a day for a hike in a?", null] },
]);
