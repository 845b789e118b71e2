import { anyText, anything, choice, either, integer, list, map, object, text } from "./build.ts";
import {
  annotations,
  code,
  conditions,
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
import { http } from "./http.ts";

const property = either(
  "A short form (string, string?, integer = 20, a|b|c, string[]) or a JSON Schema, with `required: false` if it need not be given.",
  {
    takes: "a type",
    fix: "Write a short form such as string?, or a JSON Schema such as { type: integer, maximum: 100 }.",
  },
  [anyText("A short form."), map("A JSON Schema.", anything("Its value."))],
);

const schema = (of: string) =>
  map(`${of} as a complete JSON Schema, shown as it is.`, anything("Its value."));

const step = object("a step", "One of several calls.", {
  id: text("What later steps call it: $steps.<id>.outputs.<name>.", {
    pattern: NAMES.output.pattern,
    takes: "a name for a step",
    fix: NAMES.output.rule,
  }),
  call: text("A tool of this file, <upstream>.<operationId> or <upstream>.GET /path.").optional(),
  http: http.optional(),
  handler: code("What it does").optional(),
  with: map("The arguments of what is called.", anything("A value or an expression.")).optional(),
  when: conditions("Left out unless this holds.").optional(),
  forEach: text(
    "An expression for a list: runs once an item, as $item and $index; outputs are then lists.",
  ).optional(),
  concurrency: integer("How many items at once; 1, if it is left out.", 1, 10).optional(),
  success: conditions("What must hold beside that there was no error.").optional(),
  onFailure: either(
    "What happens if it fails: the tool fails too, goes on, or ends with what there is; fail, if it is left out.",
    {
      takes: "fail, continue, end or a map",
      fix: "Write fail, continue, end, or { retries: 2, after: 1s, then: continue }.",
    },
    [
      choice("What happens.", ["fail", "continue", "end"]),
      object("onFailure", "Tries again first.", {
        retries: integer("How often it is tried again.", 1, 5).optional(),
        after: duration("How long to wait before.").optional(),
        then: choice("What happens in the end.", ["fail", "continue", "end"]).optional(),
      }),
    ],
  ).optional(),
  outputs: map(
    "What later steps and the result may use.",
    anything("An expression."),
    NAMES.output,
  ).optional(),
}).meta({ id: "step", oneOf: ["call", "http", "handler"].map((key) => ({ required: [key] })) });

export const ACTIONS = ["http", "steps", "handler"] as const;

export const tool = object("a tool", "A tool: a request, several calls, or code.", {
  title: title("the tool"),
  description: description("the tool"),
  input: map("The arguments, by name.", property, NAMES.argument).optional(),
  inputSchema: schema("The arguments").optional(),
  output: map("The members of the structured result, by name.", property).optional(),
  outputSchema: schema("The structured result").optional(),
  http: http.optional(),
  steps: list("Calls one after the other.", step, 1).optional(),
  handler: code("What it does").optional(),
  result: anything(
    "What it answers with, in place of the API's answer or the outputs of the steps.",
  ).optional(),
  annotations: annotations.optional(),
  icons: icons("the tool"),
  aliases: list("Old names under which it can still be called.", name("An old name.", NAMES.tool)).optional(),
  confirm: confirm.optional(),
  task: task.optional(),
  timeout: duration("How long a call may take.").optional(),
  tests: tests.optional(),
}).meta({ id: "tool", oneOf: ACTIONS.map((action) => ({ required: [action] })) });
