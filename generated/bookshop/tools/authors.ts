// Generated from specs/bookshop.openapi.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  Author,
  AuthorId,
  AuthorPage,
  Cursor,
} from "../schemas.ts";

/** POST /authors */
export const createAuthor = defineTool({
  name: "create_author",
  title: "Add an author",
  description: [
    "Add an author",
    "Adds an author, whose id books can then name in `authorIds`.",
  ],
  input: () => z.strictObject({
    name: z.string().min(1).max(120),
    born: z.string().nullable().optional(),
    died: z.string().nullable().optional().describe("Null when alive or not known."),
    homepage: z.string().max(500).nullable().optional().describe("An http or https page about the author."),
  }),
  output: () => Author(),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/authors",
    params: {
      name: { in: "body" },
      born: { in: "body" },
      died: { in: "body" },
      homepage: { in: "body" },
    },
    body: { type: "application/json", required: true },
    accept: "application/json",
  },
});

/** GET /authors/{authorId} */
export const getAuthor = defineTool({
  name: "get_author",
  title: "Get one author",
  description: [
    "Get one author",
    "Returns an author. To find the books of an author, use `listBooks` with `authorId`.",
  ],
  input: () => z.strictObject({
    authorId: AuthorId().describe("The id of the author."),
  }),
  output: () => Author(),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/authors/{authorId}",
    params: {
      authorId: { in: "path" },
    },
    accept: "application/json",
  },
});

/** GET /authors */
export const listAuthors = defineTool({
  name: "list_authors",
  title: "List the authors",
  description: [
    "List the authors",
    "Returns the authors by name, one page at a time.",
  ],
  input: () => z.strictObject({
    q: z.string().min(1).max(100).optional().describe("Letters to find in the name, in any letter case."),
    limit: integer().min(1).max(50).optional().describe("The largest number of items to return. Default: 20."),
    cursor: Cursor().optional().describe("The `nextCursor` of the page before."),
  }),
  output: () => AuthorPage(),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/authors",
    params: {
      q: { in: "query" },
      limit: { in: "query" },
      cursor: { in: "query" },
    },
    accept: "application/json",
  },
});
