// Generated from test/golden/openapi32/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** file-away /documents/{id} */
export const fileAwayDocumentsById = defineTool({
  name: "file_away_documents_by_id",
  description: "file-away /documents/{id}",
  input: () => z.strictObject({
    id: integer().min(1),
    shelf: z.string().optional(),
  }),
  output: () => z.looseObject({
    shelf: z.string().optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "file-away",
    path: "/documents/{id}",
    params: {
      id: { in: "path" },
      shelf: { in: "body" },
    },
    body: { type: "application/json" },
    accept: "application/json",
  },
});

/** M-SEARCH /documents/{id} */
export const mSearchDocumentsById = defineTool({
  name: "m_search_documents_by_id",
  description: "M-SEARCH /documents/{id}",
  input: () => z.strictObject({
    id: integer().min(1),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "M-SEARCH",
    path: "/documents/{id}",
    params: {
      id: { in: "path" },
    },
  },
});
