// Generated from specs/bookshop.openapi.yaml. Do not edit; run `speclathe generate`.

import { integer, pattern, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  AuthorId,
  Book,
  BookFilter,
  BookId,
  BookPage,
  BookPatch,
  Cursor,
  Format,
  Genre,
  Money,
} from "../schemas.ts";

/** POST /books */
export const createBook = defineTool({
  name: "create_book",
  title: "Add a book to the catalogue",
  description: [
    "Add a book to the catalogue",
    "Adds a book. Its authors must exist already, and no other book may have its ISBN.",
  ],
  input: () => z.strictObject({
    title: z.string().min(1).max(200),
    authorIds: z.array(AuthorId()).min(1).max(10).describe("The authors, the main one first."),
    genre: Genre(),
    format: Format().optional().describe("Default: \"paperback\"."),
    language: z.string().check(pattern("^[a-z]{2}$")).optional().describe("ISO 639-1 code of the language of the text. Default: \"en\"."),
    publishedYear: integer().min(1400).max(2100).describe("The year of the first edition."),
    price: Money(),
    stock: integer().min(0).max(9999).optional().describe("Copies that can be sold. Default: 0."),
    isbn: z.string().check(pattern("^97[89][0-9]{10}$")).nullable().optional().describe("ISBN-13 without hyphens; null when the book has none."),
    description: z.string().max(2000).nullable().optional(),
  }),
  output: () => Book(),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/books",
    params: {
      title: { in: "body" },
      authorIds: { in: "body" },
      genre: { in: "body" },
      format: { in: "body" },
      language: { in: "body" },
      publishedYear: { in: "body" },
      price: { in: "body" },
      stock: { in: "body" },
      isbn: { in: "body" },
      description: { in: "body" },
    },
    body: { type: "application/json", required: true },
    accept: "application/json",
  },
});

/** DELETE /books/{bookId} */
export const deleteBook = defineTool({
  name: "delete_book",
  title: "Delete a book (staff)",
  description: [
    "Delete a book (staff)",
    "Deletes a book together with its cover and reviews. A book that was ever ordered cannot be deleted;\nset its stock to 0 instead.",
  ],
  input: () => z.strictObject({
    bookId: BookId().describe("The id of the book to delete."),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "DELETE",
    path: "/books/{bookId}",
    params: {
      bookId: { in: "path" },
    },
  },
});

/** GET /books/{bookId} */
export const getBook = defineTool({
  name: "get_book",
  title: "Get one book",
  description: [
    "Get one book",
    "Returns a book with its price, its stock and the average rating of its reviews.",
  ],
  input: () => z.strictObject({
    bookId: BookId().describe("The id of the book."),
  }),
  output: () => Book(),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/books/{bookId}",
    params: {
      bookId: { in: "path" },
    },
    accept: "application/json",
  },
});

/** GET /books */
export const listBooks = defineTool({
  name: "list_books",
  title: "Search the catalogue",
  description: [
    "Search the catalogue",
    "Returns the books that match every given condition, one page at a time. Without conditions it\nreturns the whole catalogue.",
  ],
  input: () => z.strictObject({
    q: z.string().min(1).max(100).optional().describe("Words to find in the title or the description, in any letter case."),
    filter: BookFilter().optional().describe("Conditions on the properties of a book; all of them have to hold."),
    authorId: z.array(AuthorId()).min(1).max(10).optional().describe("Only books by one of these authors. Repeat the parameter for each author."),
    format: z.array(Format()).min(1).max(3).optional().describe("Only books in one of these formats, separated by commas."),
    sort: z.enum([
      "title",
      "-title",
      "price",
      "-price",
      "publishedYear",
    ]).optional().describe("The order of the books; a leading minus sign turns it round. Default: \"title\"."),
    limit: integer().min(1).max(50).optional().describe("The largest number of items to return. Default: 20."),
    cursor: Cursor().optional().describe("The `nextCursor` of the page before. It works with the sort it was made for."),
  }),
  output: () => BookPage(),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/books",
    params: {
      q: { in: "query" },
      filter: { in: "query", style: "deepObject" },
      authorId: { in: "query" },
      format: { in: "query", explode: false },
      sort: { in: "query" },
      limit: { in: "query" },
      cursor: { in: "query" },
    },
    accept: "application/json",
  },
});

/** PUT /books/{bookId} */
export const replaceBook = defineTool({
  name: "replace_book",
  title: "Replace a book",
  description: [
    "Replace a book",
    "Replaces all fields of a book that callers set. A field that is left out gets its default, so use\n`updateBook` to change single fields.",
  ],
  input: () => z.strictObject({
    bookId: BookId().describe("The id of the book."),
    title: z.string().min(1).max(200),
    authorIds: z.array(AuthorId()).min(1).max(10).describe("The authors, the main one first."),
    genre: Genre(),
    format: Format().optional().describe("Default: \"paperback\"."),
    language: z.string().check(pattern("^[a-z]{2}$")).optional().describe("ISO 639-1 code of the language of the text. Default: \"en\"."),
    publishedYear: integer().min(1400).max(2100).describe("The year of the first edition."),
    price: Money(),
    stock: integer().min(0).max(9999).optional().describe("Copies that can be sold. Default: 0."),
    isbn: z.string().check(pattern("^97[89][0-9]{10}$")).nullable().optional().describe("ISBN-13 without hyphens; null when the book has none."),
    description: z.string().max(2000).nullable().optional(),
  }),
  output: () => Book(),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "PUT",
    path: "/books/{bookId}",
    params: {
      bookId: { in: "path" },
      title: { in: "body" },
      authorIds: { in: "body" },
      genre: { in: "body" },
      format: { in: "body" },
      language: { in: "body" },
      publishedYear: { in: "body" },
      price: { in: "body" },
      stock: { in: "body" },
      isbn: { in: "body" },
      description: { in: "body" },
    },
    body: { type: "application/json", required: true },
    accept: "application/json",
  },
});

/** PATCH /books/{bookId} */
export const updateBook = defineTool({
  name: "update_book",
  title: "Change some fields of a book",
  description: [
    "Change some fields of a book",
    "Changes the fields that are sent and keeps the others. Send null to clear a nullable field.",
  ],
  input: () => z.strictObject({
    bookId: BookId().describe("The id of the book."),
    body: BookPatch(),
  }),
  output: () => Book(),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "PATCH",
    path: "/books/{bookId}",
    params: {
      bookId: { in: "path" },
    },
    body: { type: "application/json", argument: "body" },
    accept: "application/json",
  },
});
