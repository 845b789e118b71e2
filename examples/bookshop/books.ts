import type Koa from "koa";
import { readJson } from "./body.ts";
import { Check } from "./check.ts";
import { ISBN, idOf, LANGUAGE } from "./formats.ts";
import { type Book, type BookInput, FORMATS, GENRES } from "./model.ts";
import { type Ordering, paginate } from "./paging.ts";
import { invalidBody, invalidQuery, Problem } from "./problems.ts";
import { readQuery } from "./query.ts";
import type { Route } from "./router.ts";
import type { Store } from "./store.ts";

const SORTS = ["title", "-title", "price", "-price", "publishedYear"] as const;

export function bookRoutes(store: Store): Route[] {
  const show = (ctx: Koa.Context, book: Book) => {
    const base = `${ctx.protocol}://${ctx.host}/v1`;
    const ratings = store.reviews.all().flatMap((review) => (review.bookId === book.id ? review.rating : []));
    const sum = ratings.reduce((total, rating) => total + rating, 0);
    return {
      ...book,
      averageRating: ratings.length === 0 ? null : Math.round((sum / ratings.length) * 10) / 10,
      coverUrl: store.covers.has(book.id) ? `${base}/books/${book.id}/cover` : null,
    };
  };

  return [
    {
      method: "GET",
      path: "/books",
      handle: (ctx) => {
        const { matches, ordering, query } = readSearch(ctx.querystring);
        const page = paginate(store.books.all().filter(matches), ordering, query);
        query.done(invalidQuery);
        ctx.body = { ...page, items: page.items.map((book) => show(ctx, book)) };
      },
    },
    {
      method: "POST",
      path: "/books",
      handle: async (ctx) => {
        const input = readBook(store, await readJson(ctx));
        const createdAt = store.timestamp();
        const book = store.books.create((id) => ({ id, ...input, createdAt, updatedAt: createdAt }));
        ctx.status = 201;
        ctx.set("Location", `/v1/books/${book.id}`);
        ctx.body = show(ctx, book);
      },
    },
    {
      method: "GET",
      path: "/books/{bookId}",
      handle: (ctx, id) => {
        ctx.body = show(ctx, store.books.get(id));
      },
    },
    {
      method: "PUT",
      path: "/books/{bookId}",
      handle: async (ctx, id) => {
        const book = store.books.get(id);
        const input = readBook(store, await readJson(ctx), id);
        ctx.body = show(ctx, store.books.put({ ...book, ...input, updatedAt: store.timestamp() }));
      },
    },
    {
      method: "PATCH",
      path: "/books/{bookId}",
      handle: async (ctx, id) => {
        const book = store.books.get(id);
        const patch = await readJson(ctx);
        if (typeof patch !== "object" || patch === null || Array.isArray(patch)) {
          throw invalidBody([{ field: "", message: "must be an object" }]);
        }
        if (Object.keys(patch).length === 0) {
          throw invalidBody([{ field: "", message: "must have at least one field" }]);
        }
        const input = readBook(store, { ...book, ...patch }, id);
        ctx.body = show(ctx, store.books.put({ ...book, ...input, updatedAt: store.timestamp() }));
      },
    },
    {
      method: "DELETE",
      path: "/books/{bookId}",
      staff: true,
      handle: (ctx, id) => {
        const book = store.books.get(id);
        if (store.orders.all().some((order) => order.lines.some((line) => line.bookId === book.id))) {
          throw new Problem(409, `Book ${book.id} has been ordered; set its stock to 0 instead.`);
        }
        for (const review of store.reviews.all()) {
          if (review.bookId === book.id) store.reviews.delete(review.id);
        }
        store.covers.delete(book.id);
        store.books.delete(book.id);
        ctx.status = 204;
      },
    },
  ];
}

function readSearch(querystring: string) {
  const query = readQuery(querystring, {
    q: "text",
    "filter[genre]": "text",
    "filter[maxPrice]": "integer",
    "filter[inStock]": "boolean",
    authorId: "repeated",
    format: "comma",
    sort: "text",
    limit: "integer",
    cursor: "text",
  });
  const q = query.has("q") ? query.text("q", { max: 100 }).toLowerCase() : "";
  const genre = query.has("filter[genre]") ? query.choice("filter[genre]", GENRES) : undefined;
  const maxPrice = query.has("filter[maxPrice]") ? query.integer("filter[maxPrice]", 0, 1_000_000) : Infinity;
  const inStock = query.has("filter[inStock]") ? query.boolean("filter[inStock]") : undefined;
  const authorIds = query.has("authorId")
    ? query.list("authorId", 1, 10, (items, index) => items.text(index, idOf("au")))
    : undefined;
  const formats = query.has("format")
    ? query.list("format", 1, FORMATS.length, (items, index) => items.choice(index, FORMATS))
    : undefined;
  const sort = query.has("sort") ? query.choice("sort", SORTS) : "title";

  const matches = (book: Book): boolean =>
    `${book.title} ${book.description ?? ""}`.toLowerCase().includes(q) &&
    (genre === undefined || book.genre === genre) &&
    book.price <= maxPrice &&
    (inStock === undefined || book.stock > 0 === inStock) &&
    (authorIds === undefined || book.authorIds.some((id) => authorIds.includes(id))) &&
    (formats === undefined || formats.includes(book.format));
  return { query, matches, ordering: orderingOf(sort) };
}

function orderingOf(sort: (typeof SORTS)[number]): Ordering<Book> {
  const descending = sort.startsWith("-");
  if (sort === "publishedYear") return { name: sort, key: (book) => book.publishedYear };
  if (sort === "price" || sort === "-price") return { name: sort, key: (book) => book.price, descending };
  return { name: sort, key: (book) => book.title, descending };
}

/** `ownId` is the id of the changed book, which may keep its ISBN. */
function readBook(store: Store, body: unknown, ownId?: string): BookInput {
  const check = new Check(body);
  const input: BookInput = {
    title: check.text("title"),
    authorIds: check.list("authorIds", 1, 10, (items, index) => {
      const id = items.text(index, idOf("au"));
      if (id !== "" && !store.authors.has(id)) items.refuse(index, `there is no author ${id}`);
      return id;
    }),
    genre: check.choice("genre", GENRES),
    format: check.given("format") ? check.choice("format", FORMATS) : "paperback",
    language: check.given("language") ? check.text("language", LANGUAGE) : "en",
    publishedYear: check.integer("publishedYear", 1400, 2100),
    price: check.integer("price", 0, 1_000_000),
    stock: check.given("stock") ? check.integer("stock", 0, 9999) : 0,
    isbn: check.has("isbn") ? check.text("isbn", ISBN) : null,
    description: check.has("description") ? check.text("description", { min: 0, max: 2000 }) : null,
  };
  check.done();
  const twin = store.books.all().find((book) => book.isbn !== null && book.isbn === input.isbn);
  if (twin && twin.id !== ownId) throw new Problem(409, `Book ${twin.id} has the ISBN ${twin.isbn} already.`);
  return input;
}
