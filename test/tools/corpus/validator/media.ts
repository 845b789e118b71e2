/** Media types: RFC 9110, section 8.3.1, and the ranges that OpenAPI allows as keys of `content`. */
import type { Media } from "./declared.ts";

/** Returns a media type without parameters, in lower case. */
export function essence(type: string): string {
  return (type.split(";", 1)[0] ?? "").trim().toLowerCase();
}

export function isJson(type: string): boolean {
  return /[/+]json$/.test(essence(type));
}

/** True for media types with one JSON text per line or record separator. */
export function isJsonSequence(type: string): boolean {
  return /^application\/(?:jsonl|x-jsonlines|x-ndjson|ndjson|json-seq|.*\+json-seq)$/.test(essence(type));
}

export function isForm(type: string): boolean {
  return essence(type) === "application/x-www-form-urlencoded";
}

export function isMultipart(type: string): boolean {
  return essence(type).startsWith("multipart/");
}

/** True for media types whose bodies are given as text. */
export function isText(type: string): boolean {
  return /^text\/|[/+]xml$/.test(essence(type));
}

/** True for media types whose bodies can be given as text or as bytes. */
export function isNotation(type: string): boolean {
  return /[/+]yaml$|^application\/(?:javascript|graphql|sql|x-yaml|toml)$/.test(essence(type));
}

/** True if a type is in a range such as `image/*`, which may also be a type itself. */
export function inRange(type: string, range: string): boolean {
  const [a, b] = [essence(type), essence(range)];
  return b === "*/*" || b === "*" || a === b || (b.endsWith("/*") && a.startsWith(b.slice(0, -1)));
}

/** Returns the most specific entry of `content` that matches a type. */
export function mediaOf(content: readonly Media[], type: string): Media | undefined {
  const fitting = content.filter((media) => inRange(type, media.type));
  return (
    fitting.find((media) => media.type.toLowerCase() === type.toLowerCase()) ??
    fitting.find((media) => essence(media.type) === essence(type)) ??
    fitting.find((media) => media.type !== "*/*") ??
    fitting[0]
  );
}
