// Generated from specs/bookshop.openapi.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  BookId,
  Cursor,
  Review,
  ReviewPage,
} from "../schemas.ts";

/** POST /books/{bookId}/reviews */
export const createReview = defineTool({
  name: "create_review",
  title: "Review a book",
  description: [
    "Review a book",
    "Adds a review. The rating counts towards the `averageRating` of the book at once.",
  ],
  input: () => z.strictObject({
    bookId: BookId().describe("The id of the book."),
    rating: integer().min(1).max(5).describe("Stars, 5 being the best."),
    title: z.string().min(1).max(120).nullable().optional(),
    text: z.string().min(1).max(4000),
    reviewer: z.string().min(1).max(80).describe("The name to show with the review."),
  }),
  output: () => Review(),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/books/{bookId}/reviews",
    params: {
      bookId: { in: "path" },
      rating: { in: "body" },
      title: { in: "body" },
      text: { in: "body" },
      reviewer: { in: "body" },
    },
    body: { type: "application/json", required: true },
    accept: "application/json",
  },
});

/** GET /books/{bookId}/reviews */
export const listReviews = defineTool({
  name: "list_reviews",
  title: "List the reviews of a book",
  description: [
    "List the reviews of a book",
    "Returns the reviews of one book, newest first, one page at a time.",
  ],
  input: () => z.strictObject({
    bookId: BookId().describe("The id of the book."),
    minRating: integer().min(1).max(5).optional().describe("Only reviews that give at least this many stars. Default: 1."),
    limit: integer().min(1).max(50).optional().describe("The largest number of items to return. Default: 20."),
    cursor: Cursor().optional().describe("The `nextCursor` of the page before."),
  }),
  output: () => ReviewPage(),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/books/{bookId}/reviews",
    params: {
      bookId: { in: "path" },
      minRating: { in: "query" },
      limit: { in: "query" },
      cursor: { in: "query" },
    },
    accept: "application/json",
  },
});
