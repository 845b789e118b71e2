import type { z } from "zod";
import { ERROR_KINDS } from "../../../runtime/contract/error-kinds.ts";
import { TOKEN } from "../../../runtime/contract/http-tokens.ts";
import { MAX_DESCRIPTION } from "../../../runtime/contract/limits.ts";
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
  text,
} from "./build.ts";

export const NAMES = {
  server: {
    of: "an upstream",
    pattern: /^[a-z0-9]+(?:[-_][a-z0-9]+)*$/,
    rule: "Write lower-case letters and digits, with single dashes or underscores between them.",
  },
  tool: {
    of: "a tool",
    pattern: /^[A-Za-z0-9_-]{1,64}$/,
    rule: "Write at most 64 letters, digits, underscores and dashes: clients refuse other names.",
  },
  argument: {
    of: "an argument",
    pattern: /^[A-Za-z0-9_-]{1,64}$/,
    rule: "Write at most 64 letters, digits, underscores and dashes: models refuse other names.",
  },
  resource: {
    of: "a resource",
    pattern: /^[A-Za-z0-9_-]{1,64}$/,
    rule: "Write at most 64 letters, digits, underscores and dashes.",
  },
  prompt: {
    of: "a prompt",
    pattern: /^[A-Za-z0-9_-]{1,64}$/,
    rule: "Write at most 64 letters, digits, underscores and dashes: clients make commands of it.",
  },
  output: {
    of: "an output",
    pattern: /^[A-Za-z0-9_-]{1,64}$/,
    rule: "Write at most 64 letters, digits, underscores and dashes.",
  },
  header: {
    of: "a header",
    pattern: TOKEN,
    rule: "Write the header's name alone, such as X-Api-Version.",
  },
} as const satisfies Record<string, Names>;

export function name(description: string, names: Names): z.ZodString {
  return text(description, { pattern: names.pattern, takes: `a name for ${names.of}`, fix: names.rule });
}

export const DURATION = /^\d{1,9}(?:\.\d{1,3})?(?:ms|s|m|h)$/;

export function duration(description: string): z.ZodString {
  return text(description, {
    pattern: DURATION,
    takes: "a duration",
    fix: "Write a number and its unit: 500ms, 20s, 5m or 1h.",
  });
}

export function title(of: string): z.ZodOptional<z.ZodString> {
  return text(`What people see as the name of ${of}.`, { max: 200 }).optional();
}

export function description(of: string): z.ZodString {
  return text(`What a model is told about ${of}: what it is for, when to use it, what comes back.`, {
    max: MAX_DESCRIPTION,
    fix: `Write what a model is told about ${of}.`,
  });
}

