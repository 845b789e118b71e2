// Generated from test/golden/declared/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { component, integer, z } from "speclathe/schema";

export const PutWholeItem = component(() => z.looseObject({
  n: integer().optional(),
}));
export type PutWholeItem = z.output<ReturnType<typeof PutWholeItem>>;
