import { isObject, type Json, type JsonObject, type Pointer, put } from "../../json.ts";
import type { Schema, SchemaObject } from "../../json-schema.ts";
import { SCHEMA_LISTS, SCHEMA_MAPS, SINGLE_SCHEMAS } from "../../keywords.ts";
import type { SpecArgument, SpecInput } from "../../toolspec/tool-spec.ts";
import type { SchemaReader } from "../schema.ts";
import { malformed, unsupported } from "./fault.ts";

/** Schemas that one workflow's inputs may come to when every reference is written out. */
const MAX_SCHEMAS = 2_000;
/** How long a chain of references may be. */
const MAX_CHAIN = 30;

/** What the arguments alone can say. */
const PLAIN = new Set(["type", "properties", "required", "title", "description", "examples", "default"]);

/** The inputs of a workflow as the arguments of a tool. Throws a `WorkflowFault`. */
export function inputsOf(value: Json | undefined, pointer: Pointer, schemas: SchemaReader): SpecInput {
  if (value === undefined) return { arguments: [] };
  if (!isObject(value)) throw malformed(pointer, "`inputs` must be a JSON Schema of an object");
  const schema = new Inliner(schemas, pointer).inline(schemas.read(value, pointer));
  if (typeof schema === "boolean" || (schema.type !== undefined && schema.type !== "object"))
    throw malformed(pointer, "`inputs` must be a JSON Schema of an object");
  const { properties = {}, required = [] } = schema;
  const names = new Set([...Object.keys(properties), ...required]);
  const args = [...names].map((name): SpecArgument => {
    const given = Object.hasOwn(properties, name) ? (properties[name] as Schema) : true;
    const at = [...pointer, "properties", name];
    if (typeof given === "boolean")
      return { name, schema: given, required: required.includes(name), pointer: at };
    const { description, default: fallback, ...rest } = given;
    return {
      name,
      schema: rest,
      required: required.includes(name),
      ...(description !== undefined && { description }),
      ...(fallback !== undefined && { default: fallback }),
      pointer: at,
    };
  });
  const isPlain = Object.keys(schema).every(
    (key) => PLAIN.has(key) || (key === "additionalProperties" && typeof schema[key] === "boolean"),
  );
  // A schema is JSON.
  return { arguments: args, ...(!isPlain && { schema, verbatim: schema as JsonObject }) };
}

/** Writes out what schemas refer to: a tool stands on its own. */
class Inliner {
  readonly #schemas: SchemaReader;
  readonly #pointer: Pointer;
  readonly #open: string[] = [];
  #count = 0;

  constructor(schemas: SchemaReader, pointer: Pointer) {
    this.#schemas = schemas;
    this.#pointer = pointer;
  }

  /** Throws a `WorkflowFault`. */
  inline(schema: Schema): Schema {
    this.#count++;
    if (this.#count > MAX_SCHEMAS)
      throw unsupported(
        this.#pointer,
        `these are more than ${MAX_SCHEMAS} schemas`,
        "Make the inputs simpler.",
      );
    if (typeof schema === "boolean") return schema;
    const { $ref, ...beside } = schema;
    const here = this.#members(beside);
    if ($ref === undefined) return here;
    const target = this.#target($ref.slice("#/$defs/".length));
    if (Object.keys(here).length === 0) return target;
    return { ...here, allOf: [target, ...(here.allOf ?? [])] };
  }

  #target(name: string): Schema {
    const target = this.#schemas.defs.get(name);
    const reference = this.#schemas.lost.get(name);
    if (target === undefined || reference !== undefined)
      throw malformed(this.#pointer, `the reference ${JSON.stringify(reference ?? name)} leads nowhere`);
    if (this.#open.includes(name))
      throw unsupported(
        this.#pointer,
        `the schema ${JSON.stringify(name)} contains itself`,
        "Describe the input without it, and leave the check to the API.",
      );
    if (this.#open.length >= MAX_CHAIN)
      throw unsupported(
        this.#pointer,
        "these schemas refer to each other too deeply",
        "Make the inputs simpler.",
      );
    this.#open.push(name);
    const inlined = this.inline(target);
    this.#open.pop();
    return inlined;
  }

  #members(schema: SchemaObject): SchemaObject {
    const result: SchemaObject = { ...schema };
    for (const key of SCHEMA_MAPS) {
      const members = schema[key];
      if (!members) continue;
      const inlined: { [name: string]: Schema } = {};
      for (const [name, member] of Object.entries(members)) put(inlined, name, this.inline(member));
      result[key] = inlined;
    }
    for (const key of SINGLE_SCHEMAS) {
      const member = schema[key];
      if (member !== undefined) result[key] = this.inline(member);
    }
    for (const key of SCHEMA_LISTS) {
      const members = schema[key];
      if (members) result[key] = members.map((member) => this.inline(member));
    }
    return result;
  }
}
