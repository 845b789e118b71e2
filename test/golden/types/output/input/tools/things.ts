// Generated from test/golden/types/input.openapi.json. Do not edit; run `speclathe generate`.

import { equals, integer, not, pattern, prefixItems, record, uniqueItems, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  Size,
} from "../schemas.ts";

/** PUT /things */
export const putThing = defineTool({
  name: "put_thing",
  description: "PUT /things",
  input: () => z.strictObject({
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
    size: Size().optional().describe("How big. Default: \"m\"."),
    nothing: z.null().optional(),
    anything: z.unknown().optional(),
    not: not(z.string()).optional(),
    choice: equals([
      "a",
      1,
      null,
      { b: [2] },
    ]).optional(),
  }),
  output: () => z.looseObject({
    ok: z.literal(true).optional(),
  }).nullable(),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "PUT",
    path: "/things",
    params: {
      id: { in: "body" },
      maybe: { in: "body" },
      either: { in: "body" },
      pair: { in: "body" },
      above: { in: "body" },
      map: { in: "body" },
      tags: { in: "body" },
      size: { in: "body" },
      nothing: { in: "body" },
      anything: { in: "body" },
      not: { in: "body" },
      choice: { in: "body" },
    },
    body: { type: "application/json", required: true },
    accept: "application/json",
  },
});
