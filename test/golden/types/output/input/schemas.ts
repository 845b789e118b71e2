// Generated from test/golden/types/input.openapi.json. Do not edit; run `speclathe generate`.

import { component, equals, integer, not, pattern, prefixItems, record, uniqueItems, z } from "speclathe/schema";

export const Size = component(() => z.enum([
  "s",
  "m",
  "l",
]));
export type Size = z.output<ReturnType<typeof Size>>;

export const Thing = component(() => z.looseObject({
  id: z.union([
    integer().min(1),
    z.string().min(1),
  ]),
  maybe: z.string().nullable().optional(),
  either: z.xor([
    z.string().check(pattern("^a")),
    Size(),
  ]),
  pair: z.array(z.unknown()).check(prefixItems([
    z.number(),
    z.string(),
  ], z.never())).optional(),
  above: z.number().gt(0).multipleOf(0.5).optional(),
  map: record(integer().nullable()).optional(),
  tags: z.array(z.string()).max(3).check(uniqueItems()).optional(),
  size: Size().optional(),
  nothing: z.null().optional(),
  anything: z.unknown().optional(),
  not: not(z.string()).optional(),
  choice: equals([
    "a",
    1,
    null,
    { b: [2] },
  ]).optional(),
}));
export type Thing = z.output<ReturnType<typeof Thing>>;
