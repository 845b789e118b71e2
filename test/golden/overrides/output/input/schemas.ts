// Generated from test/golden/overrides/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { component, integer, z } from "speclathe/schema";

export const File = component(() => z.looseObject({
  id: integer().optional(),
  name: z.string().optional(),
}));
export type File = z.output<ReturnType<typeof File>>;

export const Size = component(() => integer().min(1).max(100));
export type Size = z.output<ReturnType<typeof Size>>;
