import { isObject } from "../json.ts";
import { CONTENTS } from "./format/resource.ts";
import type { SpecReader } from "./reader.ts";
import { readCompletions } from "./resource.ts";
import type { Scope } from "./scope.ts";
import { parseShortForm, type ShortForm, ShortFormFault } from "./short-form.ts";
import type { Spot } from "./spot.ts";
import type { SpecArgument, SpecMessage, SpecPrompt } from "./tool-spec.ts";

export function readPrompt(name: string, spot: Spot, reader: SpecReader): SpecPrompt | undefined {
  if (!isObject(spot.value)) return undefined;
  const args = spot.at("args").members.flatMap(([arg, given]) => readArgument(arg, given, reader) ?? []);
  const names = spot.at("args").members.map(([arg]) => arg);
  const complete = new Map(readCompletions(spot.at("complete"), names, "argument", reader));
  const scope: Scope = { inputs: new Set(names), noun: "argument", env: false };
  const messages = spot.at("messages").items.flatMap((item) => readMessage(item, scope, reader) ?? []);
  const handler = reader.code(spot.at("handler"));
  const kind = reader.exactlyOne(spot, ["messages", "handler"], "a prompt");
  const title = reader.readable(spot.at("title"));
  const description = reader.description(spot.at("description"));
  const icons = reader.icons(spot.at("icons"));
  if (kind === undefined || (kind === "handler" && !handler)) return undefined;
  return {
    name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(icons && icons.length > 0 && { icons }),
    arguments: args,
    complete,
    source: kind === "handler" && handler ? { kind, handler } : { kind: "messages", messages },
    pointer: spot.pointer,
  };
}

function readArgument(name: string, spot: Spot, reader: SpecReader): SpecArgument | undefined {
  if (spot.text !== undefined) {
    const form = readForm(spot, reader);
    return form && { name, schema: form.schema, required: form.required, pointer: spot.pointer };
  }
  if (!isObject(spot.value)) return undefined;
  const description = reader.readable(spot.at("description"));
  const values = spot.at("enum").items.flatMap(({ text }) => text ?? []);
  return {
    name,
    schema: { type: "string", ...(values.length > 0 && { enum: values }) },
    required: spot.at("required").flag !== false,
    ...(description !== undefined && { description }),
    pointer: spot.pointer,
  };
}

/** Arguments of prompts are texts: that is what the protocol has. */
function readForm(spot: Spot, reader: SpecReader): ShortForm | undefined {
  const fix = "Write string, string?, or a choice such as python|typescript.";
  try {
    const form = parseShortForm(spot.text ?? "");
    if (form.schema.type === "string" && form.default === undefined) return form;
    const why =
      form.default === undefined ? "arguments of prompts are texts" : "arguments of prompts have no default";
    reader.report("invalid-value", spot, why, fix);
  } catch (error) {
    if (!(error instanceof ShortFormFault)) throw error;
    reader.report("invalid-value", spot, error.message, fix);
  }
  return undefined;
}

function readMessage(spot: Spot, scope: Scope, reader: SpecReader): SpecMessage | undefined {
  if (!isObject(spot.value)) return undefined;
  const kind = reader.exactlyOne(spot, CONTENTS, "a message");
  const { text: role } = spot.at("role");
  if (kind === undefined) return undefined;
  const content = readContent(kind, spot.at(kind), scope, reader);
  return content && (role === "user" || role === "assistant") ? { role, content } : undefined;
}

function readContent(
  kind: (typeof CONTENTS)[number],
  spot: Spot,
  scope: Scope,
  reader: SpecReader,
): SpecMessage["content"] | undefined {
  if (spot.text === undefined) return undefined;
  if (kind === "text") return { kind, text: reader.template(spot, scope) };
  if (kind === "resource") return { kind, uri: reader.template(spot, scope) };
  const [, mimeType, data] = /^data:([\w.+-]+\/[\w.+-]+);base64,([A-Za-z0-9+/]+=*)$/.exec(spot.text) ?? [];
  const media =
    mimeType !== undefined && data !== undefined ? { mimeType, data } : reader.source.media.get(spot.text);
  const what = kind === "image" ? "picture" : "sound";
  if (media?.mimeType.startsWith(`${kind}/`)) return { kind, ...media };
  if (media || !/^\.\.?\//.test(spot.text))
    reader.report(
      "invalid-value",
      spot,
      `this is no ${what}`,
      kind === "image"
        ? "Name a file such as ./shot.png, or write a data URI: data:image/png;base64,…"
        : "Name a file such as ./hello.wav, or write a data URI: data:audio/wav;base64,…",
    );
  return undefined;
}
