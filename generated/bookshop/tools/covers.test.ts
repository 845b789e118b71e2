// Generated from specs/bookshop.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  getCover,
  uploadCover,
} from "./covers.ts";

testTool(server, getCover, {
  args: { bookId: "bk_000001" },
  accept: "image/png, image/jpeg",
  sends: [
    { request: "GET /books/bk_000001/cover" },
  ],
  rejects: [
    { without: "bookId", at: "bookId" },
    { with: { bookId: "\u0000" }, at: "bookId" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, type: "image/png", base64: "AAECAwQ=" },
  errors: [
    { status: 401, kind: "unauthenticated" },
    { status: 404, kind: "not_found" },
  ],
});

testTool(server, uploadCover, {
  args: { bookId: "bk_000001", body: "AAECAwQ=" },
  accept: "application/json",
  sends: [
    { request: "PUT /books/bk_000001/cover", type: "image/png", body: "AAECAwQ=" },
  ],
  rejects: [
    { without: "bookId", at: "bookId" },
    { with: { bookId: "\u0000" }, at: "bookId" },
    { without: "body", at: "body" },
    { with: { body: 0 }, at: "body" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: {
    status: 200,
    json: {
      bookId: "bk_000001",
      mediaType: "image/png",
      size: 20480,
      sha256: "0000000000000000000000000000000000000000000000000000000000000000",
      updatedAt: "2025-03-14T09:26:53.000Z",
    },
  },
  errors: [
    { status: 400, kind: "rejected" },
    { status: 401, kind: "unauthenticated" },
    { status: 404, kind: "not_found" },
    { status: 413, kind: "rejected" },
    { status: 415, kind: "rejected" },
    { status: 422, kind: "rejected" },
  ],
});
