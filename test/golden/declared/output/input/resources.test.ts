// Generated from test/golden/declared/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { testResource } from "speclathe/testing";
import server from "./index.ts";
import {
  bytes,
  zeta,
} from "./resources.ts";

testResource(server, bytes, [
  { uri: "input://bytes", blob: "AAEC" },
]);

testResource(server, zeta, [
  { uri: "input://zeta", text: "With {$inputs.no} expressions" },
]);