/** `./acme.handlers.ts#createIssue`. */
export function code(of: string): z.ZodString {
  return text(
    `${of} in TypeScript: a file beside this one and a name that it exports, ./acme.handlers.ts#name.`,
    {
      pattern: /^\.\/[^#]+\.m?ts#[A-Za-z_$][\w$]*$/,
      takes: "a reference to code",
      fix: "Write the file, relative to this one and in its folder, and the export: ./acme.handlers.ts#createIssue.",
    },
  );
}

const icon = object("an icon", "A picture that clients may show.", {
  src: text("A file beside this one, an https URL or a data URI.", {
    pattern: /^(?:\.\.?\/|https:\/\/|data:image\/)./,
    takes: "the place of a picture",
    fix: "Write a relative path such as ./icon.svg, an https URL or a data URI.",
  }),
  mimeType: text("The media type, such as image/png; known of files.", {
    pattern: /^image\/[\w.+-]+$/,
    takes: "a media type of pictures",
    fix: "Write for example image/svg+xml or image/png.",
  }).optional(),
  sizes: list(
    "In pixels, such as 48x48, or any.",
    text("A size such as 48x48, or any.", {
      pattern: /^(?:\d+x\d+|any)$/,
      takes: "a size",
      fix: "Write for example 48x48, or any for pictures of any size.",
    }),
    1,
  ).optional(),
  theme: choice("The background it is made for.", ["light", "dark"]).optional(),
}).meta({ id: "icon" });

export function icons(of: string): z.ZodOptional<z.ZodArray<typeof icon>> {
  return list(`Pictures that clients may show for ${of}.`, icon, 1).optional();
}

const CONDITION_TAKES = {
  takes: "a condition or a list of conditions",
  fix: "Write for example { value: $inputs.severity, is: high }.",
} as const;

const bound = (what: string) => number(`The value is a number ${what} this.`).optional();

const condition: z.ZodType = object("a condition", "A comparison; all that it says must hold.", {
  value: anything("What is compared: an expression such as $inputs.severity.").optional(),
  is: anything("The value equals this.").optional(),
  not: anything("The value does not equal this.").optional(),
  in: list("The value equals one of these.", anything("A value."), 1).optional(),
  exists: flag("Whether there is such a value.").optional(),
  gt: bound("greater than"),
  gte: bound("not less than"),
  lt: bound("less than"),
  lte: bound("not greater than"),
  get any() {
    return list("Conditions of which at least one must hold.", condition, 1).optional();
  },
  get all() {
    return list("Conditions that must all hold.", condition, 1).optional();
  },
}).meta({ id: "condition" });

export function conditions(description: string): z.ZodType {
  return either(description, CONDITION_TAKES, [condition, list("All of them must hold.", condition, 1)]);
}

export const annotations = object("annotations", "What clients may be told about what the tool does.", {
  readOnlyHint: flag("It changes nothing.").optional(),
  destructiveHint: flag("It may destroy something, rather than only add.").optional(),
  idempotentHint: flag("Calling it twice does no more than calling it once.").optional(),
  openWorldHint: flag("It deals with the world outside of the server.").optional(),
}).meta({ id: "annotations" });

export const confirm = either(
  "Asks the person before it runs: the question, with {$inputs.x} in it, or true for one that is made up.",
  { takes: "true, false or a question", fix: 'Write true, or a question: "Delete {$inputs.repo}?".' },
  [flag("Whether the person is asked."), text("The question.", { max: 500 })],
);

export const task = choice(
  "Runs as a task, which clients look after while they do something else: where the client can, or must.",
  ["optional", "required"],
);

const mock = object("an answer", "An answer of an upstream.", {
  status: integer("The HTTP status; 200, if it is left out.", 100, 599).optional(),
  headers: map("The headers.", anyText("The value."), NAMES.header).optional(),
  body: anything("The body: a value that is sent as JSON, or a text.").optional(),
}).meta({ id: "answer" });

const test = object("a test", "A call of the tool with answers of the upstreams that are made up.", {
  name: text("What the test is about.", { max: 200 }).optional(),
  args: map("The arguments.", anything("Its value.")).optional(),
  mock: either(
    "The answers of the upstreams, in the order of the requests.",
    {
      takes: "an answer or a list of answers",
      fix: "Write for example { status: 200, body: { ok: true } }.",
    },
    [mock, list("The answers, in the order of the requests.", mock)],
  ).optional(),
  expect: object("what is expected", "What must come of it.", {
    requests: list(
      "The requests that must be sent, in order, such as POST /chat.postMessage.",
      text("A method and a path.", {
        pattern: /^[A-Z]+ \/\S*$/,
        takes: "a request line",
        fix: "Write the method and the path with its query: POST /chat.postMessage.",
      }),
    ).optional(),
    isError: flag("Whether the call fails.").optional(),
    error: choice("The kind of error.", ERROR_KINDS).optional(),
    result: anything("Members that the structured result must have.").optional(),
    text: text("Text that the result must contain.").optional(),
  }),
}).meta({ id: "test" });

export const tests = list("Calls that must do what is said here, each a generated test.", test);
