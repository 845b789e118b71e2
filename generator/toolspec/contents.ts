/** Checks resources and prompts, and resolves what they refer to. */
import type { z } from "zod";
import { type Pointer, unlessEmpty } from "../json.ts";
import { didYouMean } from "../suggest.ts";
import { readCall } from "./actions.ts";
import { displayOf, readDescription, resolveCode, type SpecContext } from "./checks.ts";
import { checkTemplate, checkTemplates, type Scope } from "./expression-scope.ts";
import { CONTENTS, type prompt, type resource, uriVariables } from "./format/content-format.ts";
import { quote } from "./format/read.ts";
import type {
  CodeReference,
  Completion,
  ResourceSource,
  SpecMessage,
  SpecPrompt,
  SpecResource,
} from "./tool-spec.ts";

type Resource = z.output<typeof resource>;
type Prompt = z.output<typeof prompt>;

/** Undefined if the resource has no content, which was reported. */
export function readResource(
  name: string,
  resource: Resource,
  at: Pointer,
  context: SpecContext,
): SpecResource | undefined {
  const { uri, mimeType, annotations, subscribe = false } = resource;
  const { names: variables, fault } = uriVariables(uri);
  if (fault === undefined && variables.length === 0)
    for (const key of ["list", "complete"] as const)
      if (resource[key])
        context.diagnostics.report(
          "conflicting-keys",
          [...at, key],
          `\`${key}\` has no effect: the URI has no variables`,
          "Remove it, or write variables into the URI: repo://{owner}/{repo}.",
          "key",
        );
  // The variables of a malformed template are unknown.
  const known = fault === undefined ? variables : undefined;
  const source = readSource(resource, known, at, context);
  const list = resource.list && resolveCode(resource.list, [...at, "list"], context);
  const complete = readCompletions(resource.complete, known, "variable of the URI", at, context);
  const display = displayOf(resource, at, context);
  if (!source) return undefined;
  return {
    name,
    uri,
    variables,
    ...display,
    ...(mimeType !== undefined && { mimeType }),
    ...(unlessEmpty(annotations) && { annotations }),
    source,
    ...(list && { list }),
    complete,
    subscribe,
    pointer: at,
  };
}

function readSource(
  resource: Resource,
  variables: readonly string[] | undefined,
  at: Pointer,
  context: SpecContext,
): ResourceSource | undefined {
  const { text, blob, file, call, http, handler, with: given } = resource;
  if (text !== undefined) return { kind: "text", text };
  if (blob !== undefined) return { kind: "blob", blob };
  if (file !== undefined) {
    const path = context.source.files.get(file);
    return path === undefined ? undefined : { kind: "file", file: path };
  }
  if (call === undefined && !http) {
    const code = handler && resolveCode(handler, [...at, "handler"], context);
    return code && { kind: "handler", handler: code };
  }
  const inputs = variables ? new Set(variables) : "any";
  const scope: Scope = { inputs, noun: "variable of the URI", uri: true };
  const read = readCall(resource, at, scope, context);
  checkTemplates(given, [...at, "with"], scope, context);
  const all = given ?? new Map((variables ?? []).map((name) => [name, `$inputs.${name}`]));
  return read && { kind: "call", call: read, with: http ? new Map() : all };
}

function readCompletions(
  completions: ReadonlyMap<string, readonly string[] | CodeReference> | undefined,
  names: readonly string[] | undefined,
  noun: string,
  at: Pointer,
  context: SpecContext,
): ReadonlyMap<string, Completion> {
  const read = new Map<string, Completion>();
  for (const [name, values] of completions ?? []) {
    const place = [...at, "complete", name];
    if (names && !names.includes(name))
      context.diagnostics.report(
        "invalid-value",
        place,
        `expected the name of an existing ${noun}, found "${name}"${didYouMean(name, names)}`,
        names.length > 0 ? `Available: ${names.join(", ")}.` : "Remove it.",
        "key",
      );
    if ("file" in values) {
      const handler = resolveCode(values, place, context);
      if (handler) read.set(name, { kind: "handler", handler });
    } else read.set(name, { kind: "values", values });
  }
  return read;
}

/** Undefined if the prompt has no messages and no code, which was reported. */
export function readPrompt(
  name: string,
  prompt: Prompt,
  at: Pointer,
  context: SpecContext,
): SpecPrompt | undefined {
  const { args = new Map(), messages, handler } = prompt;
  const names = [...args.keys()];
  const scope: Scope = { inputs: new Set(names), noun: "argument", env: false };
  const read = messages?.flatMap(
    (message, i) => readMessage(message, [...at, "messages", i], scope, context) ?? [],
  );
  const code = handler && resolveCode(handler, [...at, "handler"], context);
  const complete = readCompletions(prompt.complete, names, "argument", at, context);
  const display = displayOf(prompt, at, context);
  if (!read && !code) return undefined;
  return {
    name,
    ...display,
    arguments: [...args].map(([argument, { description: text, ...rest }]) => {
      const pointer = [...at, "args", argument];
      const seen = readDescription(text, [...pointer, "description"], context);
      return { name: argument, ...rest, ...(seen !== undefined && { description: seen }), pointer };
    }),
    complete,
    source: read ? { kind: "messages", messages: read } : { kind: "handler", handler: code as CodeReference },
    pointer: at,
  };
}

function readMessage(
  message: NonNullable<Prompt["messages"]>[number],
  at: Pointer,
  scope: Scope,
  context: SpecContext,
): SpecMessage | undefined {
  const kind = CONTENTS.find((key) => message[key] !== undefined);
  if (kind === undefined) return undefined;
  const { role, [kind]: text = "" } = message;
  const place = [...at, kind];
  if (kind === "image" || kind === "audio") {
    const media = readMedia(kind, text, place, context);
    return media && { role, content: { kind, ...media } };
  }
  checkTemplate(text, place, scope, context);
  return { role, content: kind === "text" ? { kind, text } : { kind, uri: text } };
}

function readMedia(
  kind: "image" | "audio",
  text: string,
  at: Pointer,
  { source, diagnostics }: SpecContext,
): { readonly mimeType: string; readonly data: string } | undefined {
  const [, mimeType, data] = /^data:([\w.+-]+\/[\w.+-]+);base64,([A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
  const media = mimeType !== undefined && data !== undefined ? { mimeType, data } : source.media.get(text);
  if (media?.mimeType.startsWith(`${kind}/`)) return media;
  // A file that could not be read, and an empty text, were reported.
  if (media || (text !== "" && !/^\.\.?\//.test(text)))
    diagnostics.report(
      "invalid-value",
      at,
      `expected ${kind === "image" ? "a picture" : "a sound"}, found ${media?.mimeType ?? quote(text)}`,
      kind === "image"
        ? "Name a file such as ./shot.png, or write a data URI: data:image/png;base64,…"
        : "Name a file such as ./hello.wav, or write a data URI: data:audio/wav;base64,…",
    );
  return undefined;
}
