import { isObject, type Json, own, type Pointer } from "../json.ts";

/** What is done with a file that a tool spec names. */
export type MentionKind = "document" | "overlay" | "code" | "media" | "file";

/** A place in a tool spec that names a file. */
export interface FileReference {
  readonly kind: MentionKind;
  /** As it is written; of code without the name after `#`. */
  readonly text: string;
  readonly pointer: Pointer;
}

/** Where files are named. `*` is any member of a map or item of a list. */
const PLACES: readonly (readonly [kind: MentionKind, place: string])[] = [
  ["document", "upstreams/*/openapi"],
  ["overlay", "upstreams/*/overlays/*"],
  ["media", "server/icons/*/src"],
  ["media", "upstreams/*/operations/*/icons/*/src"],
  ["media", "tools/*/icons/*/src"],
  ["media", "resources/*/icons/*/src"],
  ["media", "prompts/*/icons/*/src"],
  ["media", "prompts/*/messages/*/image"],
  ["media", "prompts/*/messages/*/audio"],
  ["file", "resources/*/file"],
  ["code", "tools/*/handler"],
  ["code", "tools/*/steps/*/handler"],
  ["code", "resources/*/handler"],
  ["code", "resources/*/list"],
  ["code", "resources/*/complete/*"],
  ["code", "prompts/*/handler"],
  ["code", "prompts/*/complete/*"],
];

/** Everything in a tool spec that names a file, whatever else is wrong with it. */
export function mentionsIn(root: Json): FileReference[] {
  return PLACES.flatMap(([kind, place]) =>
    [...textsAt(root, place.split("/"), [])].flatMap(({ text, pointer }) => {
      const file = fileOf(kind, text);
      return file === undefined ? [] : { kind, text: file, pointer };
    }),
  );
}

/** Of `./acme.handlers.ts#createIssue` the file; undefined where a text names no file. */
function fileOf(kind: MentionKind, text: string): string | undefined {
  if (kind === "media" && /^(?:data|https?):/i.test(text)) return undefined;
  return kind === "code" ? /^(?<file>\.\/[^#]+\.m?ts)#/.exec(text)?.groups?.file : text;
}

function* textsAt(
  value: Json | undefined,
  [token, ...rest]: readonly string[],
  pointer: Pointer,
): Iterable<{ text: string; pointer: Pointer }> {
  if (token === undefined) {
    if (typeof value === "string") yield { text: value, pointer };
  } else if (token !== "*") yield* textsAt(own(value, token), rest, [...pointer, token]);
  else if (Array.isArray(value))
    for (const [i, item] of value.entries()) yield* textsAt(item, rest, [...pointer, i]);
  else if (isObject(value))
    for (const [key, member] of Object.entries(value)) yield* textsAt(member, rest, [...pointer, key]);
}
