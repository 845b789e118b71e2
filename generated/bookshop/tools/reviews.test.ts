// Generated from specs/bookshop.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  createReview,
  listReviews,
} from "./reviews.ts";

testTool(server, createReview, {
  args: { bookId: "bk_000001", rating: 5, text: "I laughed aloud on the train, twice.", reviewer: "Grace" },
  accept: "application/json",
  sends: [
    {
      request: "POST /books/bk_000001/reviews",
      type: "application/json",
      json: { rating: 5, text: "I laughed aloud on the train, twice.", reviewer: "Grace" },
    },
    {
      with: { title: "A first line to remember" },
      request: "POST /books/bk_000001/reviews",
      type: "application/json",
      json: {
        rating: 5,
        title: "A first line to remember",
        text: "I laughed aloud on the train, twice.",
        reviewer: "Grace",
      },
      rejects: "",
    },
  ],
  rejects: [
    { without: "bookId", at: "bookId" },
    { with: { bookId: "\u0000" }, at: "bookId" },
    { without: "rating", at: "rating" },
    { with: { rating: 0 }, at: "rating" },
    { without: "text", at: "text" },
    { with: { text: "" }, at: "text" },
    { without: "reviewer", at: "reviewer" },
    { with: { reviewer: "" }, at: "reviewer" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: {
    status: 201,
    json: {
      rating: 5,
      text: "Funny and sharp on every page.",
      reviewer: "Ada",
      id: "rv_000001",
      bookId: "bk_000001",
      title: "A joy",
      createdAt: "2025-03-14T09:26:53.000Z",
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

testTool(server, listReviews, {
  args: { bookId: "bk_000001" },
  accept: "application/json",
  sends: [
    { request: "GET /books/bk_000001/reviews" },
    { with: { minRating: 4 }, request: "GET /books/bk_000001/reviews?minRating=4", rejects: 0 },
    { with: { limit: 10 }, request: "GET /books/bk_000001/reviews?limit=10", rejects: 0 },
    {
      with: { cursor: "WyItY3JlYXRlZEF0IiwiMjAyNS0wMi0wM1QxMjowMDowMC4wMDBaIiwicnZfMDAwMDAzIl0" },
      request: "GET /books/bk_000001/reviews?cursor=WyItY3JlYXRlZEF0IiwiMjAyNS0wMi0wM1QxMjowMDowMC4wMDBaIiwicnZfMDAwMDAzIl0",
      rejects: "",
    },
  ],
  rejects: [
    { without: "bookId", at: "bookId" },
    { with: { bookId: "\u0000" }, at: "bookId" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: {
    status: 200,
    json: {
      items: [
        {
          rating: 5,
          text: "Funny and sharp on every page.",
          reviewer: "Ada",
          id: "rv_000001",
          bookId: "bk_000001",
          title: "A joy",
          createdAt: "2025-03-14T09:26:53.000Z",
        },
      ],
      nextCursor: "a",
    },
  },
  errors: [
    { status: 400, kind: "rejected" },
    { status: 401, kind: "unauthenticated" },
    { status: 404, kind: "not_found" },
  ],
});
