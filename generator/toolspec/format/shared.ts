/** Parts of the format that several kinds of things have. */
import type { z } from "zod";
import { ERROR_KINDS } from "../../../runtime/contract/error-kinds.ts";
import type { Poll } from "../../../runtime/contract/http-binding.ts";
import { TOKEN } from "../../../runtime/contract/http-tokens.ts";
import { MAX_DESCRIPTION, MCP_NAME } from "../../../runtime/contract/limits.ts";
import type { Icon } from "../../../runtime/contract/surface.ts";
import type { Condition, Template } from "../../../runtime/contract/template.ts";
import type { CaseRow } from "../../../runtime/contract/test-rows.ts";
import { usesIn } from "../../expressions.ts";
import type { Json } from "../../json.ts";
import {
  anyText,
  anything,
  choice,
  either,
  flag,
  integer,
  list,
  map,
  type Names,
  number,
  object,
  oneOrMore,
  type Refusal,
  template,
  text,
} from "./build.ts";

/** A rule for names that end up in MCP, whose clients and models take no others. */
function word(of: string, reason = ""): Names {
  const fix = `Write 1 to 64 letters, digits, underscores and dashes${reason}.`;
  return { of, pattern: MCP_NAME, fix };
}

export const NAMES = {
  upstream: {
    of: "an upstream",
    pattern: /^[a-z0-9]+(?:[-_][a-z0-9]+)*$/,
    fix: "Write lower-case letters and digits, with single dashes or underscores between them.",
  },
  tool: word("a tool", ": MCP clients refuse other names"),
  argument: word("an argument", ": model APIs refuse other names"),
  resource: word("a resource"),
  prompt: word("a prompt", ": clients make commands of prompts"),
  step: word("a step"),
  output: word("an output"),
  header: { of: "a header", pattern: TOKEN, fix: "Write the header's name alone, such as X-Api-Version." },
} as const satisfies Record<string, Names>;

export function name(description: string, { of, pattern, fix }: Names): z.ZodString {
  return text(description, { pattern, expected: `a name for ${of}`, fix });
}

const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** The longest delay of Node's timers, almost 25 days: they fire at once if the delay is longer. */
const LONGEST = 2 ** 31 - 1;

/** A duration such as `20s`, in milliseconds. `atLeast` is the shortest that is accepted, in words and as a pattern. */
export function duration(description: string, atLeast?: { shown: string; pattern: RegExp }) {
  const rules = {
    pattern: atLeast?.pattern ?? /^\d{1,9}(?:\.\d{1,3})?(?:ms|s|m|h)$/,
    expected: atLeast ? `a duration of at least ${atLeast.shown}` : "a duration",
    fix: "Write a number and its unit: 500ms, 20s, 5m or 1h.",
  };
  return text(description, rules).transform(milliseconds);
}

function milliseconds(duration: string): number {
  const { number = "0", unit = "ms" } = /^(?<number>[\d.]+)(?<unit>ms|s|m|h)$/.exec(duration)?.groups ?? {};
  return Math.min(Math.round(Number(number) * MILLISECONDS[unit as keyof typeof MILLISECONDS]), LONGEST);
}

function title(of: string) {
  return text(`The name of ${of} that people see.`, { max: 200 });
}

export function description(of: string): z.ZodString {
  return text(`What a model reads about ${of}: its purpose, when to use it, and what it returns.`, {
    max: MAX_DESCRIPTION,
    fix: `Write a description of ${of} for a model.`,
  });
}

export function mediaType(description: string, example: string): z.ZodString {
  return text(description, {
    pattern: /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;.*)?$/,
    expected: "a media type",
    fix: `Write for example ${example}.`,
  });
}

