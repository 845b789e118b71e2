// Generated from test/golden/collisions/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { component, z } from "speclathe/schema";

export const Pet_og1l3n = component(() => z.looseObject({
  nick: z.string().optional(),
}));
export type Pet_og1l3n = z.output<ReturnType<typeof Pet_og1l3n>>;

export const Pet_v7ck6e = component(() => z.looseObject({
  name: z.string().optional(),
}));
export type Pet_v7ck6e = z.output<ReturnType<typeof Pet_v7ck6e>>;
