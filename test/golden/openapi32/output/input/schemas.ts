// Generated from test/golden/openapi32/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { component, z } from "speclathe/schema";

export const Document = component(() => z.looseObject({
  kind: z.string(),
  title: z.string().optional(),
}));
export type Document = z.output<ReturnType<typeof Document>>;
