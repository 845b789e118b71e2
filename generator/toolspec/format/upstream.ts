import {
  anyText,
  anything,
  choice,
  either,
  flag,
  list,
  map,
  object,
  oneOrMore,
  only,
  text,
} from "./build.ts";
import {
  annotations,
  confirm,
  description,
  duration,
  icons,
  NAMES,
  name,
  task,
  tests,
  title,
} from "./common.ts";
import { poll } from "./http.ts";

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"] as const;

const selector = object("a selector", "Operations for which all that it says is true.", {
  operation: text("An operationId or GET /path, in which * stands for any text.").optional(),
  tag: text("A tag of the operation.").optional(),
  path: text("A path, in which * stands for one segment or a part of one and ** for any number.", {
    pattern: /^\//,
    takes: "a path",
    fix: "Start it with a slash: /repos/**.",
  }).optional(),
  method: oneOrMore(
    "One of these methods.",
    { takes: "a method or a list of methods", fix: "Write for example [get, head]." },
    choice("A method.", METHODS),
  ).optional(),
  deprecated: flag("Whether it is deprecated.").optional(),
  readOnly: flag("Whether it changes nothing: GET, HEAD, OPTIONS.").optional(),
}).meta({ id: "selector", minProperties: 1 });

const argument = either(
  "What is different about an argument; false hides one that is optional.",
  {
    takes: "false or what is different about the argument",
    fix: "Write false, or for example { name: after }.",
  },
  [
    only("Hides it.", false),
    object("an argument", "What is different about an argument.", {
      name: name("What it is called instead.", NAMES.argument).optional(),
      description: description("the argument").optional(),
      required: flag("Whether it must be given.").optional(),
      default: anything("Sent where it is not given, and shown to the model.").optional(),
      value: anything("Always sent; the argument is not offered. $env.NAME is the environment's.").optional(),
      schema: map(
        "Members of JSON Schema that are laid over the document's.",
        anything("Its value."),
      ).optional(),
    }),
  ],
);

const operation = either(
  "What is different about the tool of an operation; false leaves it out.",
  {
    takes: "false or what is different about the operation",
    fix: "Write false, or for example { name: list_issues }.",
  },
  [
    only("Leaves it out.", false),
    object("an operation", "What is different about the tool.", {
      name: name("What the tool is called.", NAMES.tool).optional(),
      aliases: list(
        "Old names under which it can still be called.",
        name("An old name.", NAMES.tool),
      ).optional(),
      title: title("the tool"),
      description: description("the tool").optional(),
      args: map("By the name the argument would have.", argument).optional(),
      annotations: annotations.optional(),
      icons: icons("the tool"),
      confirm: confirm.optional(),
      task: task.optional(),
      poll: poll.optional(),
      timeout: duration("How long a call may take.").optional(),
      tests: tests.optional(),
    }),
  ],
);

export const upstream = object("an upstream", "An API that tools call.", {
  openapi: text(
    "Its OpenAPI document; the one beside this file, if the upstream is called what this file is.",
  ).optional(),
  overlays: list(
    "OpenAPI Overlays, which are applied to the document first.",
    text("A file, relative to this one."),
  ).optional(),
  baseUrl: text("Where the API is; what its document says, if it is left out.", {
    pattern: /^https?:\/\/[^\s?#]+$/,
    takes: "a base URL",
    fix: "Write an http or https URL without a query: https://api.example.com/v1.",
  }).optional(),
  headers: map(
    "Sent with every request; secrets come from the environment, as in Bearer {$env.TOKEN}.",
    anyText("The value, with {$env.NAME} in it."),
    NAMES.header,
  ).optional(),
  timeout: duration("How long a call may take, of tools that say nothing of their own.").optional(),
  include: list("Operations that become tools; all, if it is left out.", selector).optional(),
  exclude: list("Operations that do not.", selector).optional(),
  operations: map(
    "What is different about an operation, by its operationId or as GET /path.",
    operation,
  ).optional(),
}).meta({ id: "upstream" });
