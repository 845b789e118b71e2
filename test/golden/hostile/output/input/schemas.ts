// Generated from test/golden/hostile/input.openapi.json. Do not edit; run `speclathe generate`.

import { allOf, component, integer, member, z } from "speclathe/schema";

export const Evil = component(() => allOf([
  z.looseObject({
    "*/ ${process.exit(1)} `\" ' \\ </script> \u2028\u2029\u202e\u0000\u200b // \r\n import \"evil\"; ": z.literal("*/ ${process.exit(1)} `\" ' \\ </script> \u2028\u2029\u202e\u0000\u200b // \r\n import \"evil\"; ").optional(),
    constructor: z.unknown().optional(),
    next: XExportDefault().optional(),
  }),
  z.unknown().check(member("__proto__", z.string(), false)).check(member("constructor", z.looseObject({
    prototype: integer().optional(),
  }), false)),
]));
export type Evil = z.output<ReturnType<typeof Evil>>;

export const XExportDefault = component(() => z.enum([
  "*/ ${process.exit(1)} `\" ' \\ </script> \u2028\u2029\u202e\u0000\u200b // \r\n import \"evil\"; ",
  "a",
]));
export type XExportDefault = z.output<ReturnType<typeof XExportDefault>>;
