/** Converts a normalised schema to one JSON Schema of requests that any validator accepts. */
import { put } from "../../../generator/json.ts";
import type { Schema, SchemaObject } from "../../../generator/json-schema.ts";

/** A schema with all definitions that it refers to. */
export type ExactSchema = boolean | (SchemaObject & { $defs?: { [name: string]: Schema } });

const REF = "#/$defs/";
const ONE = [
  "items",
  "contains",
  "unevaluatedItems",
  "additionalProperties",
  "propertyNames",
  "unevaluatedProperties",
  "not",
  "if",
  "then",
  "else",
] as const;
const LISTS = ["prefixItems", "allOf", "anyOf", "oneOf"] as const;
const MAPS = ["properties", "patternProperties", "dependentSchemas"] as const;

/**
 * Shares no code with the generator, because it is compared with it. Renames definitions, because the generator's names
 * are not escaped, and removes read-only members, which are not part of a request.
 */
export function exactRequest(schema: Schema, defs: ReadonlyMap<string, Schema>): ExactSchema {
  const names = new Map<string, string>();
  const nameOf = (name: string): string => {
    const known = names.get(name) ?? `d${names.size}`;
    names.set(name, known);
    return known;
  };
  const copy = (from: Schema): Schema => {
    if (typeof from === "boolean") return from;
    const to: SchemaObject = { ...from };
    for (const key of ONE) if (from[key] !== undefined) to[key] = copy(from[key]);
    for (const key of LISTS) if (from[key]) to[key] = from[key].map(copy);
    for (const key of MAPS) {
      if (!from[key]) continue;
      const members: { [name: string]: Schema } = {};
      for (const [name, member] of Object.entries(from[key]))
        if (key !== "properties" || !isReadOnly(member, defs)) put(members, name, copy(member));
      to[key] = members;
    }
    if (from.required) {
      const stays = (name: string): boolean => {
        const property = Object.hasOwn(from.properties ?? {}, name) ? from.properties?.[name] : undefined;
        return property === undefined || !isReadOnly(property, defs);
      };
      to.required = from.required.filter(stays);
    }
    if (from.$ref !== undefined) to.$ref = REF + nameOf(from.$ref.slice(REF.length));
    return to;
  };

  const root = copy(schema);
  if (typeof root === "boolean") return root;
  const $defs: { [name: string]: Schema } = {};
  // Copying a definition adds the names that it refers to.
  for (const [name, plain] of names) $defs[plain] = copy(defs.get(name) ?? true);
  return names.size === 0 ? root : { ...root, $defs };
}

/** True if a property, or the schema it refers to, is read-only. */
function isReadOnly(property: Schema, defs: ReadonlyMap<string, Schema>): boolean {
  const seen = new Set<string>();
  let at: Schema | undefined = property;
  while (typeof at === "object") {
    if (at.readOnly !== undefined || at.$ref === undefined) return at.readOnly === true;
    const name: string = at.$ref.slice(REF.length);
    if (seen.has(name)) return false;
    seen.add(name);
    at = defs.get(name);
  }
  return false;
}
