// Generated from test/golden/overlays/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { component, z } from "speclathe/schema";

export const Item = component(() => z.looseObject({
  id: z.string().optional(),
  price: z.number().optional(),
}));
export type Item = z.output<ReturnType<typeof Item>>;
