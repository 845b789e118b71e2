// Generated from test/golden/first/weather.mcp.yaml. Do not edit; run `speclathe generate`.

import { defineResource } from "speclathe/resource";

export const scale = defineResource({
  name: "scale",
  uri: "weather://scale",
  mimeType: "text/plain",
  text: "Rain is in millimetres a day, whatever the units.",
});
