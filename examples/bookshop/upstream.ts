import Koa from "koa";
import { authorRoutes } from "./authors.ts";
import { bookRoutes } from "./books.ts";
import { coverRoutes } from "./covers.ts";
import { Credentials } from "./credentials.ts";
import { orderRoutes } from "./orders.ts";
import { answerProblems, Problem } from "./problems.ts";
import { reportRoutes } from "./reports.ts";
import { reviewRoutes } from "./reviews.ts";
import { dispatch } from "./router.ts";
import { seed } from "./seed.ts";
import { Store } from "./store.ts";

export interface BookshopOptions {
  now?: () => Date;
  staffToken?: string;
}

/** Creates the demo API: implements specs/bookshop.openapi.yaml under /v1, with its own store. */
export function createBookshop(options: BookshopOptions = {}): Koa {
  const { now = () => new Date(), staffToken = "bookshop-staff" } = options;
  const store = new Store(now);
  seed(store);

  const routes = [
    ...bookRoutes(store),
    ...authorRoutes(store),
    ...coverRoutes(store),
    ...orderRoutes(store),
    ...reviewRoutes(store),
    ...reportRoutes(store),
  ];
  const app = new Koa();
  app.use(answerProblems);
  app.use(echoRequestId);
  app.use(dispatch("/v1", routes, new Credentials("bookshop-demo", staffToken)));
  return app;
}

async function echoRequestId(ctx: Koa.Context, next: Koa.Next): Promise<void> {
  const requestId = ctx.get("X-Request-Id");
  if (requestId !== "") {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(requestId)) {
      throw new Problem(400, "X-Request-Id must be 1 to 64 letters, digits, - or _.");
    }
    ctx.set("X-Request-Id", requestId);
  }
  await next();
}
