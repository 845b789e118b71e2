import {
  formatPointer,
  isObject,
  type Json,
  type JsonObject,
  lookup,
  own,
  type Pointer,
  parseLocalRef,
  put,
} from "../json.ts";
import type { Schema, SchemaObject, SchemaType } from "../types.ts";
import type { Reader } from "./reader.ts";

const TYPES: ReadonlySet<unknown> = new Set([
  "null",
  "boolean",
  "integer",
  "number",
  "string",
  "array",
  "object",
]);

/** Keywords copied as they are where their value has the right type. */
const PLAIN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    title: "string",
    description: "string",
    format: "string",
    pattern: "string",
    contentEncoding: "string",
    contentMediaType: "string",
    deprecated: "boolean",
    readOnly: "boolean",
    writeOnly: "boolean",
    uniqueItems: "boolean",
    minLength: "number",
    maxLength: "number",
    minimum: "number",
    maximum: "number",
    exclusiveMinimum: "number",
    exclusiveMaximum: "number",
    multipleOf: "number",
    minItems: "number",
    maxItems: "number",
    minProperties: "number",
    maxProperties: "number",
  }),
);

/** What may stand beside a `$ref` in OpenAPI 3.0 and mean something: it annotates, and never constrains. */
const ANNOTATIONS = [
  "title",
  "description",
  "default",
  "deprecated",
  "readOnly",
  "writeOnly",
  "example",
  "examples",
];

/** Keywords of JSON Schema 2020-12 that are not carried over; dropping one widens the schema. */
const UNSUPPORTED: ReadonlySet<string> = new Set([
  "if",
  "then",
  "else",
  "patternProperties",
  "propertyNames",
  "dependentRequired",
  "dependentSchemas",
  "contains",
  "minContains",
  "maxContains",
  "unevaluatedItems",
  "unevaluatedProperties",
  "$dynamicRef",
]);

/**
 * Turns Schema Objects of OpenAPI 3.0 and 3.1 into JSON Schema 2020-12. Referenced schemas keep their
 * names and cycles: they are converted once, into `defs`, and referred to as `#/$defs/<name>`.
 */
export class SchemaReader {
  readonly defs = new Map<string, Schema>();
  readonly #reader: Reader;
  readonly #siblings: boolean;
  readonly #names = new Map<string, string>();
  readonly #queue: { name: string; value: Json; pointer: Pointer }[] = [];

  /** `siblings`: whether keywords beside a `$ref` constrain (3.1) or are ignored (3.0). */
  constructor(reader: Reader, options: { siblings: boolean }) {
    this.#reader = reader;
    this.#siblings = options.siblings;
  }

