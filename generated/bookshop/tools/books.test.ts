// Generated from specs/bookshop.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  createBook,
  deleteBook,
  getBook,
  listBooks,
  replaceBook,
  updateBook,
} from "./books.ts";

testTool(server, createBook, {
  args: { title: "The Island of Doctor Moreau", authorIds: ["au_000005"], genre: "science-fiction", publishedYear: 1896, price: 799 },
  accept: "application/json",
  sends: [
    { request: "POST /books", type: "application/json", json: { title: "The Island of Doctor Moreau", authorIds: ["au_000005"], genre: "science-fiction", publishedYear: 1896, price: 799 } },
    { with: { format: "paperback" }, request: "POST /books", type: "application/json", json: { title: "The Island of Doctor Moreau", authorIds: ["au_000005"], genre: "science-fiction", format: "paperback", publishedYear: 1896, price: 799 }, rejects: "not one of these" },
    { with: { language: "en" }, request: "POST /books", type: "application/json", json: { title: "The Island of Doctor Moreau", authorIds: ["au_000005"], genre: "science-fiction", language: "en", publishedYear: 1896, price: 799 }, rejects: "\u0000" },
    { with: { stock: 12 }, request: "POST /books", type: "application/json", json: { title: "The Island of Doctor Moreau", authorIds: ["au_000005"], genre: "science-fiction", publishedYear: 1896, price: 799, stock: 12 }, rejects: -1 },
    { with: { isbn: "9780000001009" }, request: "POST /books", type: "application/json", json: { title: "The Island of Doctor Moreau", authorIds: ["au_000005"], genre: "science-fiction", publishedYear: 1896, price: 799, isbn: "9780000001009" }, rejects: "\u0000" },
    { with: { description: "A shipwrecked man meets the creatures of a forbidden laboratory." }, request: "POST /books", type: "application/json", json: { title: "The Island of Doctor Moreau", authorIds: ["au_000005"], genre: "science-fiction", publishedYear: 1896, price: 799, description: "A shipwrecked man meets the creatures of a forbidden laboratory." }, rejects: 0 },
  ],
  rejects: [
    { without: "title", at: "title" },
    { with: { title: "" }, at: "title" },
    { without: "authorIds", at: "authorIds" },
    { with: { authorIds: [] }, at: "authorIds" },
    { without: "genre", at: "genre" },
    { with: { genre: "not one of these" }, at: "genre" },
    { without: "publishedYear", at: "publishedYear" },
    { with: { publishedYear: 1399 }, at: "publishedYear" },
    { without: "price", at: "price" },
    { with: { price: -1 }, at: "price" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 201, json: { title: "The Time Machine", authorIds: ["au_000005"], genre: "science-fiction", publishedYear: 1895, price: 899, id: "bk_000001", format: "paperback", language: "en", stock: 12, isbn: "9780000001009", description: "A traveller returns from the year 802701.", averageRating: 4.7, coverUrl: "http://127.0.0.1:4010/v1/books/bk_000001/cover", createdAt: "2025-03-14T09:26:53.000Z" } },
  errors: [
    { status: 400, kind: "rejected" },
    { status: 401, kind: "unauthenticated" },
    { status: 409, kind: "conflict" },
    { status: 413, kind: "rejected" },
    { status: 415, kind: "rejected" },
    { status: 422, kind: "rejected" },
  ],
});

testTool(server, deleteBook, {
  args: { bookId: "bk_00000o" },
  sends: [
    { request: "DELETE /books/bk_00000o" },
  ],
  rejects: [
    { without: "bookId", at: "bookId" },
    { with: { bookId: "\u0000" }, at: "bookId" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 204 },
  errors: [
    { status: 401, kind: "unauthenticated" },
    { status: 404, kind: "not_found" },
    { status: 409, kind: "conflict" },
  ],
});

testTool(server, getBook, {
  args: { bookId: "bk_000001" },
  accept: "application/json",
  sends: [
    { request: "GET /books/bk_000001" },
  ],
  rejects: [
    { without: "bookId", at: "bookId" },
    { with: { bookId: "\u0000" }, at: "bookId" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: { title: "The Time Machine", authorIds: ["au_000005"], genre: "science-fiction", publishedYear: 1895, price: 899, id: "bk_000001", format: "paperback", language: "en", stock: 12, isbn: "9780000001009", description: "A traveller returns from the year 802701.", averageRating: 4.7, coverUrl: "http://127.0.0.1:4010/v1/books/bk_000001/cover", createdAt: "2025-03-14T09:26:53.000Z" } },
  errors: [
    { status: 401, kind: "unauthenticated" },
    { status: 404, kind: "not_found" },
  ],
});

testTool(server, listBooks, {
  accept: "application/json",
  sends: [
    { request: "GET /books" },
    { with: { q: "time" }, request: "GET /books?q=time", rejects: "" },
    { with: { filter: { genre: "science-fiction", maxPrice: 1500 } }, request: "GET /books?filter%5Bgenre%5D=science-fiction&filter%5BmaxPrice%5D=1500", rejects: 0 },
    { with: { authorId: ["au_000005", "au_000006"] }, request: "GET /books?authorId=au_000005&authorId=au_000006", rejects: [] },
    { with: { format: ["paperback", "ebook"] }, request: "GET /books?format=paperback,ebook", rejects: [] },
    { with: { sort: "title" }, request: "GET /books?sort=title", rejects: "not one of these" },
    { with: { limit: 10 }, request: "GET /books?limit=10", rejects: 0 },
    { with: { cursor: "WyJ0aXRsZSIsIkVtbWEiLCJia18wMDAwMDIiXQ" }, request: "GET /books?cursor=WyJ0aXRsZSIsIkVtbWEiLCJia18wMDAwMDIiXQ", rejects: "" },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: { items: [{ title: "The Time Machine", authorIds: ["au_000005"], genre: "science-fiction", publishedYear: 1895, price: 899, id: "bk_000001", format: "paperback", language: "en", stock: 12, isbn: "9780000001009" }], nextCursor: "a" } },
  errors: [
    { status: 400, kind: "rejected" },
    { status: 401, kind: "unauthenticated" },
  ],
});

testTool(server, replaceBook, {
  args: { bookId: "bk_000001", title: "Pride and Prejudice", authorIds: ["au_000001"], genre: "romance", publishedYear: 1813, price: 1499 },
  accept: "application/json",
  sends: [
    { request: "PUT /books/bk_000001", type: "application/json", json: { title: "Pride and Prejudice", authorIds: ["au_000001"], genre: "romance", publishedYear: 1813, price: 1499 } },
    { with: { format: "hardback" }, request: "PUT /books/bk_000001", type: "application/json", json: { title: "Pride and Prejudice", authorIds: ["au_000001"], genre: "romance", format: "hardback", publishedYear: 1813, price: 1499 }, rejects: "not one of these" },
    { with: { language: "en" }, request: "PUT /books/bk_000001", type: "application/json", json: { title: "Pride and Prejudice", authorIds: ["au_000001"], genre: "romance", language: "en", publishedYear: 1813, price: 1499 }, rejects: "\u0000" },
    { with: { stock: 20 }, request: "PUT /books/bk_000001", type: "application/json", json: { title: "Pride and Prejudice", authorIds: ["au_000001"], genre: "romance", publishedYear: 1813, price: 1499, stock: 20 }, rejects: -1 },
    { with: { isbn: "9780000000019" }, request: "PUT /books/bk_000001", type: "application/json", json: { title: "Pride and Prejudice", authorIds: ["au_000001"], genre: "romance", publishedYear: 1813, price: 1499, isbn: "9780000000019" }, rejects: "\u0000" },
    { with: { description: "Five sisters, two proposals and a great many opinions." }, request: "PUT /books/bk_000001", type: "application/json", json: { title: "Pride and Prejudice", authorIds: ["au_000001"], genre: "romance", publishedYear: 1813, price: 1499, description: "Five sisters, two proposals and a great many opinions." }, rejects: 0 },
  ],
  rejects: [
    { without: "bookId", at: "bookId" },
    { with: { bookId: "\u0000" }, at: "bookId" },
    { without: "title", at: "title" },
    { with: { title: "" }, at: "title" },
    { without: "authorIds", at: "authorIds" },
    { with: { authorIds: [] }, at: "authorIds" },
    { without: "genre", at: "genre" },
    { with: { genre: "not one of these" }, at: "genre" },
    { without: "publishedYear", at: "publishedYear" },
    { with: { publishedYear: 1399 }, at: "publishedYear" },
    { without: "price", at: "price" },
    { with: { price: -1 }, at: "price" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: { title: "The Time Machine", authorIds: ["au_000005"], genre: "science-fiction", publishedYear: 1895, price: 899, id: "bk_000001", format: "paperback", language: "en", stock: 12, isbn: "9780000001009", description: "A traveller returns from the year 802701.", averageRating: 4.7, coverUrl: "http://127.0.0.1:4010/v1/books/bk_000001/cover", createdAt: "2025-03-14T09:26:53.000Z" } },
  errors: [
    { status: 400, kind: "rejected" },
    { status: 401, kind: "unauthenticated" },
    { status: 404, kind: "not_found" },
    { status: 409, kind: "conflict" },
    { status: 413, kind: "rejected" },
    { status: 415, kind: "rejected" },
    { status: 422, kind: "rejected" },
  ],
});

testTool(server, updateBook, {
  args: { bookId: "bk_000001", body: { price: 749, stock: 40, description: null } },
  accept: "application/json",
  sends: [
    { request: "PATCH /books/bk_000001", type: "application/json", json: { price: 749, stock: 40, description: null } },
  ],
  rejects: [
    { without: "bookId", at: "bookId" },
    { with: { bookId: "\u0000" }, at: "bookId" },
    { without: "body", at: "body" },
    { with: { body: 0 }, at: "body" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: { title: "The Time Machine", authorIds: ["au_000005"], genre: "science-fiction", publishedYear: 1895, price: 899, id: "bk_000001", format: "paperback", language: "en", stock: 12, isbn: "9780000001009", description: "A traveller returns from the year 802701.", averageRating: 4.7, coverUrl: "http://127.0.0.1:4010/v1/books/bk_000001/cover", createdAt: "2025-03-14T09:26:53.000Z" } },
  errors: [
    { status: 400, kind: "rejected" },
    { status: 401, kind: "unauthenticated" },
    { status: 404, kind: "not_found" },
    { status: 409, kind: "conflict" },
    { status: 413, kind: "rejected" },
    { status: 415, kind: "rejected" },
    { status: 422, kind: "rejected" },
  ],
});
