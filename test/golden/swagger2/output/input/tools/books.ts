// Generated from test/golden/swagger2/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { integer, pattern, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  Book,
  BookRequest,
} from "../schemas.ts";

/** POST /books */
export const addBook = defineTool({
  name: "add_book",
  description: "Adds a book to the shelf.",
  input: () => z.strictObject({
    kind: z.enum([
      "Book",
      "Magazine",
    ]),
    title: z.string(),
    subtitle: z.string().nullable().optional(),
    sequels: z.array(z.lazy(() => BookRequest())).optional(),
  }),
  output: () => z.lazy(() => Book()),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/books",
    params: {
      kind: { in: "body" },
      title: { in: "body" },
      subtitle: { in: "body" },
      sequels: { in: "body" },
    },
    body: { type: "application/json", required: true },
    accept: "application/json",
  },
});

/** GET /books */
export const listBooks = defineTool({
  name: "list_books",
  title: "List books",
  description: "List books",
  input: () => z.strictObject({
    limit: integer().min(1).optional().describe("How many. Default: 20."),
    genre: z.array(z.enum([
      "novel",
      "poetry",
    ])).optional(),
    ids: z.array(integer().min(1)).max(50).optional(),
    words: z.array(z.string()).optional(),
    fields: z.array(z.string()).optional(),
    since: z.string().optional(),
    acceptLanguage: z.array(z.string()).optional(),
  }),
  output: () => z.array(z.lazy(() => Book())),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/books",
    params: {
      limit: { in: "query" },
      genre: { in: "query" },
      ids: { in: "query", explode: false },
      words: { in: "query", style: "spaceDelimited", explode: false },
      fields: { in: "query", style: "pipeDelimited", explode: false },
      since: { in: "query" },
      acceptLanguage: { in: "header", name: "Accept-Language" },
    },
    accept: "application/json",
  },
});

/** PATCH /books/{isbn} */
export const rateBook = defineTool({
  name: "rate_book",
  description: "PATCH /books/{isbn}",
  input: () => z.strictObject({
    isbn: z.string().check(pattern("^[0-9]{13}$")),
    stars: integer().min(1).lt(5),
    review: z.string().max(500).optional().describe("What you thought of it."),
  }),
  output: () => z.lazy(() => Book()),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "PATCH",
    path: "/books/{isbn}",
    params: {
      isbn: { in: "path" },
      stars: { in: "body" },
      review: { in: "body" },
    },
    body: { type: "application/x-www-form-urlencoded", required: true },
    accept: "application/json",
  },
});

/** DELETE /books/{isbn} */
export const removeBook = defineTool({
  name: "remove_book",
  description: "DELETE /books/{isbn}",
  input: () => z.strictObject({
    isbn: z.string().check(pattern("^[0-9]{13}$")),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "DELETE",
    path: "/books/{isbn}",
    params: {
      isbn: { in: "path" },
    },
  },
});

/** PUT /books/{isbn} */
export const replaceBooks = defineTool({
  name: "replace_books",
  description: [
    "Deprecated.",
    "PUT /books/{isbn}",
  ],
  input: () => z.strictObject({
    isbn: z.string().check(pattern("^[0-9]{13}$")),
    body: z.string().optional().describe("One book a line."),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "PUT",
    path: "/books/{isbn}",
    params: {
      isbn: { in: "path" },
    },
    body: { type: "text/csv", argument: "body" },
    server: "http://library.example/v2",
  },
});
