import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type BookshopOptions, createBookshop } from "../../examples/bookshop/upstream.ts";
import {
  document,
  examplesOf,
  faults,
  type Operation,
  operationOf,
  operations,
  schemaExamples,
} from "./bookshop-document.ts";

const NOW = new Date("2025-03-14T09:26:53.000Z");
const STAFF = { authorization: "Bearer bookshop-staff" };
const PNG = Buffer.from("89504e470d0a1a0a00000000", "hex");
const JPEG = Buffer.from("ffd8ffe000104a464946", "hex");

interface Call {
  path?: string;
  query?: string;
  headers?: Record<string, string>;
  json?: unknown;
  bytes?: Uint8Array<ArrayBuffer> | string;
}

let server: Server;
let base: string;

async function open(options: BookshopOptions): Promise<void> {
  const app = createBookshop(options);
  app.silent = true;
  server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/v1`;
}

function close(): void {
  server.close();
  server.closeAllConnections();
}

async function send(method: string, path: string, { query, headers, json, bytes }: Call = {}) {
  const response = await fetch(base + path + (query ? `?${query}` : ""), {
    method,
    headers: { ...(json === undefined ? {} : { "content-type": "application/json" }), ...headers },
    body: json === undefined ? (bytes ?? null) : JSON.stringify(json),
  });
  const answer = Buffer.from(await response.arrayBuffer());
  const type = response.headers.get("content-type")?.split(";")[0];
  const body: Record<string, unknown> = type?.endsWith("json") ? JSON.parse(answer.toString()) : {};
  return { status: response.status, headers: response.headers, type, bytes: answer, body };
}

/** Calls an operation and holds the answer against the document. */
async function call(id: string, request: Call = {}) {
  const operation = operationOf(id);
  const reply = await send(operation.method, request.path ?? examplePath(operation), request);
  const declared = operation.answers.get(reply.status);
  expect(declared, `${id} answered ${reply.status}: ${reply.bytes}`).toBeDefined();
  const types = Object.keys(declared ?? {});
  expect(types.length === 0 ? [undefined] : types).toContain(reply.type);
  const schema = declared?.[reply.type ?? ""]?.schema;
  if (schema && reply.type?.endsWith("json")) expect(faults(schema, reply.body)).toEqual([]);
  return reply;
}

function examplePath({ path, parameters }: Operation): string {
  const id = parameters.find((parameter) => parameter.in === "path")?.example;
  return path.replace(/\{\w+\}/, String(id));
}

function exampleQuery({ parameters }: Operation): string {
  const pairs = parameters
    .filter((parameter) => parameter.in === "query")
    .flatMap(({ name, style, explode, example }): [string, string][] => {
      if (style === "deepObject") {
        return Object.entries(Object(example)).map(([key, value]) => [`${name}[${key}]`, String(value)]);
      }
      if (!Array.isArray(example)) return [[name, String(example)]];
      return explode ? example.map((item) => [name, String(item)]) : [[name, example.join(",")]];
    });
  return new URLSearchParams(pairs).toString();
}

function exampleHeaders({ parameters }: Operation): Record<string, string> {
  const headers = parameters.filter((parameter) => parameter.in === "header");
  return Object.fromEntries(headers.map(({ name, example }) => [name, String(example)]));
}

/** One call for each example of the body; a picture, which has none, or no body otherwise. */
function exampleRequests({ bodies }: Operation): Call[] {
  if (bodies["image/png"]) return [{ bytes: PNG, headers: { "content-type": "image/png" } }];
  const examples = examplesOf(bodies["application/json"] ?? {});
  return examples.length > 0 ? examples.map((json) => ({ json })) : [{}];
}

function exampleBody(id: string): Record<string, unknown> {
  const [example] = examplesOf(operationOf(id).bodies["application/json"] ?? {});
  return { ...Object(example) };
}

async function walk(id: string, query: string): Promise<Record<string, unknown>[]> {
  const seen: Record<string, unknown>[] = [];
  let cursor: unknown = "";
  do {
    const { body } = await call(id, { query: cursor === "" ? query : `${query}&cursor=${cursor}` });
    seen.push(...Object.values(Object(body.items)).map((item) => ({ ...Object(item) })));
    cursor = body.nextCursor;
  } while (cursor !== null);
  return seen;
}

beforeEach(() => open({ now: () => NOW }));
afterEach(close);

describe("the bookshop's document", () => {
  test("has 18 operations, each with its own id", () => {
    expect(operations).toHaveLength(18);
    expect(new Set(operations.map(({ id }) => id)).size).toBe(18);
  });

  test.each(operations)("has valid examples for $id", ({ parameters, bodies, answers }) => {
    for (const { schema, example } of parameters) expect(faults(schema, example)).toEqual([]);
    for (const media of [bodies, ...answers.values()].flatMap((content) => Object.values(content))) {
      for (const example of examplesOf(media)) expect(faults(media.schema ?? {}, example)).toEqual([]);
    }
  });

  test("has valid examples and defaults in its schemas", () => {
    const found = schemaExamples(document.components.schemas);
    for (const { schema, values } of found) {
      for (const value of values) expect(faults(schema, value)).toEqual([]);
    }
    expect(found.flatMap(({ values }) => values).length).toBeGreaterThan(50);
  });

  test.each(operations)("answers $id with its own example", async (operation) => {
    const [success] = operation.answers.keys();
    for (const body of exampleRequests(operation)) {
      close();
      await open({ now: () => NOW });
      const headers = { ...STAFF, ...exampleHeaders(operation), ...body.headers };
      const reply = await call(operation.id, { query: exampleQuery(operation), ...body, headers });
      expect(reply.status).toBe(success);
    }
  });
});

const book = exampleBody("createBook");
const order = exampleBody("createOrder");
const NOWHERE = "/books/bk_00zzzz";
const STRANGER = { ...book, authorIds: ["au_00zzzz"] };
const SOLD_OUT = { ...order, lines: [{ bookId: "bk_000004", quantity: 1 }] };
const NO_CARD = { ...order, lines: [{ bookId: "bk_000001", quantity: 0 }], payment: { method: "card" } };

describe("the bookshop", () => {
  const rows: { id: string; given: Call; want: number; fields?: string[] }[] = [
    { id: "listBooks", given: { query: "limit=0&sort=colour" }, want: 400, fields: ["sort", "limit"] },
    { id: "listBooks", given: { query: "filter[genre]=cooking" }, want: 400, fields: ["filter[genre]"] },
    { id: "listBooks", given: { query: "filter[colour]=red" }, want: 400, fields: ["filter[colour]"] },
    { id: "listBooks", given: { query: "format=ebook&format=hardback" }, want: 400, fields: ["format"] },
    { id: "listBooks", given: { query: "authorId=austen" }, want: 400, fields: ["authorId[0]"] },
    { id: "listBooks", given: { query: "cursor=bm90IG91cnM" }, want: 400, fields: ["cursor"] },
    { id: "listBooks", given: { headers: { "x-api-key": "wrong" } }, want: 401 },
    { id: "listBooks", given: { headers: { authorization: "Bearer wrong" } }, want: 401 },
    { id: "createBook", given: { json: {} }, want: 422 },
    { id: "createBook", given: { json: [] }, want: 422, fields: [""] },
    { id: "createBook", given: { json: STRANGER }, want: 422, fields: ["authorIds[0]"] },
    { id: "createBook", given: { json: { ...book, isbn: "9780000000019" } }, want: 409 },
    { id: "createBook", given: { bytes: "{", headers: { "content-type": "application/json" } }, want: 400 },
    { id: "createBook", given: { bytes: "title=x", headers: { "content-type": "text/plain" } }, want: 415 },
    { id: "createBook", given: { json: { ...book, description: "x".repeat(2 ** 21) } }, want: 413 },
    { id: "getBook", given: { path: NOWHERE }, want: 404 },
    { id: "replaceBook", given: { path: NOWHERE, json: book }, want: 404 },
    { id: "replaceBook", given: { json: { ...book, price: -1, stock: 1.5 } }, want: 422 },
    { id: "updateBook", given: { json: {} }, want: 422, fields: [""] },
    { id: "updateBook", given: { json: { title: null } }, want: 422, fields: ["title"] },
    { id: "deleteBook", given: {}, want: 401 },
    { id: "deleteBook", given: { headers: { "x-api-key": "bookshop-demo" } }, want: 401 },
    { id: "deleteBook", given: { path: "/books/bk_000001", headers: STAFF }, want: 409 },
    { id: "getCover", given: { path: "/books/bk_000002/cover" }, want: 404 },
    { id: "uploadCover", given: { bytes: "GIF89a", headers: { "content-type": "image/gif" } }, want: 415 },
    { id: "uploadCover", given: { bytes: JPEG, headers: { "content-type": "image/png" } }, want: 422 },
    { id: "listReviews", given: { path: `${NOWHERE}/reviews` }, want: 404 },
    { id: "createReview", given: { json: { rating: 6 } }, want: 422, fields: ["rating", "text", "reviewer"] },
    { id: "listAuthors", given: { query: "limit=51" }, want: 400, fields: ["limit"] },
    { id: "createAuthor", given: { json: { name: "X", born: "1900-02-30" } }, want: 422, fields: ["born"] },
    { id: "getAuthor", given: { path: "/authors/au_00zzzz" }, want: 404 },
    { id: "listOrders", given: { query: "status=paid,lost" }, want: 400, fields: ["status[1]"] },
    { id: "listOrders", given: { query: "placedFrom=yesterday" }, want: 400, fields: ["placedFrom"] },
    { id: "listOrders", given: { headers: { "x-request-id": "not allowed" } }, want: 400 },
    { id: "createOrder", given: { json: { ...order, lines: [] } }, want: 422, fields: ["lines"] },
    {
      id: "createOrder",
      given: { json: NO_CARD },
      want: 422,
      fields: ["lines[0].quantity", "payment.savedCardId"],
    },
    { id: "createOrder", given: { json: SOLD_OUT }, want: 409 },
    { id: "createOrder", given: { json: order, headers: { "idempotency-key": "1" } }, want: 400 },
    { id: "getOrder", given: { path: "/orders/or_00zzzz" }, want: 404 },
    { id: "cancelOrder", given: { path: "/orders/or_000001/cancel" }, want: 409 },
    { id: "salesReport", given: { query: "from=2025-01-01&to=2025-02-01" }, want: 401 },
    { id: "salesReport", given: { query: "from=2025-02-01", headers: STAFF }, want: 400, fields: ["to"] },
  ];

  test.each(rows)("refuses $id with $want (row %#)", async ({ id, given, want, fields }) => {
    const reply = await call(id, given);
    expect(reply.status).toBe(want);
    expect(reply.type).toBe("application/problem+json");
    expect(reply.body.status).toBe(want);
    expect(reply.headers.has("www-authenticate")).toBe(want === 401);
    const errors = Object.values(Object(reply.body.errors)).map((error) => Object(error).field);
    if (fields) expect(errors.sort()).toEqual([...fields].sort());
  });

  test("answers 404 and 405 outside its document", async () => {
    expect((await send("GET", "/shelves")).status).toBe(404);
    const reply = await send("PATCH", "/orders/or_000001");
    expect([reply.status, reply.headers.get("allow")]).toEqual([405, "GET"]);
  });

  test("hides the cause of an unexpected failure", async () => {
    close();
    await open({
      now: () => {
        throw new Error("inner workings");
      },
    });
    const reply = await send("POST", "/books", { json: book });
    expect([reply.status, reply.type]).toEqual([500, "application/problem+json"]);
    expect(reply.bytes.toString()).not.toMatch(/inner workings|upstream\.ts/);
  });

  test("limits the report per minute", async () => {
    const read = () => call("salesReport", { query: "from=2025-01-01&to=2025-02-01", headers: STAFF });
    for (let count = 0; count < 30; count += 1) expect((await read()).status).toBe(200);
    const refused = await read();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
  });
});

describe("lists of the bookshop", () => {
  const walks: { id: string; given: string; want: number; by: string; descending?: boolean }[] = [
    { id: "listBooks", given: "limit=5", want: 24, by: "title" },
    { id: "listBooks", given: "limit=7&sort=-price", want: 24, by: "price", descending: true },
    { id: "listAuthors", given: "limit=3", want: 10, by: "name" },
    { id: "listOrders", given: "limit=4", want: 6, by: "placedAt", descending: true },
    { id: "listReviews", given: "limit=1", want: 3, by: "createdAt", descending: true },
  ];

  test.each(walks)("return all $want of $id?$given exactly once", async (row) => {
    const { id, given, want, by, descending } = row;
    const seen = await walk(id, given);
    expect(new Set(seen.map((item) => item.id)).size).toBe(want);
    expect(seen).toHaveLength(want);
    const keys = seen.map((item) => item[by]);
    const sorted = [...keys].sort((a, b) => (Object(a) < Object(b) ? -1 : 1));
    expect(keys).toEqual(descending ? sorted.reverse() : sorted);
  });

  test("accept a cursor with its own sort order only", async () => {
    const { body } = await call("listBooks", { query: "limit=5&sort=price" });
    const reply = await call("listBooks", { query: `limit=5&sort=title&cursor=${body.nextCursor}` });
    expect(reply.status).toBe(400);
  });

  const filters: { id: string; given: string; want: string[] }[] = [
    { id: "listBooks", given: "filter[genre]=gothic&filter[maxPrice]=900", want: ["8", "l", "o"] },
    { id: "listBooks", given: "filter%5BinStock%5D=false", want: ["h", "4"] },
    { id: "listBooks", given: "authorId=au_000008&authorId=au_00000a", want: ["o", "l"] },
    { id: "listBooks", given: "format=ebook,hardback&filter[genre]=mystery", want: ["j", "k"] },
    { id: "listBooks", given: "q=TIME", want: ["c"] },
    { id: "listAuthors", given: "q=bront%C3%AB", want: ["8"] },
    { id: "listOrders", given: "status=paid,pending&customerEmail=ada@reader.example", want: ["6"] },
    {
      id: "listOrders",
      given: "placedFrom=2025-02-01T00:00:00Z&placedBefore=2025-03-01T00:00:00Z",
      want: ["3", "2"],
    },
    { id: "listReviews", given: "minRating=5", want: ["3", "1"] },
  ];

  test.each(filters)("return what $id?$given asks for", async ({ id, given, want }) => {
    const seen = await walk(id, given);
    expect(seen.map((item) => String(item.id).at(-1)).sort()).toEqual([...want].sort());
  });
});

describe("changes in the bookshop", () => {
  test("let a created book be read, changed, rated and deleted", async () => {
    const created = await call("createBook", { json: { ...book, stock: undefined } });
    expect(created.headers.get("location")).toBe("/v1/books/bk_00000p");
    expect(created.body).toMatchObject({ id: "bk_00000p", stock: 0, averageRating: null, coverUrl: null });
    const path = "/books/bk_00000p";
    expect((await call("getBook", { path })).body).toEqual(created.body);

    const patched = await call("updateBook", { path, json: { price: 1, isbn: null } });
    expect(patched.body).toEqual({ ...created.body, price: 1, isbn: null });
    const replaced = await call("replaceBook", { path, json: { ...book, title: "New" } });
    expect(replaced.body).toMatchObject({ title: "New", stock: 12, isbn: book.isbn });
    for (const rating of [4, 5, 5]) {
      await call("createReview", {
        path: `${path}/reviews`,
        json: { rating, text: "Good.", reviewer: "Ada" },
      });
    }
    expect((await call("getBook", { path })).body.averageRating).toBe(4.7);
    expect((await call("deleteBook", { path, headers: STAFF })).status).toBe(204);
    expect((await call("getBook", { path })).status).toBe(404);
  });

  test.each([
    ["image/png", PNG],
    ["image/jpeg", JPEG],
  ])("return a cover of %s as it was uploaded", async (type, bytes) => {
    const path = "/books/bk_000002/cover";
    const stored = await call("uploadCover", { path, bytes, headers: { "content-type": type } });
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(stored.body).toMatchObject({ mediaType: type, size: bytes.length, sha256 });
    const { body } = await call("getBook", { path: "/books/bk_000002" });
    expect(body.coverUrl).toBe(base + path);
    const cover = await call("getCover", { path });
    expect([cover.type, cover.bytes]).toEqual([type, bytes]);
  });

  test("take copies of an order out of stock, and return them when it is cancelled", async () => {
    const stock = async () => (await call("getBook", { path: "/books/bk_00000c" })).body.stock;
    const placed = await call("createOrder", { json: order });
    expect(placed.body).toMatchObject({ id: "or_000007", status: "paid", total: 899 + 2 * 699 });
    expect(await stock()).toBe(28);
    const cancelled = await call("cancelOrder", { path: "/orders/or_000007/cancel" });
    const cancelledAt = NOW.toISOString();
    expect(cancelled.body).toMatchObject({ status: "cancelled", cancelReason: null, cancelledAt });
    expect(await stock()).toBe(30);
  });

  test("place one order for an Idempotency-Key, and only for the same order", async () => {
    const headers = { "idempotency-key": "6f2d9c1e-4b7a-4d0e-9a53-1c8e7f20b6d4", "x-request-id": "req-1" };
    const first = await call("createOrder", { json: order, headers });
    const second = await call("createOrder", { json: order, headers });
    const third = await call("createOrder", { json: { ...order, giftNote: null }, headers });
    expect([first.status, second.status, third.status]).toEqual([201, 201, 409]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get("x-request-id")).toBe("req-1");
  });
});

test("the bookshop's report counts copies and revenue without cancelled orders", async () => {
  const query = "from=2025-01-14&to=2025-03-09&groupBy=book";
  const { type, bytes } = await call("salesReport", { query, headers: STAFF });
  expect(type).toBe("text/csv");
  expect(bytes.toString().split("\r\n")).toEqual([
    "book,copies,revenue",
    "A Study in Scarlet,15,11235",
    "A Tale of Two Cities,10,9990",
    "Dracula,1,1999",
    '"Frankenstein; or, The Modern Prometheus",1,1899',
    "Pride and Prejudice,1,899",
    "The Time Machine,15,10485",
    "Wuthering Heights,2,1798",
    "",
  ]);
});

test("the bookshop's staff token can be chosen", async () => {
  close();
  await open({ staffToken: "another" });
  expect((await call("deleteBook", { headers: STAFF })).status).toBe(401);
  expect((await call("deleteBook", { headers: { authorization: "Bearer another" } })).status).toBe(204);
});
