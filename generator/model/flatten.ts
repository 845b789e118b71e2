import { jsonEqual } from "../../runtime/contract/json-equality.ts";
import type { Json } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import type { Components } from "./components.ts";

export interface FlatObject {
  readonly properties: ReadonlyMap<string, Schema>;
  readonly required: ReadonlySet<string>;
}

/** Keywords of a root that its properties alone can stand for. */
const FLAT: ReadonlySet<string> = new Set([
  "$ref",
  "type",
  "properties",
  "required",
  "allOf",
  "title",
  "description",
  "examples",
  "default",
  "deprecated",
  "additionalProperties",
] satisfies (keyof SchemaObject)[]);

/** The properties of an object schema, through references and `allOf`; undefined if there is more to it. */
export function flatten(
  schema: Schema,
  components: Components,
  hidden: ReadonlySet<string> = new Set(),
): FlatObject | undefined {
  const properties = new Map<string, Schema>();
  const required = new Set<string>();
  const seen = new Set<Schema>();

  const add = (part: Schema): boolean => {
    const target = components.resolve(part);
    if (typeof target !== "object" || seen.has(target)) return false;
    seen.add(target);
    if (Object.keys(target).some((key) => !FLAT.has(key))) return false;
    // Beside a reference only annotations may stand; what constrains keeps the body whole.
    if (part !== target && typeof part === "object" && (part.properties || part.allOf || part.required))
      return false;
    const { additionalProperties, allOf } = target;
    // A closed object is what a list of arguments is; closed in the middle of an `allOf` it excludes the rest.
    if (additionalProperties !== undefined && (additionalProperties !== false || allOf || seen.size > 1))
      return false;
    if (target.type !== undefined && target.type !== "object") return false;
    for (const [name, property] of Object.entries(target.properties ?? {})) {
      const other = properties.get(name);
      if (other === undefined) properties.set(name, property);
      else if (!jsonEqual(other as Json, property as Json))
        properties.set(name, { allOf: [other, property] });
    }
    for (const name of target.required ?? []) required.add(name);
    return allOf?.every(add) ?? true;
  };

  if (!add(schema) || properties.size === 0) return undefined;
  // What is read-only may be required, by a part of an `allOf` that does not describe it.
  for (const name of required) if (hidden.has(name) && !properties.has(name)) required.delete(name);
  if ([...required].some((name) => !properties.has(name))) return undefined;
  return { properties, required };
}
