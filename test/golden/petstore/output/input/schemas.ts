// Generated from test/golden/petstore/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { allOf, component, integer, z } from "speclathe/schema";

export const NewPet = component(() => z.looseObject({
  name: z.string().min(1),
  tag: z.string().nullable().optional(),
  weight: z.number().gt(0).optional(),
}));
export type NewPet = z.output<ReturnType<typeof NewPet>>;

export const Pet = component(() => allOf([
  NewPet(),
  z.looseObject({
    id: integer(),
  }),
]));
export type Pet = z.output<ReturnType<typeof Pet>>;
