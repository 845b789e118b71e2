// Generated from test/golden/hostile/input.openapi.json. Do not edit; run `speclathe generate`.

import { pattern, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  Evil,
} from "../schemas.ts";

/** GET /a*\/b"`${x}/{p*\/} */
export const processExit_1ScriptImportEvilOp = defineTool({
  name: "process_exit_1_script_import_evil_op",
  title: "*/ ${process.exit(1)} `\" ' \\ </script> \n\n // \n import \"evil\"; summary",
  description: [
    "*/ ${process.exit(1)} `\" ' \\ </script> ",
    " // \n import \"evil\"; summary",
    "*/ ${process.exit(1)} `\" ' \\ </script> ",
    " // \n import \"evil\"; description",
  ],
  input: () => z.strictObject({
    p: z.string().describe("*/ ${process.exit(1)} `\" ' \\ </script> \n\n // \n import \"evil\";"),
    proto: z.string().optional().describe("Default: \"*/ ${process.exit(1)} `\\\" ' \\\\ </script> \u2028\u2029\u202e\\u0000\u200b // \\r\\n import \\\"evil\\\"; \"."),
    constructor_: z.enum([
      "*/ ${process.exit(1)} `\" ' \\ </script> \u2028\u2029\u202e\u0000\u200b // \r\n import \"evil\"; ",
      "__proto__",
      "constructor",
    ]).optional(),
    processExit1ScriptImportEvil: z.string().check(pattern("\"`$\\{x\\}*/$")).optional(),
    x: z.string(),
  }),
  output: () => Evil(),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/a*/b\"`${x}/{p*/}",
    params: {
      p: { in: "path", name: "p*/" },
      proto: { in: "query", name: "__proto__" },
      constructor_: { in: "query", name: "constructor" },
      processExit1ScriptImportEvil: { in: "query", name: "*/ ${process.exit(1)} `\" ' \\ </script> \u2028\u2029\u202e\u0000\u200b // \r\n import \"evil\"; " },
      x: { in: "path" },
    },
    accept: "application/json",
  },
});
