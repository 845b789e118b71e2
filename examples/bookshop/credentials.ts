import type Koa from "koa";
import { Problem } from "./problems.ts";

export class Credentials {
  readonly #apiKey: string;
  readonly #staffToken: string;

  constructor(apiKey: string, staffToken: string) {
    this.#apiKey = apiKey;
    this.#staffToken = staffToken;
  }

  /** Accepts anonymous requests, and refuses wrong credentials. */
  check(ctx: Koa.Context, staffOnly: boolean): void {
    const apiKey = ctx.get("X-Api-Key");
    const authorization = ctx.get("Authorization");
    const isStaff = /^bearer +(.+)$/i.exec(authorization)?.[1] === this.#staffToken;
    if (authorization !== "" && !isStaff) throw unauthorized("The bearer token is not valid.");
    if (apiKey !== "" && apiKey !== this.#apiKey) throw unauthorized("The API key is not valid.");
    if (staffOnly && !isStaff) throw unauthorized("This operation needs the bearer token of a staff member.");
  }
}

function unauthorized(detail: string): Problem {
  return new Problem(401, detail, { headers: { "WWW-Authenticate": 'Bearer realm="bookshop"' } });
}