/** `./acme.handlers.ts#createIssue`: the file, relative to the tool spec, and the export. */
export function code(of: string) {
  return text(`${of}, in TypeScript: a file beside this one and an export of it, ./acme.handlers.ts#name.`, {
    pattern: /^\.\/[^#]+\.m?ts#[A-Za-z_$][\w$]*$/,
    expected: "a reference to code",
    fix: "Write the file, relative to this one and in its folder, and the export: ./acme.handlers.ts#createIssue.",
  }).transform((reference) => {
    const { file = "", name = "" } = /^(?<file>[^#]+)#(?<name>.+)$/s.exec(reference)?.groups ?? {};
    return { file, name };
  });
}

const icon = object(
  "an icon",
  "A picture that clients may show.",
  {
    src: text("A file beside this one, an https URL or a data URI.", {
      pattern: /^(?:\.\.?\/|https:\/\/|data:image\/)./,
      expected: "a relative path, an https URL or a data URI of a picture",
      fix: "Write for example ./icon.svg.",
    }),
    mimeType: text("The media type, such as image/png; derived from the extension of a file.", {
      pattern: /^image\/[\w.+-]+$/,
      expected: "a media type of pictures",
      fix: "Write for example image/svg+xml or image/png.",
    }),
    sizes: list(
      "Sizes in pixels, such as 48x48, or any.",
      text("A size such as 48x48, or any.", {
        pattern: /^(?:\d+x\d+|any)$/,
        expected: "a size",
        fix: "Write for example 48x48, or any for pictures of any size.",
      }),
      1,
    ),
    theme: choice("The background that it is made for.", ["light", "dark"]),
  },
  { id: "icon", required: ["src"] },
) satisfies z.ZodType<Icon>;

/** The keys of everything that clients list. */
export function display(of: string) {
  return {
    title: title(of),
    icons: list(`Pictures that clients may show for ${of}.`, icon, 1),
  };
}

/** A text that is one expression or has expressions in it. */
export function expression(description: string): z.ZodString {
  return text(description, { check: refuseConstant });
}

/** A value whose texts, at the top, are expressions. */
export function output(description: string): z.ZodType<Template, Json> {
  return template(description, (value) => (typeof value === "string" ? refuseConstant(value) : undefined));
}

function refuseConstant(value: Json): Refusal | undefined {
  // An empty text is refused as such.
  if (typeof value === "string" && (value === "" || usesIn(value).length > 0)) return undefined;
  return {
    code: "unknown-expression",
    message: `expected an expression, found the constant ${JSON.stringify(value).slice(0, 60)}`,
    fix: "Write an expression such as $inputs.name or $response.body#/id.",
  };
}

const COMPARISONS = ["is", "not", "in", "exists", "gt", "gte", "lt", "lte"] as const;

const bound = (comparison: string) => number(`The value is a number ${comparison} this one.`);

const condition: z.ZodType<Condition> = object(
  "a condition",
  "A comparison; all of its keys must hold.",
  {
    value: template("The value that is compared: an expression such as $inputs.severity.", (value) =>
      refuseConstant(value),
    ),
    is: template("The value equals this one."),
    not: template("The value does not equal this one."),
    in: list("The value equals one of these.", template("A value."), 1),
    exists: flag("True: there is such a value; false: there is none."),
    gt: bound("greater than"),
    gte: bound("greater than or equal to"),
    lt: bound("less than"),
    lte: bound("less than or equal to"),
    get any() {
      return list("Conditions of which at least one must hold.", condition, 1);
    },
    get all() {
      return list("Conditions that must all hold.", condition, 1);
    },
  },
  {
    id: "condition",
    exactlyOne: ["value", "any", "all"],
    check: (given) =>
      Object.hasOwn(given, "value") && !COMPARISONS.some((key) => Object.hasOwn(given, key))
        ? {
            code: "missing-key",
            message: "expected a comparison beside `value`, found none",
            fix: "Add for example `is: high`, `in: [a, b]`, `exists: true` or `gt: 0`.",
          }
        : undefined,
  },
).transform(({ any, all, value = null, ...comparisons }): Condition => {
  if (any) return { any };
  return all ? { all } : { value, ...comparisons };
});

export function conditions(description: string) {
  return oneOrMore(
    description,
    {
      expected: "a condition or a list of conditions",
      fix: "Write for example { value: $inputs.severity, is: high }.",
    },
    condition,
    list("All of them must hold.", condition, 1),
  );
}

const poll = object(
  "polling",
  "How to wait for an answer that is not ready yet: the status is requested until `done` or `failed` holds.",
  {
    status: expression("An expression for the URL of the status. Default: $response.header.location."),
    done: conditions("Holds once the work is done; compares the answer of the status URL."),
    failed: conditions("Holds if the work has failed."),
    result: expression(
      "An expression for the URL of the result. Default: the last answer of the status URL is the result.",
    ),
    interval: duration("The time between two requests, at least 100ms. Default: 1s.", {
      shown: "100ms",
      pattern: /^(?:[1-9]\d{2,8}ms|[1-9]\d{0,8}(?:\.\d{1,3})?[smh])$/,
    }),
  },
  { id: "poll" },
).transform(({ status = "$response.header.location", interval = 1_000, ...rest }) => ({
  status,
  ...rest,
  intervalMs: interval,
})) satisfies z.ZodType<Poll>;

const answer = object(
  "an answer",
  "An answer of an upstream.",
  {
    status: integer("The HTTP status. Default: 200.", 100, 599),
    headers: map("The headers.", anyText("The value."), NAMES.header),
    body: anything("The body: a value that is sent as JSON, or a text."),
  },
  { id: "answer" },
).transform(({ status = 200, headers, ...body }) => ({
  status,
  ...(headers && { headers: Object.fromEntries(headers) }),
  ...body,
}));

export const test = object(
  "a test",
  "A call of the tool with mocked answers of the upstreams.",
  {
    name: text("The name of the test.", { max: 200 }),
    args: map("The arguments.", anything("The value.")),
    mock: oneOrMore(
      "The answers of the upstreams, in the order of the requests.",
      {
        expected: "an answer or a list of answers",
        fix: "Write for example { status: 200, body: { ok: true } }.",
      },
      answer,
      list("The answers, in the order of the requests.", answer),
    ),
    expect: object("the expectation", "The expected outcome.", {
      requests: list(
        "The requests that must be sent, in order, such as POST /chat.postMessage.",
        text("A method and a path.", {
          pattern: /^[A-Z]+ \/\S*$/,
          expected: "a request line",
          fix: "Write the method and the path with its query: POST /chat.postMessage.",
        }),
      ),
      isError: flag("True if the call must fail, false if it must not."),
      error: choice("The kind of error.", ERROR_KINDS),
      result: anything("Members that the structured result must have."),
      text: text("Text that the result must contain."),
    }),
  },
  { id: "test", required: ["expect"] },
).transform(({ args, mock = [], ...rest }) => ({
  ...rest,
  args: Object.fromEntries(args ?? []),
  mock,
})) satisfies z.ZodType<Omit<CaseRow, "name">>;

/** The key of everything that may be a request to an API with slow operations. */
export const polling = { poll: poll };

/** The keys that the tools of a spec and those of the operations of a document have in common. */
export const presentation = {
  ...display("the tool"),
  annotations: object(
    "annotations",
    "Hints for clients about the effects of the tool.",
    {
      readOnlyHint: flag("It changes nothing."),
      destructiveHint: flag("It may overwrite or delete, rather than only add."),
      idempotentHint: flag("Calling it again with the same arguments has no further effect."),
      openWorldHint: flag("It deals with the world outside of the server."),
    },
    { id: "annotations" },
  ),
  aliases: list("Old names under which it can still be called.", name("An old name.", NAMES.tool)),
  confirm: either(
    "Asks the user before the tool runs: the question, with {$inputs.x} in it, or true for a generated question.",
    { expected: "true, false or a question", fix: 'Write true, or a question: "Delete {$inputs.repo}?".' },
    [flag("True for a generated question."), text("The question.", { max: 500 })],
  ),
  task: choice(
    "Runs as a task, which clients poll while they do other work: if the client supports tasks, or always.",
    ["optional", "required"],
  ),
  timeout: duration("The longest time that a call may take."),
  tests: list("Calls that must have the outcome stated here; each becomes a generated test.", test),
};

/** Renames `timeout`, which is in milliseconds. */
export function timed<Value extends { readonly timeout?: number }>({
  timeout,
  ...rest
}: Value): Omit<Value, "timeout"> & { readonly timeoutMs?: number } {
  return { ...rest, ...(timeout !== undefined && { timeoutMs: timeout }) };
}

/** Drops `confirm: false`, which is the default, and renames `timeout`. */
export function presented<Value extends { readonly confirm?: boolean | string; readonly timeout?: number }>(
  value: Value,
): Omit<Value, "confirm" | "timeout"> & { readonly confirm?: true | string; readonly timeoutMs?: number } {
  const timedValue = timed(value);
  const { confirm, ...unconfirmed } = timedValue;
  // The members keep their order, in which they are printed.
  return (confirm ? timedValue : unconfirmed) as ReturnType<typeof presented<Value>>;
}
