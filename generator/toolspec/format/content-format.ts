/** The format of resources and prompts. */
import { MAX_URI_EXPRESSIONS } from "../../../runtime/contract/limits.ts";
import type { SchemaObject } from "../../json-schema.ts";
import { parseShortForm } from "../short-form.ts";
import {
  anyText,
  choice,
  either,
  flag,
  list,
  map,
  number,
  object,
  type Refusal,
  template,
  text,
} from "./build.ts";
import { code, description, display, mediaType, NAMES } from "./shared.ts";
import { http } from "./tool-format.ts";

/** Returns the names of the variables of a URI template (RFC 6570), which a URI has none of; or the fault of a text. */
export function uriVariables(uri: string): { readonly names: readonly string[]; readonly fault?: string } {
  const names: string[] = [];
  const faults: string[] = [];
  const plain = uri.replaceAll(/\{[+#./;?&]?(?<names>[^{}]*)\}/g, (expression, list: string) => {
    for (const variable of list.split(",")) {
      const name = /^(?<name>[A-Za-z0-9_]+)(?:\*|:[1-9]\d{0,3})?$/.exec(variable)?.groups?.name;
      if (name === undefined) faults.push(`${expression} is not an expression of RFC 6570`);
      else if (names.includes(name)) faults.push(`it has {${name}} twice`);
      else names.push(name);
    }
    return "x";
  });
  if (names.length > MAX_URI_EXPRESSIONS) faults.push(`it has more than ${MAX_URI_EXPRESSIONS} variables`);
  if (/[{}]/.test(plain)) faults.push("it has an unpaired brace");
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:./.test(plain)) faults.push("it does not start with a scheme");
  if (/[\s"<>\\^`|]/.test(plain) || !URL.canParse(plain)) faults.push("it is not a valid URI");
  const [fault] = faults;
  return fault === undefined ? { names } : { names, fault };
}

function refuseUri(uri: string): Refusal | undefined {
  const { fault } = uriVariables(uri);
  if (fault === undefined) return undefined;
  return {
    message: `expected a URI or a URI template, found ${JSON.stringify(uri.slice(0, 100))}: ${fault}`,
    fix: "Write for example acme://runbook, or repo://{owner}/{repo}/contents{+path}{?ref}.",
  };
}

const complete = map(
  "Suggestions for arguments, by name.",
  either(
    "Values to suggest, or code that returns them.",
    {
      expected: "a list of values or a reference to code",
      fix: "Write [a, b], or ./acme.handlers.ts#completePath.",
    },
    [list("Values to suggest.", text("A value."), 1), code("The code that returns suggestions")],
  ),
);

const SOURCES = ["file", "text", "blob", "call", "http", "handler"] as const;

export const resource = object(
  "a resource",
  "Content that clients read: one resource, or a template for many.",
  {
    uri: text("Its URI, or a URI template (RFC 6570) such as repo://{owner}/{repo}.", { check: refuseUri }),
    ...display("the resource"),
    description: description("the resource"),
    mimeType: mediaType("Its media type, such as text/markdown.", "text/markdown or application/json"),
    annotations: object("annotations", "The audience of the resource, and its importance.", {
      audience: list("The readers that it is meant for.", choice("A reader.", ["user", "assistant"]), 1),
      priority: number("From 0 (optional) to 1 (required).", 0, 1),
      lastModified: text("The time of its last change, such as 2026-01-12T15:00:58Z.", {
        pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/,
        expected: "a date and time",
        fix: 'Write it as in "2026-01-12T15:00:58Z".',
      }),
    }),
    file: text("A file, relative to this one, which each request reads anew."),
    text: anyText("The text itself."),
    blob: text("The bytes, in base64.", {
      pattern: /^[A-Za-z0-9+/=\s]+$/,
      expected: "base64",
      fix: "Write the bytes in base64, or name the file with `file`.",
    }).transform((base64) => base64.replaceAll(/\s/g, "")),
    call: text("The tool or operation that reads it: a name, or <upstream>.<operationId>."),
    http: http,
    handler: code("The code that reads it"),
    with: map("The arguments of the call. Default: the variables of the template.", template("A value.")),
    subscribe: flag("True if clients may subscribe to changes; files are watched."),
    list: code("The code that lists the resources of a template"),
    complete,
  },
  {
    id: "resource",
    required: ["uri"],
    exactlyOne: SOURCES,
    keys: SOURCES.filter((source) => source !== "call").map((source) => ({
      key: "with",
      beside: source,
      message: `\`with\` has no effect beside \`${source}\``,
      fix: "Remove it.",
    })),
  },
);

const TEXT_ONLY = "Write string, string?, or a choice such as python|typescript.";

/** Arguments of prompts are strings in MCP. */
function refuseArgument(form: string): Refusal | undefined {
  const { schema, default: fallback, refusal } = parseShortForm(form);
  if (refusal) return { ...refusal, fix: TEXT_ONLY };
  if (schema.type !== "string")
    return { message: `expected a kind of text, found ${JSON.stringify(form)}`, fix: TEXT_ONLY };
  return fallback === undefined
    ? undefined
    : { message: "expected no default for an argument of a prompt, found one", fix: TEXT_ONLY };
}

export interface PromptArgument {
  readonly schema: SchemaObject;
  readonly required: boolean;
  readonly description?: string;
}

const argument = either(
  "string, string?, a choice such as a|b, or a map.",
  { expected: "a kind of text", fix: "Write string, string?, a choice such as python|typescript, or a map." },
  [
    anyText("A short form.", { check: refuseArgument }).transform((form): PromptArgument => {
      const { schema, required } = parseShortForm(form);
      return { schema, required };
    }),
    object("an argument", "An argument, whose value is a text.", {
      description: description("the argument"),
      required: flag("True if it must be given. Default: true."),
      enum: list("The values that it can have.", text("A value."), 1),
    }).transform(
      ({ enum: choices, required = true, ...rest }): PromptArgument => ({
        schema: { type: "string", ...(choices && choices.length > 0 && { enum: choices }) },
        required,
        ...rest,
      }),
    ),
  ],
);

export const CONTENTS = ["text", "resource", "image", "audio"] as const;

const message = object(
  "a message",
  "A message of the prompt.",
  {
    role: choice("The author of the message.", ["user", "assistant"]),
    text: text("The text, with {$inputs.x} in it."),
    resource: text("The URI of a resource of this file, whose content is embedded."),
    image: text("A picture: a file, relative to this one, or a data URI."),
    audio: text("A sound: a file, relative to this one, or a data URI."),
  },
  { id: "message", required: ["role"], exactlyOne: CONTENTS },
);

export const prompt = object(
  "a prompt",
  "A prompt that users choose.",
  {
    ...display("the prompt"),
    description: description("the prompt"),
    args: map("Its arguments, by name; their values are texts.", argument, NAMES.argument),
    complete,
    messages: list("The messages of the prompt.", message, 1),
    handler: code("The code that returns the messages"),
  },
  { id: "prompt", exactlyOne: ["messages", "handler"] },
);
