import type { Diagnostics } from "../diagnostics.ts";
import { formatPointer, isObject, type Json, type JsonObject, own, type Pointer, put } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import { Reader } from "../normalise/reader.ts";
import { SchemaReader } from "../normalise/schema.ts";
import type { Spot } from "./spot.ts";

/**
 * The JSON Schemas of a tool spec, as the generator has all of them. Each is a resource of its own: its references
 * lead to places in itself.
 */
export class SpecSchemas {
  readonly #reader: SchemaReader;
  readonly #diagnostics: Diagnostics;

  constructor(root: Json, diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
    this.#reader = new SchemaReader(new Reader(resourcesOf(root), diagnostics), {
      siblings: true,
      components: ["none"],
      hint: "Correct the schema: as it is, more is accepted than it is meant to.",
    });
  }

  /** What the schemas so far refer to. */
  get defs(): ReadonlyMap<string, Schema> {
    return this.#reader.defs;
  }

  read({ value, pointer }: Spot): Schema {
    const known = new Set(this.#reader.unresolvedRefs.keys());
    const schema = this.#reader.read(value, pointer);
    for (const [name, reference] of this.#reader.unresolvedRefs)
      if (!known.has(name))
        this.#diagnostics.report(
          "invalid-value",
          pointer,
          `"${reference}" leads nowhere in this schema`,
          "Correct the reference, or add what it refers to under `$defs` of the schema itself.",
        );
    return schema;
  }
}

/** The schemas in their places, each with a URI of its own, against which references in it are resolved. */
function resourcesOf(root: Json): JsonObject {
  const tools: JsonObject = {};
  const given = own(root, "tools");
  for (const [name, tool] of isObject(given) ? Object.entries(given) : []) {
    const schemas: JsonObject = {};
    for (const key of ["inputSchema", "outputSchema"]) {
      const schema = own(tool, key);
      if (schema !== undefined) put(schemas, key, resource(schema, ["tools", name, key]));
    }
    for (const key of ["input", "output"]) {
      const properties = own(tool, key);
      if (!isObject(properties)) continue;
      const copies: JsonObject = {};
      for (const [property, schema] of Object.entries(properties))
        put(copies, property, resource(schema, ["tools", name, key, property]));
      put(schemas, key, copies);
    }
    put(tools, name, schemas);
  }
  return { tools, upstreams: membersOf(own(root, "upstreams"), ["upstreams"], overlaysOf) };
}

/** What is laid over the schemas of an upstream's arguments. */
function overlaysOf(upstream: Json, pointer: Pointer): JsonObject {
  const at = [...pointer, "operations"];
  const operations = membersOf(own(upstream, "operations"), at, (operation, ofOperation) => ({
    args: membersOf(own(operation, "args"), [...ofOperation, "args"], (argument, ofArgument) => ({
      schema: resource(own(argument, "schema") ?? {}, [...ofArgument, "schema"]),
    })),
  }));
  return { operations };
}

/** An object with each of its members turned into another one. */
function membersOf(
  value: Json | undefined,
  pointer: Pointer,
  turn: (member: Json, at: Pointer) => Json,
): JsonObject {
  const turned: JsonObject = {};
  for (const [name, member] of isObject(value) ? Object.entries(value) : [])
    put(turned, name, turn(member, [...pointer, name]));
  return turned;
}

function resource(schema: Json, pointer: Pointer): Json {
  if (!isObject(schema) || Object.hasOwn(schema, "$id")) return schema;
  return { $id: `speclathe:${formatPointer(pointer)}`, ...schema };
}

/** The properties that a schema speaks of; `any` where it takes others on purpose. */
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

/** Schemas that the same value is held against. */
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
