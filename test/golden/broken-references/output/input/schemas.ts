// Generated from test/golden/broken-references/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { component, z } from "speclathe/schema";

export const Good = component(() => z.looseObject({
  a: z.string().optional(),
}));
export type Good = z.output<ReturnType<typeof Good>>;
