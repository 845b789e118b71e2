import { readJson } from "./body.ts";
import { Check } from "./check.ts";
import { isDate, isHttpUri } from "./formats.ts";
import type { AuthorInput } from "./model.ts";
import { paginate } from "./paging.ts";
import { invalidQuery } from "./problems.ts";
import { readQuery } from "./query.ts";
import type { Route } from "./router.ts";
import type { Store } from "./store.ts";

export function authorRoutes(store: Store): Route[] {
  return [
    {
      method: "GET",
      path: "/authors",
      handle: (ctx) => {
        const query = readQuery(ctx.querystring, { q: "text", limit: "integer", cursor: "text" });
        const q = query.has("q") ? query.text("q", { max: 100 }).toLowerCase() : "";
        const found = store.authors.all().filter((author) => author.name.toLowerCase().includes(q));
        const page = paginate(found, { name: "name", key: (author) => author.name }, query);
        query.done(invalidQuery);
        ctx.body = page;
      },
    },
    {
      method: "POST",
      path: "/authors",
      handle: async (ctx) => {
        const input = readAuthor(await readJson(ctx));
        const author = store.authors.create((id) => ({ id, ...input }));
        ctx.status = 201;
        ctx.set("Location", `/v1/authors/${author.id}`);
        ctx.body = author;
      },
    },
    {
      method: "GET",
      path: "/authors/{authorId}",
      handle: (ctx, id) => {
        ctx.body = store.authors.get(id);
      },
    },
  ];
}

function readAuthor(body: unknown): AuthorInput {
  const check = new Check(body);
  const dateOrNull = (name: string): string | null => {
    if (!check.has(name)) return null;
    const text = check.text(name);
    if (text !== "" && !isDate(text)) check.refuse(name, "must be a date such as 1775-12-16");
    return text;
  };
  const input: AuthorInput = {
    name: check.text("name", { max: 120 }),
    born: dateOrNull("born"),
    died: dateOrNull("died"),
    homepage: check.has("homepage") ? check.text("homepage", { max: 500 }) : null,
  };
  if (input.homepage && !isHttpUri(input.homepage)) check.refuse("homepage", "must be an http or https URL");
  check.done();
  return input;
}
