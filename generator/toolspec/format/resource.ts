import { anyText, anything, choice, either, flag, list, map, number, object, text } from "./build.ts";
import { code, description, icons, NAMES, title } from "./common.ts";
import { http } from "./http.ts";

export const SOURCES = ["file", "text", "blob", "call", "http", "handler"] as const;

const completion = either(
  "Values to suggest, or code that does.",
  {
    takes: "a list of values or a reference to code",
    fix: "Write [a, b], or ./acme.handlers.ts#completePath.",
  },
  [list("Values to suggest.", text("A value."), 1), code("What suggests values")],
);

export const complete = map("Suggestions for arguments, by name.", completion);

export const resource = object("a resource", "Something to read: one thing, or a template for many.", {
  uri: text("Its URI, or a template of RFC 6570 such as repo://{owner}/{repo}."),
  title: title("the resource"),
  description: description("the resource").optional(),
  mimeType: text("Its media type, such as text/markdown.", {
    pattern: /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;.*)?$/,
    takes: "a media type",
    fix: "Write for example text/markdown or application/json.",
  }).optional(),
  annotations: object("annotations", "For whom it is, and how much it matters.", {
    audience: list("For whom it is.", choice("For whom.", ["user", "assistant"]), 1).optional(),
    priority: number("From 0 (optional) to 1 (required).", 0, 1).optional(),
    lastModified: text("When it last changed, such as 2026-01-12T15:00:58Z.", {
      pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/,
      takes: "a date and time",
      fix: 'Write it as in "2026-01-12T15:00:58Z".',
    }).optional(),
  }).optional(),
  icons: icons("the resource"),
  file: text("A file, relative to this one, read when it is asked for.").optional(),
  text: anyText("The text itself.").optional(),
  blob: text("The bytes themselves, in base64.", {
    pattern: /^[A-Za-z0-9+/=\s]+$/,
    takes: "base64",
    fix: "Write the bytes in base64, or name the file with `file`.",
  }).optional(),
  call: text("The tool or operation that reads it: a name, or <upstream>.<operationId>.").optional(),
  http: http.optional(),
  handler: code("What reads it").optional(),
  with: map(
    "Arguments of the call; the template's variables, if it is left out.",
    anything("A value."),
  ).optional(),
  subscribe: flag("Clients may be told when it changes; files are watched.").optional(),
  list: code("What lists the resources that there are of a template").optional(),
  complete: complete.optional(),
}).meta({ id: "resource", oneOf: SOURCES.map((source) => ({ required: [source] })) });

const argument = either(
  "string, string?, a choice such as a|b, or a map.",
  { takes: "a kind of text", fix: "Write string, string?, a choice such as python|typescript, or a map." },
  [
    anyText("A short form."),
    object("an argument", "An argument, which is a text.", {
      description: description("the argument").optional(),
      required: flag("Whether it must be given; true, if it is left out.").optional(),
      enum: list("The values that it can have.", text("A value."), 1).optional(),
    }),
  ],
);

export const CONTENTS = ["text", "resource", "image", "audio"] as const;

const message = object("a message", "A message of the prompt.", {
  role: choice("Who says it.", ["user", "assistant"]),
  text: text("What is said, with {$inputs.x} in it.").optional(),
  resource: text("The URI of a resource of this file, whose content is embedded.").optional(),
  image: text("A picture: a file, relative to this one, or a data URI.").optional(),
  audio: text("A sound: a file, relative to this one, or a data URI.").optional(),
}).meta({ id: "message", oneOf: CONTENTS.map((content) => ({ required: [content] })) });

export const prompt = object("a prompt", "A prompt that people choose.", {
  title: title("the prompt"),
  description: description("the prompt").optional(),
  icons: icons("the prompt"),
  args: map("Its arguments, by name; they are texts.", argument, NAMES.argument).optional(),
  complete: complete.optional(),
  messages: list("What it says.", message, 1).optional(),
  handler: code("What makes the messages").optional(),
}).meta({ id: "prompt", oneOf: [{ required: ["messages"] }, { required: ["handler"] }] });
