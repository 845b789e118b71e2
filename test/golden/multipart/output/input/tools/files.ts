// Generated from test/golden/multipart/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** POST /files */
export const uploadFile = defineTool({
  name: "upload_file",
  description: "POST /files",
  input: () => z.strictObject({
    file: z.string().describe("The file. Base64 of the bytes, or a data URI (data:image/png;name=photo.png;base64,…)."),
    thumbnails: z.array(z.string().describe("Base64 of the bytes, or a data URI (data:image/png;name=photo.png;base64,…).")).optional(),
    source: z.union([
      z.string(),
      z.string(),
    ]).optional().describe("A file or where it is. Bytes as a data URI (data:image/png;name=photo.png;base64,…)."),
    note: z.string().max(10).optional(),
    size: integer().optional(),
    tags: z.array(z.string()).optional(),
    meta: z.looseObject({
      a: z.string().optional(),
    }).optional(),
    labels: z.array(z.string()).optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/files",
    params: {
      file: { in: "body", file: true },
      thumbnails: { in: "body", file: true, contentType: "image/png" },
      source: { in: "body", file: "uri" },
      note: { in: "body" },
      size: { in: "body" },
      tags: { in: "body" },
      meta: { in: "body" },
      labels: { in: "body", style: "form", explode: false },
    },
    body: { type: "multipart/form-data", required: true },
  },
});
