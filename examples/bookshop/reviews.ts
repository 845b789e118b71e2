import { readJson } from "./body.ts";
import { Check } from "./check.ts";
import type { Review, ReviewInput } from "./model.ts";
import { paginate } from "./paging.ts";
import { invalidQuery } from "./problems.ts";
import { readQuery } from "./query.ts";
import type { Route } from "./router.ts";
import type { Store } from "./store.ts";

export function reviewRoutes(store: Store): Route[] {
  return [
    {
      method: "GET",
      path: "/books/{bookId}/reviews",
      handle: (ctx, bookId) => {
        const book = store.books.get(bookId);
        const query = readQuery(ctx.querystring, { minRating: "integer", limit: "integer", cursor: "text" });
        const minRating = query.has("minRating") ? query.integer("minRating", 1, 5) : 1;
        const found = store.reviews.all().filter((it) => it.bookId === book.id && it.rating >= minRating);
        const newestFirst = { name: "-createdAt", key: (it: Review) => it.createdAt, descending: true };
        const page = paginate(found, newestFirst, query);
        query.done(invalidQuery);
        ctx.body = page;
      },
    },
    {
      method: "POST",
      path: "/books/{bookId}/reviews",
      handle: async (ctx, bookId) => {
        const book = store.books.get(bookId);
        const input = readReview(await readJson(ctx));
        const createdAt = store.timestamp();
        ctx.status = 201;
        ctx.body = store.reviews.create((id) => ({ id, bookId: book.id, ...input, createdAt }));
      },
    },
  ];
}

function readReview(body: unknown): ReviewInput {
  const check = new Check(body);
  const input: ReviewInput = {
    rating: check.integer("rating", 1, 5),
    title: check.has("title") ? check.text("title", { max: 120 }) : null,
    text: check.text("text", { max: 4000 }),
    reviewer: check.text("reviewer", { max: 80 }),
  };
  check.done();
  return input;
}
