import type { Diagnostics } from "../diagnostics.ts";
import { formatPointer, type Json, type JsonObject, type Pointer, put } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import { Reader } from "../normalise/reader.ts";
import { SchemaReader } from "../normalise/schema.ts";

/**
 * Converts the JSON Schemas of a tool spec into the generator's own form. Each schema is a resource of its own: its
 * references resolve within it.
 */
export class SpecSchemas {
  /** The schemas that the converted ones refer to, by `$defs` name. */
  readonly defs = new Map<string, Schema>();
  readonly #diagnostics: Diagnostics;

  constructor(diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
  }

  read(schema: JsonObject, at: Pointer): Schema {
    const reader = new SchemaReader(new Reader(documentOf(schema, at), this.#diagnostics), {
      siblings: true,
      hint: "Correct the schema: as it is, it accepts more than it should.",
    });
    const result = reader.read(schema, at);
    for (const [name, definition] of reader.defs) this.defs.set(name, definition);
    for (const reference of reader.unresolvedRefs.values())
      this.#diagnostics.report(
        "invalid-value",
        at,
        `expected a reference into this schema, found "${reference}"`,
        "Correct the reference, or add its target under `$defs` of the schema itself.",
      );
    return result;
  }
}

/** A document that holds the schema alone, at its place, with a URI against which its references resolve. */
function documentOf(schema: JsonObject, at: Pointer): JsonObject {
  let document: Json = Object.hasOwn(schema, "$id")
    ? schema
    : { $id: `speclathe:${formatPointer(at)}`, ...schema };
  for (const token of at.toReversed()) {
    const parent: JsonObject = {};
    put(parent, String(token), document);
    document = parent;
  }
  return document as JsonObject;
}

/** The properties that a schema names; `any` if it accepts further ones explicitly. */
export function propertiesOf(
  schema: Schema,
  defs: ReadonlyMap<string, Schema>,
  seen = new Set<Schema>(),
): ReadonlySet<string> | "any" {
  if (typeof schema === "boolean" || seen.has(schema)) return new Set();
  seen.add(schema);
  if (schema.patternProperties || isOpen(schema.additionalProperties) || isOpen(schema.unevaluatedProperties))
    return "any";
  const names = new Set(Object.keys(schema.properties ?? {}));
  for (const part of partsOf(schema, defs)) {
    const inner = propertiesOf(part, defs, seen);
    if (inner === "any") return "any";
    for (const name of inner) names.add(name);
  }
  return names;
}

function isOpen(schema: Schema | undefined): boolean {
  return schema !== undefined && schema !== false;
}

/** The schemas that apply to the same value. */
function partsOf(schema: SchemaObject, defs: ReadonlyMap<string, Schema>): Schema[] {
  const target = schema.$ref === undefined ? undefined : defs.get(schema.$ref.replace("#/$defs/", ""));
  return [
    ...(target === undefined ? [] : [target]),
    ...(schema.allOf ?? []),
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...[schema.if, schema.then, schema.else].filter((part) => part !== undefined),
    ...Object.values(schema.dependentSchemas ?? {}),
  ];
}
