/** Keys of layers that come later: checked, so that a spec that has them stays valid, and without effect yet. */
import type { z } from "zod";
import { anything, choice, either, flag, integer, list, map, object, only, text } from "./build.ts";
import { duration } from "./common.ts";

const secret = (of: string) =>
  text(`${of}: a reference such as $env.TOKEN, never the secret itself.`, {
    pattern: /^\$(?:env|secret|ctx)\.[A-Za-z_][A-Za-z0-9_.]*$/,
    takes: "a reference to a secret",
    fix: "Put the secret into the environment, and write $env.NAME here.",
    code: "literal-secret",
  });

const expression = (of: string) => text(`${of}, as an expression.`);

const auth: z.ZodType = either(
  "How requests are authenticated. Reserved: it has no effect yet.",
  { takes: "a way to authenticate", fix: "Write for example { bearer: $env.TOKEN }, or none." },
  [
    only("Without authentication.", "none"),
    object("auth", "One way to authenticate, or several.", {
      bearer: secret("The token").optional(),
      basic: object("basic", "A name and a password.", {
        username: secret("The name"),
        password: secret("The password"),
      }).optional(),
      apiKey: object("apiKey", "A key that is sent with each request.", {
        in: choice("Where it is sent.", ["header", "query", "cookie"]),
        name: text("The name under which it is sent."),
        value: secret("The key"),
      }).optional(),
      oauth2: object("oauth2", "A token of an authorization server.", {
        flow: choice("How the token is obtained.", [
          "client_credentials",
          "token_exchange",
          "user_passthrough",
        ]),
        tokenUrl: text("Where tokens are issued.").optional(),
        clientId: secret("The client's id").optional(),
        clientSecret: secret("The client's secret").optional(),
        scopes: list("What is asked for.", text("A scope.")).optional(),
        audience: text("For whom the token is.").optional(),
      }).optional(),
      get anyOf() {
        return list("The first that can be satisfied.", auth, 2).optional();
      },
      get allOf() {
        return list("All of them together.", auth, 2).optional();
      },
    }),
  ],
).meta({ id: "auth" });

const pagination = either(
  "How lists go on. Reserved: it has no effect yet.",
  {
    takes: "a way to page, or false",
    fix: "Write for example { style: cursor, items: $response.body#/items }.",
  },
  [
    only("Lists are not continued.", false),
    object("pagination", "A way to page.", {
      style: choice("How the next page is found.", [
        ...["page", "offset", "cursor", "keyset", "next_url", "link_header", "odata"],
      ] as const),
      items: expression("The items of a page"),
      pageParam: text("Parameter with the number of the page.").optional(),
      offsetParam: text("Parameter with the offset.").optional(),
      cursorParam: text("Parameter with the cursor.").optional(),
      afterParam: text("Parameter with the key of the last item.").optional(),
      sizeParam: text("Parameter with the size of a page.").optional(),
      in: choice("Where the cursor travels.", ["query", "body", "header"]).optional(),
      next: expression("The cursor or the URL of the next page").optional(),
      key: text("The member of the last item that the next page starts after.").optional(),
      unit: choice("What the offset counts.", ["items", "pages"]).optional(),
      first: integer("The first page or offset.", 0, 1_000_000).optional(),
      maxSize: integer("The largest size of a page.", 1, 1_000_000).optional(),
      sameOrigin: flag("Whether the next page must be at the same origin.").optional(),
      stop: map("What says that there are no more pages.", anything("A value.")).optional(),
      autoCollect: either(
        "Whether pages are collected, and how many.",
        { takes: "true, false or a map of limits", fix: "Write true, or { maxItems: 100, maxPages: 5 }." },
        [
          flag("Whether pages are collected."),
          object("autoCollect", "How much is collected.", {
            maxItems: integer("Items at most.", 1, 1_000_000).optional(),
            maxPages: integer("Pages at most.", 1, 10_000).optional(),
            maxTokens: integer("Tokens at most.", 1, 10_000_000).optional(),
            deadline: duration("Time at most.").optional(),
          }),
        ],
      ).optional(),
    }),
  ],
).meta({ id: "pagination" });

const errors = object("errors", "What errors of an API look like. Reserved: it has no effect yet.", {
  message: expression("The message").optional(),
  code: expression("The API's own code").optional(),
  fields: expression("The fields that are wrong").optional(),
  docs: expression("Where to read more").optional(),
  when: expression("What tells that an answer with status 200 is an error").optional(),
  equals: anything("The value of `when` that means an error.").optional(),
  hints: map("What to tell the model, by status or code.", text("A hint.")).optional(),
}).meta({ id: "errors" });

const response = object("response", "What is left of an answer. Reserved: it has no effect yet.", {
  select: either(
    "What is kept.",
    { takes: "a list of fields or an expression", fix: "Write for example [number, title, user.login]." },
    [list("Fields that are kept.", text("A field.")), expression("What is kept")],
  ).optional(),
  drop: list("What is dropped: nulls, hypermedia, or a field.", text("What is dropped.")).optional(),
  maxTokens: integer("How long it may be.", 200, 10_000_000).optional(),
  allowFields: flag("Whether the model may choose fields.").optional(),
  text: text("The text of the result, with expressions.").optional(),
  outputSchema: choice("How strict the output schema is.", ["none", "loose", "strict"]).optional(),
  as: choice("What the answer becomes.", ["json", "text", "resource_link", "image"]).optional(),
}).meta({ id: "response" });

const cache = object("cache", "How long answers are kept. Reserved: it has no effect yet.", {
  ttl: duration("How long.").optional(),
  scope: choice("For whom.", ["public", "private"]).optional(),
  vary: list("What answers depend on.", text("A name.")).optional(),
}).meta({ id: "cache" });

const limits = object("limits", "How often something may be called. Reserved: it has no effect yet.", {
  rate: text("Calls in a time, such as 10/s per user.", {
    pattern: /^[0-9]+\/(?:s|m|h)(?: per (?:user|tool|server))?$/,
    takes: "a rate",
    fix: "Write for example 10/s, or 100/m per user.",
  }).optional(),
  concurrency: integer("Calls at once.", 1, 10_000).optional(),
}).meta({ id: "limits" });

const retry = object("retry", "When a request is sent again. Reserved: it has no effect yet.", {
  max: integer("How often.", 0, 5).optional(),
  on: list(
    "Statuses, network or timeout.",
    either(
      "A reason.",
      { takes: "a status, network or timeout", fix: "Write for example [429, 503, network]." },
      [integer("A status.", 400, 599), choice("A reason.", ["network", "timeout"])],
    ),
  ).optional(),
  maxWait: duration("How long at most.").optional(),
}).meta({ id: "retry" });

const scopes = list("What a caller must be allowed. Reserved: it has no effect yet.", text("A scope.")).meta({
  id: "scopes",
});

/** What can be said of everything that is called. */
const POLICY = {
  pagination: pagination.optional(),
  errors: errors.optional(),
  response: response.optional(),
  cache: cache.optional(),
  limits: limits.optional(),
  retry: retry.optional(),
};

/** By where they may stand. */
export const RESERVED = {
  spec: POLICY,
  upstream: { auth: auth.optional(), ...POLICY },
  operation: { scopes: scopes.optional(), ...POLICY },
  tool: { scopes: scopes.optional(), ...POLICY },
};

export const RESERVED_KEYS = [...Object.keys(RESERVED.upstream), "scopes"];
