// Generated from test/golden/acme/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { testResource } from "speclathe/testing";
import server from "./index.ts";
import {
  motto,
} from "./resources.ts";

testResource(server, motto, [
  { uri: "acme://motto", text: "Look before you leap." },
]);
