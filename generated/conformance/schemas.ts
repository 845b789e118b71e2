// Generated from specs/conformance.mcp.yaml. Do not edit; run `speclathe generate`.

import { component, z } from "speclathe/schema";

export const ToolsJsonSchema202012ToolInputSchemaDefsAddress = component(() => z.looseObject({
  street: z.string().optional(),
  city: z.string().optional(),
}));
export type ToolsJsonSchema202012ToolInputSchemaDefsAddress = z.output<ReturnType<typeof ToolsJsonSchema202012ToolInputSchemaDefsAddress>>;
