// Generated from test/golden/swagger2/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** GET /books/{isbn}/cover */
export const getCover = defineTool({
  name: "get_cover",
  description: "GET /books/{isbn}/cover",
  input: () => z.strictObject({
    isbn: z.string(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/books/{isbn}/cover",
    params: {
      isbn: { in: "path" },
    },
    accept: "image/png",
  },
});

/** GET /motto */
export const getMotto = defineTool({
  name: "get_motto",
  description: "GET /motto",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/motto",
    params: {
    },
    accept: "text/plain",
  },
});
