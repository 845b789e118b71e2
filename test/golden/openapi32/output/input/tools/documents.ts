// Generated from test/golden/openapi32/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  Document,
} from "../schemas.ts";

/** COPY /documents/{id} */
export const copyDocument = defineTool({
  name: "copy_document",
  description: "COPY /documents/{id}",
  input: () => z.strictObject({
    id: integer().min(1),
    Destination: z.string(),
    Overwrite: z.enum([
      "T",
      "F",
    ]).optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "COPY",
    path: "/documents/{id}",
    params: {
      id: { in: "path" },
      Destination: { in: "header" },
      Overwrite: { in: "header" },
    },
  },
});

/** GET /documents/{id} */
export const getDocument = defineTool({
  name: "get_document",
  description: "GET /documents/{id}",
  input: () => z.strictObject({
    id: integer().min(1),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/documents/{id}",
    params: {
      id: { in: "path" },
    },
    accept: "text/plain",
    server: "https://east.archive.example/archive/v2",
  },
});

/** QUERY /documents */
export const searchDocuments = defineTool({
  name: "search_documents",
  title: "Search",
  description: "Search",
  input: () => z.strictObject({
    words: z.array(z.string()).min(1),
    since: z.string().optional(),
  }),
  output: () => z.array(Document()),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "QUERY",
    path: "/documents",
    params: {
      words: { in: "body" },
      since: { in: "body" },
    },
    body: { type: "application/json", required: true },
    accept: "application/json",
  },
});
