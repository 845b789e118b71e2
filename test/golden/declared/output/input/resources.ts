// Generated from test/golden/declared/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { defineResource } from "speclathe/resource";

export const bytes = defineResource({
  name: "bytes",
  uri: "input://bytes",
  mimeType: "application/octet-stream",
  blob: "AAEC",
});

export const code = defineResource({
  name: "code",
  uri: "input://code/{id}",
  handler: "test/golden/declared/input.handlers.ts#read",
  complete: {
    id: { handler: "test/golden/declared/input.handlers.ts#ids" },
  },
});

export const thing = defineResource({
  name: "thing",
  uri: "input://things/{id}",
  call: "get-thing",
  with: {
    id: "$inputs.id",
  },
  list: { handler: "test/golden/declared/input.handlers.ts#things" },
  complete: {
    id: ["a", "b"],
  },
});

export const zeta = defineResource({
  name: "zeta",
  uri: "input://zeta",
  text: "With {$inputs.no} expressions",
  subscribe: true,
});
