// Generated from test/golden/bodies/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { allOf, component, integer, z } from "speclathe/schema";

export const Both = component(() => allOf([
  z.looseObject({
    a: z.string(),
  }),
  Loose(),
]));
export type Both = z.output<ReturnType<typeof Both>>;

export const Loose = component(() => z.looseObject({
  b: integer().optional(),
}));
export type Loose = z.output<ReturnType<typeof Loose>>;

export const Strict = component(() => z.strictObject({
  a: z.string(),
  list: z.array(integer()).optional(),
}));
export type Strict = z.output<ReturnType<typeof Strict>>;
