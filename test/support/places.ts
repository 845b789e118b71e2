/** Places in documents, to put something else there. */
import { isObject, type Json, type JsonObject, put } from "../../generator/json.ts";

/** The place of every value in a document. */
export function places(value: Json, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, child]) => places(child, [...at, key]))];
}

/** A document with another value in one place, or none. */
export function replaced(
  value: Json,
  [key, ...rest]: readonly string[],
  by: Json | undefined,
): Json | undefined {
  if (key === undefined) return by;
  if (Array.isArray(value)) {
    const items = value.map((item, i) => (String(i) === key ? replaced(item, rest, by) : item));
    return items.filter((item) => item !== undefined);
  }
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const [name, child] of Object.entries(value)) {
    const next = name === key ? replaced(child, rest, by) : child;
    if (next !== undefined) put(copy, name, next);
  }
  return copy;
}
