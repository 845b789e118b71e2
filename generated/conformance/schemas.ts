// Generated from specs/conformance.mcp.yaml. Do not edit; run `speclathe generate`.

import { component, z } from "speclathe/schema";

export const JsonSchema202012ToolAddress = component(() => z.looseObject({
  street: z.string().optional(),
  city: z.string().optional(),
}));
export type JsonSchema202012ToolAddress = z.output<ReturnType<typeof JsonSchema202012ToolAddress>>;
