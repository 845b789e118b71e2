import { anyText, anything, map, object, text } from "./build.ts";
import { conditions, NAMES } from "./common.ts";

export const METHODS = ["get", "post", "put", "patch", "delete"] as const;

const target = (method: string) =>
  text(`The path of a ${method.toUpperCase()} request, below the upstream's base URL: /repos/{owner}.`, {
    pattern: /^\/[^\s?#]*$/,
    takes: "a path",
    fix: "Write a path that starts with a slash, without a query: /repos/{owner}/issues.",
  }).optional();

export const poll = object(
  "polling",
  "How to wait for an answer that is not there yet: the status is asked for until it says so.",
  {
    status: text(
      "An expression for the URL of the status; $response.header.location, if it is left out.",
    ).optional(),
    done: conditions("What holds once the work is done, of the answer about the status.").optional(),
    failed: conditions("What holds if it has failed.").optional(),
    result: text("An expression for the URL of the result; the status itself, if it is left out.").optional(),
    interval: text("How long to wait before each question, at least 100ms; 1s, if it is left out.", {
      // More often nobody should ask.
      pattern: /^(?:[1-9]\d{2,8}ms|[1-9]\d{0,8}(?:\.\d{1,3})?[smh])$/,
      takes: "a duration of at least 100ms",
      fix: "Write a number and its unit: 500ms, 20s, 5m or 1h.",
    }).optional(),
  },
).meta({ id: "poll" });

export const http = object("a request", "One HTTP request, with expressions in it.", {
  upstream: text("The upstream that it goes to; may be left out where there is one only.").optional(),
  get: target("get"),
  post: target("post"),
  put: target("put"),
  patch: target("patch"),
  delete: target("delete"),
  path: map("What stands in the path for {name}.", anything("A value or an expression.")).optional(),
  query: map("The query; what is missing is left out.", anything("A value or an expression.")).optional(),
  headers: map(
    "Headers of the request; secrets come from the environment, as in Bearer {$env.TOKEN}.",
    anyText("The value, with expressions in it."),
    NAMES.header,
  ).optional(),
  body: anything("The body, with expressions in it; members that are missing are left out.").optional(),
  contentType: text("The media type of the body; application/json, if it is left out.", {
    pattern: /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;.*)?$/,
    takes: "a media type",
    fix: "Write for example application/json or application/x-www-form-urlencoded.",
  }).optional(),
  poll: poll.optional(),
}).meta({ id: "request", oneOf: METHODS.map((method) => ({ required: [method] })) });
