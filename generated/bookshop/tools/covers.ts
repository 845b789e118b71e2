// Generated from specs/bookshop.openapi.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  BookId,
  Cover,
} from "../schemas.ts";

/** GET /books/{bookId}/cover */
export const getCover = defineTool({
  name: "get_cover",
  title: "Download the cover of a book",
  description: [
    "Download the cover of a book",
    "Returns the bytes of the picture, in the type in which it was uploaded.",
  ],
  input: () => z.strictObject({
    bookId: BookId().describe("The id of the book."),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/books/{bookId}/cover",
    params: {
      bookId: { in: "path" },
    },
    accept: "image/png, image/jpeg",
  },
});

/** PUT /books/{bookId}/cover */
export const uploadCover = defineTool({
  name: "upload_cover",
  title: "Upload the cover of a book",
  description: [
    "Upload the cover of a book",
    "Sets or replaces the cover. The body is the bytes of a PNG or JPEG picture, at most 1 MiB.",
  ],
  input: () => z.strictObject({
    bookId: BookId().describe("The id of the book."),
    body: z.string().describe("Base64 of the bytes, or a data URI (data:image/png;name=photo.png;base64,…)."),
  }),
  output: () => Cover(),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "PUT",
    path: "/books/{bookId}/cover",
    params: {
      bookId: { in: "path" },
    },
    body: { type: "image/png", argument: "body" },
    accept: "application/json",
  },
});
