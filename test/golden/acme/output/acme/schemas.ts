// Generated from test/golden/acme/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { component, integer, z } from "speclathe/schema";

export const Issue = component(() => z.looseObject({
  number: integer(),
  title: z.string(),
  html_url: z.string(),
  state: z.enum([
    "open",
    "closed",
  ]),
}));
export type Issue = z.output<ReturnType<typeof Issue>>;
