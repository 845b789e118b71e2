// Generated from test/golden/hostile/input.openapi.json. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  XExportDefault,
} from "../schemas.ts";

/** POST /a*\/b"`${x}/{p*\/} */
export const proto = defineTool({
  name: "proto",
  description: "POST /a*/b\"`${x}/{p*/}",
  input: () => z.strictObject({
    p: z.string(),
    x: z.string(),
    proto: z.string().optional(),
    processExit1ScriptImportEvil: z.literal("*/ ${process.exit(1)} `\" ' \\ </script> \u2028\u2029\u202e\u0000\u200b // \r\n import \"evil\"; ").optional(),
    constructor_: z.looseObject({
      prototype: integer().optional(),
    }).optional(),
    next: XExportDefault().optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/a*/b\"`${x}/{p*/}",
    params: {
      p: { in: "path", name: "p*/" },
      x: { in: "path" },
      proto: { in: "body", name: "__proto__" },
      processExit1ScriptImportEvil: { in: "body", name: "*/ ${process.exit(1)} `\" ' \\ </script> \u2028\u2029\u202e\u0000\u200b // \r\n import \"evil\"; " },
      constructor_: { in: "body", name: "constructor" },
      next: { in: "body" },
    },
    body: { type: "application/json", required: true },
  },
});
