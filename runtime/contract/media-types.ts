/** Groups of media types. All functions take a media type with or without parameters, in any case. */

/** A media type in lower case and without parameters; empty for a header that names none. */
export function mediaType(header: string | undefined): string {
  const type = (header ?? "").split(/[;,]/, 1)[0]?.trim().toLowerCase() ?? "";
  return type.includes("/") ? type : "";
}

/** One JSON value: `application/json` and every `+json` type, but neither json-seq nor jsonl. */
export function isJson(type: string): boolean {
  return /^[^;,]*[/+]json(?:[\s;,]|$)/i.test(type);
}

/** JSON values one after the other: one a line, records of RFC 7464, or server-sent events. */
export type SequenceKind = "lines" | "records" | "events";

/** The kind of a sequence; undefined for other media types. */
export function sequenceKind(type: string): SequenceKind | undefined {
  const essence = mediaType(type);
  return essence.endsWith("+json-seq") ? "records" : SEQUENCES.get(essence);
}

const SEQUENCES: ReadonlyMap<string, SequenceKind> = new Map([
  ["application/jsonl", "lines"],
  ["application/ndjson", "lines"],
  ["application/x-ndjson", "lines"],
  ["application/x-jsonl", "lines"],
  ["application/jsonlines", "lines"],
  ["application/json-lines", "lines"],
  ["application/x-jsonlines", "lines"],
  ["application/x-json-lines", "lines"],
  ["application/json-seq", "records"],
  ["application/x-json-seq", "records"],
  ["text/event-stream", "events"],
]);

export function isXml(type: string): boolean {
  return /[/+]xml(?:[\s;]|$)/i.test(type);
}

/** Types whose bytes are text. SVG is one: it is XML, and clients do not show it as an image. */
export function isText(type: string): boolean {
  return (
    /^\s*text\//i.test(type) ||
    isXml(type) ||
    /^\s*application\/(?:javascript|ecmascript|graphql|sql|toml|x-yaml|x-www-form-urlencoded)(?:[\s;]|$)/i.test(
      type,
    ) ||
    /[/+]yaml(?:[\s;]|$)/i.test(type)
  );
}
