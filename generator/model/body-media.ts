/** The media types of request bodies. */
import { isJson, isText, sequenceKind } from "../../runtime/contract/media-types.ts";
import type { Schema } from "../json-schema.ts";
import type { ApiMedia } from "../normalise/api-document.ts";

/** The ways in which a body is written. */
export type BodyKind = "json" | "form" | "multipart" | "sequence" | "text" | "bytes";

export function kindOf(type: string): BodyKind {
  if (isJson(type)) return "json";
  if (/^\s*application\/x-www-form-urlencoded\b/i.test(type)) return "form";
  if (/^\s*multipart\//i.test(type)) return "multipart";
  const sequence = sequenceKind(type);
  if (sequence === "lines" || sequence === "records") return "sequence";
  return isText(type) ? "text" : "bytes";
}

/** The preferred media types, best first. Wildcards come last. */
const PREFERENCE: readonly RegExp[] = [
  /^\s*application\/json\b/i,
  /^[^;]+\+json\b/i,
  /^\s*application\/x-www-form-urlencoded\b/i,
  /^\s*multipart\/form-data\b/i,
  /^\s*multipart\//i,
  /^\s*application\/(?:x-)?(?:ndjson|jsonl|jsonlines|json-lines)\b|^[^;]+[/+]json-seq\b/i,
  /^\s*text\/[^*]/i,
  /^[^;]*[/+]xml\b/i,
  /^[^*]+$/,
  /(?:)/,
];

/** The media types of a body, best first: those in `prefer`, then by `PREFERENCE`. */
export function byPreference(content: readonly ApiMedia[], prefer: readonly string[]): ApiMedia[] {
  const rank = ({ type }: ApiMedia): number => {
    const essence = type.split(";", 1)[0]?.trim().toLowerCase() ?? "";
    const chosen = prefer.findIndex((wanted) => wanted.toLowerCase() === essence);
    return chosen === -1 ? prefer.length + PREFERENCE.findIndex((pattern) => pattern.test(type)) : chosen;
  };
  return [...content].sort((a, b) => rank(a) - rank(b));
}

/**
 * The media type that is sent for one that may be a wildcard. With a schema of structured data, any type is JSON:
 * frameworks that generate documents from code mean that. Any other wildcard stays; the value itself may have a type.
 */
export function concreteType(type: string, isData: boolean): string {
  if (!type.includes("*")) return type;
  if (isData && /^\s*(?:\*|application)\/\*/i.test(type)) return "application/json";
  return /^\s*text\//i.test(type) ? "text/plain" : type;
}

/** True if a schema describes an object or array, so that a wildcard media type stands for JSON. */
export function isData(schema: Schema | undefined): boolean {
  if (typeof schema !== "object") return false;
  const types = [schema.type ?? []].flat();
  return types.length > 0
    ? types.includes("object") || types.includes("array")
    : schema.properties !== undefined ||
        schema.items !== undefined ||
        [schema.allOf, schema.anyOf, schema.oneOf].some((members) => members !== undefined);
}
