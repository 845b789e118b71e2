// Generated from test/golden/parameters/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  List,
  Rgb,
} from "../schemas.ts";

/** GET /p/{simple}/{label}/{matrix}/x-{part}.json/{undeclared} */
export const getAll = defineTool({
  name: "get_all",
  description: "GET /p/{simple}/{label}/{matrix}/x-{part}.json/{undeclared}",
  input: () => z.strictObject({
    simple: List(),
    overridden: integer().optional().describe("Of the operation."),
    label: List(),
    matrix: Rgb(),
    part: integer(),
    form: List().optional(),
    csv: List().optional(),
    object: Rgb().optional(),
    space: List().optional(),
    pipe: List().optional(),
    deep: Rgb().optional(),
    reserved: z.string().optional(),
    json: Rgb().optional(),
    xToken: z.string().optional(),
    xList: List().optional(),
    session: z.string().optional(),
    old: z.boolean().optional().describe("Deprecated. Not any more."),
    undeclared: z.string(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/p/{simple}/{label}/{matrix}/x-{part}.json/{undeclared}",
    params: {
      simple: { in: "path" },
      overridden: { in: "query" },
      label: { in: "path", style: "label", explode: true },
      matrix: { in: "path", style: "matrix", explode: true },
      part: { in: "path" },
      form: { in: "query" },
      csv: { in: "query", explode: false },
      object: { in: "query" },
      space: { in: "query", style: "spaceDelimited", explode: false },
      pipe: { in: "query", style: "pipeDelimited", explode: false },
      deep: { in: "query", style: "deepObject" },
      reserved: { in: "query", allowReserved: true },
      json: { in: "query", contentType: "application/json" },
      xToken: { in: "header", name: "X-Token" },
      xList: { in: "header", name: "X-List" },
      session: { in: "cookie" },
      old: { in: "query" },
      undeclared: { in: "path" },
    },
  },
});
