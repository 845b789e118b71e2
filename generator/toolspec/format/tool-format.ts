/** The format of tools: requests, steps and arguments. */
import type { Template } from "../../../runtime/contract/template.ts";
import type { JsonObject } from "../../json.ts";
import { parseShortForm, type ShortForm } from "../short-form.ts";
import { anyText, choice, either, integer, json, list, map, object, template, text } from "./build.ts";
import {
  code,
  conditions,
  description,
  duration,
  expression,
  mediaType,
  NAMES,
  name,
  output,
  polling,
  presentation,
  presented,
} from "./shared.ts";

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

const target = (method: string) =>
  text(`The path of a ${method.toUpperCase()} request, below the upstream's base URL: /repos/{owner}.`, {
    pattern: /^\/[^\s?#]*$/,
    expected: "a path",
    fix: "Write a path that starts with a slash, without a query: /repos/{owner}/issues.",
  });

const value = template("A value or an expression.");
const NONE: ReadonlyMap<string, Template> = new Map();

export const http = object(
  "a request",
  "One HTTP request, with expressions in it.",
  {
    upstream: text("The upstream that receives it; optional if there is only one."),
    get: target("get"),
    post: target("post"),
    put: target("put"),
    patch: target("patch"),
    delete: target("delete"),
    path: map("The values of the path parameters {name}.", value),
    query: map("The query; values that are missing are left out.", value),
    headers: map(
      "Headers of the request. Secrets come from the environment, as in Bearer {$env.TOKEN}.",
      anyText("The value, with expressions in it."),
      NAMES.header,
    ),
    body: template("The body, with expressions in it; members that are missing are left out."),
    contentType: mediaType(
      "The media type of the body. Default: application/json.",
      "application/json or application/x-www-form-urlencoded",
    ),
    ...polling,
  },
  {
    id: "request",
    exactlyOne: METHODS,
    keys: [
      {
        key: "body",
        beside: "get",
        message: "expected no `body` beside `get`, found one",
        fix: "Write it as `query`, or use another method.",
      },
    ],
  },
).transform((request) => {
  const { get, post, put, patch, delete: remove, ...others } = request;
  const { path, query, headers, body, contentType = "application/json", ...rest } = others;
  const method = METHODS.find((key) => request[key] !== undefined) ?? "get";
  return {
    ...rest,
    method: method.toUpperCase(),
    path: request[method] ?? "",
    params: path ?? NONE,
    query: query ?? NONE,
    headers: headers ?? NONE,
    ...(body !== undefined && { body: { type: contentType, value: body } }),
  };
});

/** A property: a short form with what it stands for, or a JSON Schema as it is written. */
export type Property = { readonly short: ShortForm } | { readonly schema: JsonObject };

const property = either(
  "A short form (string, string?, integer = 20, a|b|c, string[]) or a JSON Schema, with `required: false` if it is optional.",
  {
    expected: "a type",
    fix: "Write a short form such as string?, or a JSON Schema such as { type: integer, maximum: 100 }.",
  },
  [
    anyText("A short form.", { check: (form) => parseShortForm(form).refusal }).transform(
      (form): Property => ({ short: parseShortForm(form) }),
    ),
    json("A JSON Schema.").transform((schema): Property => ({ schema })),
  ],
);

/** The reaction to a failed step: first its retries, then `then`, where `end` stops the tool with the outputs so far. */
export interface StepFailure {
  readonly then: "fail" | "continue" | "end";
  readonly retries?: number;
  readonly afterMs?: number;
}

export const step = object(
  "a step",
  "One of several calls.",
  {
    id: name("The name under which later steps use its outputs: $steps.<id>.outputs.<name>.", NAMES.step),
    call: text("A tool of this file, <upstream>.<operationId> or <upstream>.GET /path."),
    http,
    handler: code("The code of the step"),
    with: map("The arguments of the call.", value),
    when: conditions("The step is skipped unless this holds."),
    forEach: expression(
      "An expression for a list: the step runs once per item, with $item and $index, and each output is a list.",
    ),
    concurrency: integer("The number of items that run at once. Default: 1.", 1, 10),
    success: conditions("Conditions for success, besides the absence of an error."),
    onFailure: either(
      "After a failure the tool fails too, continues, or ends with the outputs so far. Default: fail.",
      {
        expected: "fail, continue, end or a map",
        fix: "Write fail, continue, end, or { retries: 2, after: 1s, then: continue }.",
      },
      [
        choice("What the tool does.", ["fail", "continue", "end"]).transform(
          (then): StepFailure => ({ then }),
        ),
        object("onFailure", "Retries first.", {
          retries: integer("The number of retries.", 1, 5),
          after: duration("The time before each retry."),
          then: choice("What the tool does in the end.", ["fail", "continue", "end"]),
        }).transform(
          ({ then = "fail", after, ...retries }): StepFailure => ({
            then,
            ...retries,
            ...(after !== undefined && { afterMs: after }),
          }),
        ),
      ],
    ),
    outputs: map(
      "The values that later steps and the result may use.",
      output("An expression."),
      NAMES.output,
    ),
  },
  {
    id: "step",
    required: ["id"],
    exactlyOne: ["call", "http", "handler"],
    keys: [
      {
        key: "with",
        beside: "http",
        message: "`with` has no effect beside `http`, which has expressions of its own",
        fix: "Write the values into `path`, `query`, `headers` and `body` of the request.",
      },
      {
        key: "concurrency",
        without: "forEach",
        message: "`concurrency` has no effect without `forEach`",
        fix: "Remove it, or add `forEach`.",
      },
    ],
  },
).transform(({ with: given, when, concurrency, success, onFailure, outputs, ...rest }) => ({
  ...rest,
  with: given ?? NONE,
  when: when ?? [],
  concurrency: concurrency ?? 1,
  success: success ?? [],
  onFailure: onFailure ?? { then: "fail" },
  outputs: outputs ?? NONE,
}));

export const tool = object(
  "a tool",
  "A tool: a request, several calls, or code.",
  {
    ...presentation,
    description: description("the tool"),
    input: map("The arguments, by name.", property, NAMES.argument),
    inputSchema: json("The arguments as one JSON Schema, which clients see as it is."),
    output: map("The members of the structured result, by name.", property),
    outputSchema: json("The structured result as one JSON Schema, which clients see as it is."),
    http,
    steps: list("Calls that run one after the other.", step, 1),
    handler: code("The code of the tool"),
    result: template("The result, in place of the API's answer or the outputs of the steps."),
  },
  {
    id: "tool",
    required: ["description"],
    exactlyOne: ["http", "steps", "handler"],
    keys: [
      {
        key: "inputSchema",
        beside: "input",
        message: "expected `input` or `inputSchema`, found both",
        fix: "Remove one of them.",
      },
      {
        key: "outputSchema",
        beside: "output",
        message: "expected `output` or `outputSchema`, found both",
        fix: "Remove one of them.",
      },
      {
        key: "result",
        beside: "handler",
        message: "`result` has no effect beside `handler`: the return value of the code is the result",
        fix: "Remove it.",
      },
    ],
  },
).transform((value) => presented(value));
