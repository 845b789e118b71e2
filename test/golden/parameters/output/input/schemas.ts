// Generated from test/golden/parameters/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { component, integer, z } from "speclathe/schema";

export const List = component(() => z.array(z.string()).min(1));
export type List = z.output<ReturnType<typeof List>>;

export const Rgb = component(() => z.looseObject({
  R: integer(),
  G: integer(),
}));
export type Rgb = z.output<ReturnType<typeof Rgb>>;
