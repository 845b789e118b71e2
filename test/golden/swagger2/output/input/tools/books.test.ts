// Generated from test/golden/swagger2/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  addBook,
  listBooks,
  rateBook,
  removeBook,
  replaceBooks,
} from "./books.ts";

testTool(server, addBook, {
  args: { kind: "Book", title: "Moby-Dick" },
  accept: "application/json",
  sends: [
    { request: "POST /books", type: "application/json", json: { kind: "Book", title: "Moby-Dick" } },
    {
      with: { subtitle: "a" },
      request: "POST /books",
      type: "application/json",
      json: { kind: "Book", title: "Moby-Dick", subtitle: "a" },
      rejects: 0,
    },
    {
      with: { sequels: [{ kind: "Book", title: "Moby-Dick" }] },
      request: "POST /books",
      type: "application/json",
      json: { kind: "Book", title: "Moby-Dick", sequels: [{ kind: "Book", title: "Moby-Dick" }] },
      rejects: 0,
    },
  ],
  rejects: [
    { without: "kind", at: "kind" },
    { with: { kind: "not one of these" }, at: "kind" },
    { without: "title", at: "title" },
    { with: { title: 0 }, at: "title" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 201, json: { kind: "Book", title: "Moby-Dick" } },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, listBooks, {
  accept: "application/json",
  sends: [
    { request: "GET /books" },
    { with: { limit: 20 }, request: "GET /books?limit=20", rejects: 0 },
    { with: { genre: ["novel"] }, request: "GET /books?genre=novel", rejects: 0 },
    { with: { ids: [1] }, request: "GET /books?ids=1", rejects: 0 },
    { with: { words: ["sea", "whale"] }, request: "GET /books?words=sea%20whale", rejects: 0 },
    { with: { fields: ["a"] }, request: "GET /books?fields=a", rejects: 0 },
    { with: { since: "2024-01-31" }, request: "GET /books?since=2024-01-31", rejects: 0 },
    {
      with: { acceptLanguage: ["en", "fr"] },
      request: "GET /books",
      headers: { "accept-language": "en,fr" },
      rejects: 0,
    },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: [{ kind: "Book", title: "Moby-Dick" }] },
  errors: [
    { status: 400, kind: "rejected" },
  ],
});

testTool(server, rateBook, {
  args: { isbn: "9780142437247", stars: 1 },
  accept: "application/json",
  sends: [
    { request: "PATCH /books/9780142437247", type: "application/x-www-form-urlencoded", body: "stars=1" },
    {
      with: { review: "a" },
      request: "PATCH /books/9780142437247",
      type: "application/x-www-form-urlencoded",
      body: "stars=1&review=a",
      rejects: 0,
    },
  ],
  rejects: [
    { without: "isbn", at: "isbn" },
    { with: { isbn: "\u0000" }, at: "isbn" },
    { without: "stars", at: "stars" },
    { with: { stars: 0 }, at: "stars" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: { kind: "Book", title: "Moby-Dick" } },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, removeBook, {
  args: { isbn: "9780142437247" },
  sends: [
    { request: "DELETE /books/9780142437247" },
  ],
  rejects: [
    { without: "isbn", at: "isbn" },
    { with: { isbn: "\u0000" }, at: "isbn" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 204 },
  errors: [
    { status: 404, kind: "not_found" },
  ],
});

testTool(server, replaceBooks, {
  args: { isbn: "9780142437247" },
  sends: [
    { request: "PUT /books/9780142437247" },
    { with: { body: "a" }, request: "PUT /books/9780142437247", type: "text/csv", body: "a", rejects: 0 },
  ],
  rejects: [
    { without: "isbn", at: "isbn" },
    { with: { isbn: "\u0000" }, at: "isbn" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 204 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