  read(value: Json | undefined, pointer: Pointer): Schema {
    const schema = this.#convert(value, pointer);
    // Referenced schemas are converted here and not on the way down: chains of references can be long.
    for (let next = this.#queue.pop(); next; next = this.#queue.pop())
      this.defs.set(next.name, this.#convert(next.value, next.pointer));
    return schema;
  }

  #convert(value: Json | undefined, pointer: Pointer): Schema {
    if (typeof value === "boolean") return value;
    if (!isObject(value)) return true;
    const ref = own(value, "$ref");
    if (typeof ref !== "string") return this.#nullable(value, this.#keywords(value, pointer));
    const name = this.#reference(ref);
    if (name === undefined) return true;
    const beside: JsonObject = {};
    for (const [key, child] of Object.entries(value))
      if (key !== "$ref" && (this.#siblings || ANNOTATIONS.includes(key))) put(beside, key, child);
    return { $ref: `#/$defs/${name}`, ...(this.#keywords(beside, pointer) as object) };
  }

  #keywords(value: JsonObject, pointer: Pointer): SchemaObject {
    const schema: SchemaObject = {};
    const at = (...tokens: (string | number)[]): Pointer => [...pointer, ...tokens];
    const list = (key: "allOf" | "anyOf" | "oneOf" | "prefixItems"): void => {
      const members = own(value, key);
      if (Array.isArray(members) && members.length > 0)
        schema[key] = members.map((member, i) => this.#convert(member, at(key, i)));
    };

    const type = own(value, "type");
    const types = (Array.isArray(type) ? type : [type]).filter((t) => TYPES.has(t)) as SchemaType[];
    if (types.length > 0) schema.type = types.length === 1 ? (types[0] as SchemaType) : [...new Set(types)];
    else if (type !== undefined) this.#warn(at("type"), `the type ${JSON.stringify(type)} does not exist`);
    // What lists properties describes an object, and what has items an array, said or not.
    else if (isObject(own(value, "properties"))) schema.type = "object";
    else if (isObject(own(value, "items"))) schema.type = "array";

    for (const key of Object.keys(value))
      if (PLAIN.has(key) && typeof value[key] === PLAIN.get(key))
        Object.assign(schema, { [key]: value[key] });
      else if (UNSUPPORTED.has(key))
        this.#warn(at(key), `the keyword "${key}" is left out: the tool accepts more than the document`);
    // OpenAPI 3.0: exclusive bounds are booleans that modify the inclusive ones.
    for (const [flag, bound] of [
      ["exclusiveMinimum", "minimum"],
      ["exclusiveMaximum", "maximum"],
    ] as const)
      if (own(value, flag) === true && schema[bound] !== undefined) {
        schema[flag] = schema[bound];
        delete schema[bound];
      }

    const enumeration = own(value, "enum");
    if (Array.isArray(enumeration) && enumeration.length > 0) schema.enum = enumeration;
    const constant = own(value, "const");
    if (constant !== undefined) schema.const = constant;
    const fallback = own(value, "default");
    if (fallback !== undefined) schema.default = fallback;
    const examples = own(value, "examples");
    const example = own(value, "example");
    if (Array.isArray(examples) && examples.length > 0) schema.examples = examples;
    else if (example !== undefined) schema.examples = [example];

    const properties = own(value, "properties");
    if (isObject(properties)) {
      schema.properties = {};
      for (const [name, property] of Object.entries(properties))
        put(schema.properties, name, this.#convert(property, at("properties", name)));
    }
    const required = own(value, "required");
    if (Array.isArray(required)) {
      const names = required.filter((name) => typeof name === "string");
      if (names.length > 0) schema.required = [...new Set(names)];
    }
    const additional = own(value, "additionalProperties");
    if (additional !== undefined)
      schema.additionalProperties = this.#convert(additional, at("additionalProperties"));
    const items = own(value, "items");
    if (items !== undefined) schema.items = this.#convert(items, at("items"));
    const not = own(value, "not");
    if (not !== undefined) schema.not = this.#convert(not, at("not"));
    list("prefixItems");
    list("allOf");
    list("anyOf");
    list("oneOf");

    return schema;
  }

  /** `nullable` adds null to whatever the schema says, also where 3.0 leaves its meaning open. */
  #nullable(value: JsonObject, schema: SchemaObject): SchemaObject {
    if (own(value, "nullable") !== true) return schema;
    if (schema.enum && !schema.enum.includes(null)) schema.enum = [...schema.enum, null];
    if (schema.type !== undefined) {
      schema.type = [...new Set([schema.type, "null" as const].flat())];
      return schema;
    }
    const outside: SchemaObject = {};
    const inside: SchemaObject = {};
    for (const key of Object.keys(schema) as (keyof SchemaObject)[])
      Object.assign(ANNOTATIONS.includes(key) ? outside : inside, { [key]: schema[key] });
    if (Object.keys(inside).length === 0) return schema;
    return { ...outside, anyOf: [inside, { type: "null" }] };
  }

  /** The name in `defs` of what a reference leads to; undefined where it leads nowhere. */
  #reference(ref: string): string | undefined {
    const known = this.#names.get(ref);
    if (known !== undefined) return known;
    const tokens = parseLocalRef(ref);
    const target = tokens && lookup(this.#reader.root, tokens);
    if (tokens === undefined || target === undefined) return undefined;
    // A component keeps its name; anything else is called by its pointer, which no component is.
    const isComponent = tokens.length === 3 && tokens[0] === "components" && tokens[1] === "schemas";
    const name = isComponent ? (tokens[2] as string) : formatPointer(tokens);
    this.#names.set(ref, name);
    if (this.defs.has(name)) return name;
    this.defs.set(name, true);
    this.#queue.push({ name, value: target, pointer: tokens });
    return name;
  }

  #warn(pointer: Pointer, message: string): void {
    this.#reader.diagnostics.report(
      "unsupported-schema",
      pointer,
      message,
      "The upstream API still checks what it is sent; nothing else is lost.",
    );
  }
}
