import type Koa from "koa";
import type { Credentials } from "./credentials.ts";
import { Problem } from "./problems.ts";

export interface Route {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** The path template of the document, with at most one id. */
  path: string;
  staff?: boolean;
  handle: (ctx: Koa.Context, id: string) => void | Promise<void>;
}

export function dispatch(base: string, routes: Route[], credentials: Credentials): Koa.Middleware {
  const table = routes.map((route) => ({
    route,
    pattern: new RegExp(`^${base}${route.path.replace(/\{\w+\}/, "([^/]+)")}$`),
  }));

  return async (ctx) => {
    const matches = table.filter(({ pattern }) => pattern.test(ctx.path));
    if (matches.length === 0) throw new Problem(404, `There is no resource at ${ctx.path}.`);
    // Koa omits the body of a response to HEAD.
    const method = ctx.method === "HEAD" ? "GET" : ctx.method;
    const match = matches.find(({ route }) => route.method === method);
    if (!match) {
      const allowed = matches.map(({ route }) => route.method).join(", ");
      throw new Problem(405, `${ctx.path} takes ${allowed}.`, { headers: { Allow: allowed } });
    }
    credentials.check(ctx, match.route.staff ?? false);
    await match.route.handle(ctx, match.pattern.exec(ctx.path)?.[1] ?? "");
  };
}
