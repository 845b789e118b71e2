/**
 * The format of `*.mcp.yaml`, version 1. The JSON Schema for editors (mcp.schema.json) is generated from it, and the
 * types of a tool spec are inferred from it.
 */
import { METHODS } from "../../openapi-grammar.ts";
import {
  anyText,
  anything,
  choice,
  either,
  flag,
  json,
  list,
  map,
  object,
  oneOrMore,
  only,
  template,
  text,
} from "./build.ts";
import { prompt, resource } from "./content-format.ts";
import {
  description,
  display,
  duration,
  NAMES,
  name,
  polling,
  presentation,
  presented,
  timed,
} from "./shared.ts";
import { tool } from "./tool-format.ts";

export const selector = object(
  "a selector",
  "Selects the operations that match all of its keys.",
  {
    operation: text("An operationId or GET /path, in which * stands for any text."),
    tag: text("A tag of the operation."),
    path: text(
      "A path, in which * stands for a segment or a part of one and ** for any number of segments.",
      {
        pattern: /^\//,
        expected: "a path",
        fix: "Start it with a slash: /repos/**.",
      },
    ),
    method: oneOrMore(
      "One of these methods.",
      { expected: "a method or a list of methods", fix: "Write for example [get, head]." },
      choice("A method.", METHODS),
    ).transform((methods) => methods.map((method) => method.toUpperCase())),
    deprecated: flag("True for deprecated operations, false for all others."),
    readOnly: flag("True for GET, HEAD and OPTIONS, false for all others."),
  },
  {
    id: "selector",
    keywords: { minProperties: 1 },
    check: (given) =>
      Object.keys(given).length > 0
        ? undefined
        : {
            message: "expected at least one key, found none: the selector would match every operation",
            fix: "Write for example { tag: issues }, or remove the selector.",
          },
  },
);

const HIDDEN_KEYS = ["name", "description", "required", "default", "schema"].map((key) => ({
  key,
  beside: "value",
  message: `\`${key}\` has no effect beside \`value\`, because the argument is not offered`,
  fix: "Remove one of them.",
}));

export const argument = either(
  "Changes to an argument; false hides an optional one.",
  { expected: "`false` or an argument override", fix: "Write false, or for example { name: after }." },
  [
    only("Hides it.", false),
    object(
      "an argument",
      "Changes to an argument.",
      {
        name: name("Its new name.", NAMES.argument),
        description: description("the argument"),
        required: flag("True if callers must give it."),
        default: anything("Sent if callers do not give it, and shown to the model."),
        value: template(
          "Always sent, and the argument is not offered. $env.NAME is an environment variable.",
        ),
        schema: json("Keywords of JSON Schema that replace those of the document."),
      },
      { keys: HIDDEN_KEYS },
    ),
  ],
);

export const operation = object("an operation", "Changes to the tool.", {
  name: name("The name of the tool.", NAMES.tool),
  ...presentation,
  description: description("the tool"),
  args: map("Changes to arguments, by the generated name of the argument.", argument),
  ...polling,
}).transform((value) => presented(value));

export const upstream = object(
  "an upstream",
  "An API that tools call.",
  {
    openapi: text(
      "Its OpenAPI document. Default: the document beside this file, if the upstream has the name of this file.",
    ),
    overlays: list(
      "OpenAPI Overlays, which are applied to the document first.",
      text("A file, relative to this one."),
    ),
    baseUrl: text("The base URL of the API. Default: the URL that its document states.", {
      pattern: /^https?:\/\/[^\s?#]+$/,
      expected: "a base URL",
      fix: "Write an http or https URL without a query: https://api.example.com/v1.",
    }).transform((url) => url.replace(/\/+$/, "")),
    headers: map(
      "Sent with every request. Secrets come from the environment, as in Bearer {$env.TOKEN}.",
      anyText("The value, with {$env.NAME} in it."),
      NAMES.header,
    ),
    timeout: duration("The longest time that a call may take, for tools without a timeout."),
    include: list("The operations that become tools. Default: all.", selector),
    exclude: list("The operations that do not become tools.", selector),
    operations: map(
      "Changes to operations, by operationId or as in GET /path.",
      either(
        "Changes to the tool of an operation; false leaves it out.",
        {
          expected: "`false` or an operation override",
          fix: "Write false, or for example { name: list_issues }.",
        },
        [only("Leaves it out.", false), operation],
      ),
    ),
  },
  { id: "upstream" },
).transform((value) => timed(value));

export const server = object("the server", "What clients see of the server.", {
  ...display("the server"),
  version: text("The version of the server, in quotes."),
  instructions: description("the server"),
  websiteUrl: text("A web page about the server.", {
    pattern: /^https?:\/\/\S+$/,
    expected: "a URL",
    fix: "Write an https URL.",
  }),
});

export const toolSpec = object(
  "a tool spec",
  "An MCP server: its name, upstreams, tools, resources and prompts.",
  {
    $schema: text("The JSON Schema of this file, for editors."),
    speclathe: only("The version of the format: 1.", 1, "Write `speclathe: 1` at the start of the file."),
    server: server,
    timeout: duration("The longest time that a call may take, for tools without a timeout."),
    upstreams: map("APIs that tools call, by name.", upstream, NAMES.upstream),
    tools: map("Tools, by name.", tool, NAMES.tool),
    resources: map("Resources, by name.", resource, NAMES.resource),
    prompts: map("Prompts, by name.", prompt, NAMES.prompt),
  },
  { required: ["speclathe"] },
).transform((value) => timed(value));
