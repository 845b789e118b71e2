import type { Json, Pointer } from "./json.ts";

/** Keywords whose value is data: a `$ref` in there is not a reference. */
const DATA = new Set(["example", "examples", "default", "enum", "const"]);

/** Keywords whose value is a map: its keys are names, and may well be "default" or "$ref". */
const MAPS = new Set([
  "properties",
  "patternProperties",
  "dependentSchemas",
  "$defs",
  "definitions",
  "schemas",
  "parameters",
  "responses",
  "requestBodies",
  "headers",
  "securitySchemes",
  "securityDefinitions",
  "links",
  "callbacks",
  "pathItems",
  "mediaTypes",
  "paths",
  "webhooks",
  "additionalOperations",
  "content",
  "encoding",
  "mapping",
]);

/** Calls back with the target of every reference of a document, in its order. */
export function eachReference(root: Json, found: (target: string, pointer: () => Pointer) => void): void {
  const path: (string | number)[] = [];
  const walk = (value: Json, isMap: boolean): void => {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) {
        path.push(i);
        walk(value[i] as Json, false);
        path.pop();
      }
      return;
    }
    for (const key of Object.keys(value)) {
      const child = value[key] as Json;
      if (!isMap && (DATA.has(key) || key.startsWith("x-"))) continue;
      path.push(key);
      if (!isMap && key === "$ref" && typeof child === "string") found(child, () => [...path]);
      else walk(child, !isMap && MAPS.has(key));
      path.pop();
    }
  };
  walk(root, false);
}
