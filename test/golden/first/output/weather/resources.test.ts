// Generated from test/golden/first/weather.mcp.yaml. Do not edit; run `speclathe generate`.

import { testResource } from "speclathe/testing";
import server from "./index.ts";
import {
  scale,
} from "./resources.ts";

testResource(server, scale, [
  { uri: "weather://scale", text: "Rain is in millimetres a day, whatever the units." },
]);
