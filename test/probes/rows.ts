/** Most rows are about one parameter and the request for one of its values. */
import type { Json, JsonObject } from "../../generator/json.ts";
import type { Row, WantedRequest } from "./harness.ts";

export const STRING: JsonObject = { type: "string" };
export const STRINGS: JsonObject = { type: "array", items: STRING };
export const OBJECT: JsonObject = { type: "object", additionalProperties: true };

/** The values of "Style Examples", which are the same in every version of OpenAPI. */
export const BLUE = "blue";
export const COLORS = ["blue", "black", "brown"];
export const RGB = { R: 100, G: 200, B: 150 };

/** A schema that says of which type a value is, and nothing else. */
export function schemaOf(value: Json): JsonObject {
  if (value === null) return { type: ["string", "null"] };
  if (Array.isArray(value))
    return { type: "array", items: value[0] === undefined ? STRING : schemaOf(value[0]) };
  return typeof value === "object" ? OBJECT : { type: typeof value };
}

export type Location = "path" | "query" | "header" | "cookie";

export function parameter(location: Location, name: string, more: JsonObject = {}): JsonObject {
  return {
    name,
    in: location,
    ...(location === "path" && { required: true }),
    ...("schema" in more || "content" in more ? {} : { schema: STRING }),
    ...more,
  };
}

/** A value of a parameter called `color`, and the request, or that it is refused. */
export type Cell = readonly [value: Json, want: string | WantedRequest | typeof REFUSED, name?: string];

export const REFUSED = Symbol("refused");

/** Rows that differ in the value of the parameter alone. */
export function cells(location: Location, fields: JsonObject, path: string, list: readonly Cell[]): Row[] {
  return list.map(([value, want, name]) => ({
    name: name ?? JSON.stringify(value),
    path,
    operation: { parameters: [parameter(location, "color", { schema: schemaOf(value), ...fields })] },
    args: [value],
    ...(want === REFUSED ? { refuses: "color" } : { sends: want as string | WantedRequest }),
  }));
}

/** A row of one operation with a request body. */
export function body(
  name: string,
  content: JsonObject,
  args: JsonObject,
  sends: string | WantedRequest,
  more: { readonly required?: boolean; readonly method?: string } = {},
): Row {
  const { required = true, method = "POST" } = more;
  return { name, method, operation: { requestBody: { required, content } }, args, sends };
}

export function object(properties: JsonObject, more: JsonObject = {}): JsonObject {
  return { type: "object", properties, ...more };
}
