import type Koa from "koa";

export interface FieldError {
  field: string;
  message: string;
}

export interface ProblemExtras {
  errors?: FieldError[];
  headers?: Record<string, string>;
}

const TITLES = {
  400: "Bad request",
  401: "Unauthorized",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  413: "Body too large",
  415: "Unsupported media type",
  422: "Invalid body",
  429: "Too many requests",
  500: "Internal error",
} as const;

/** An error that is safe to show to clients; sent as `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  readonly status: keyof typeof TITLES;
  readonly extras: ProblemExtras;

  constructor(status: keyof typeof TITLES, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.status = status;
    this.extras = extras;
  }
}

export function notFound(kind: string, id: string): Problem {
  return new Problem(404, `There is no ${kind} ${id}.`);
}

export function invalidBody(errors: FieldError[]): Problem {
  return new Problem(422, "Some fields of the body are not valid.", { errors });
}

export function invalidQuery(errors: FieldError[]): Problem {
  return new Problem(400, "Some query parameters are not valid.", { errors });
}

export async function answerProblems(ctx: Koa.Context, next: Koa.Next): Promise<void> {
  try {
    await next();
  } catch (error) {
    // Only the operator sees the cause of an unexpected failure.
    if (!(error instanceof Problem)) ctx.app.emit("error", error, ctx);
    const problem = error instanceof Problem ? error : new Problem(500, "The bookshop failed to answer.");
    const title = TITLES[problem.status];
    ctx.status = problem.status;
    ctx.set(problem.extras.headers ?? {});
    ctx.body = {
      type: `https://bookshop.example/problems/${title.toLowerCase().replaceAll(" ", "-")}`,
      title,
      status: problem.status,
      detail: problem.message,
      ...(problem.extras.errors && { errors: problem.extras.errors }),
    };
    // Set last: assigning an object body resets the type to application/json.
    ctx.type = "application/problem+json";
  }
}
