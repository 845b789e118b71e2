// Generated from test/golden/collisions/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  Pet_og1l3n,
  Pet_v7ck6e,
} from "../schemas.ts";

/** POST /pets/{id} */
export const postPetsById = defineTool({
  name: "post_pets_by_id",
  description: "POST /pets/{id}",
  input: () => z.strictObject({
    id: z.string(),
    body_query: z.string().optional(),
    body: z.array(Pet_v7ck6e()).optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/pets/{id}",
    params: {
      id: { in: "path" },
      body_query: { in: "query", name: "body" },
    },
    body: { type: "application/json", argument: "body" },
  },
});

/** PUT /pets/{id} */
export const putPetsById = defineTool({
  name: "put_pets_by_id",
  description: "PUT /pets/{id}",
  input: () => z.strictObject({
    id_path: z.string(),
    id_query: integer().optional(),
    ids: z.array(z.string()).optional(),
    pageSize: integer().optional(),
    select: z.string().optional(),
    xId: z.string().optional(),
    body: z.string().optional(),
    id_e6goxc: z.string(),
    id_u4hvgn: z.string().optional(),
    constructor_: z.string().optional(),
  }),
  output: () => Pet_og1l3n(),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "PUT",
    path: "/pets/{id}",
    params: {
      id_path: { in: "path", name: "id" },
      id_query: { in: "query", name: "id" },
      ids: { in: "query", name: "ids[]" },
      pageSize: { in: "query", name: "page[size]" },
      select: { in: "query", name: "$select" },
      xId: { in: "header", name: "X-Id" },
      body: { in: "query" },
      id_e6goxc: { in: "body", name: "id" },
      id_u4hvgn: { in: "body", name: "@id" },
      constructor_: { in: "body", name: "constructor" },
    },
    body: { type: "application/json", required: true },
    accept: "application/json",
  },
});
