// Generated from test/golden/parameters/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { component, z } from "speclathe/schema";

export const List = component(() => z.array(z.string()).min(1));
export type List = z.output<ReturnType<typeof List>>;

export const Rgb = component(() => z.looseObject({
  R: z.int(),
  G: z.int(),
}));
export type Rgb = z.output<ReturnType<typeof Rgb>>;
