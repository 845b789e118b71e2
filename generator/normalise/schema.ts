import {
  asString,
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
import { SCHEMA_TYPES, type Schema, type SchemaObject, type SchemaType } from "../json-schema.ts";
import { ANNOTATIONS, SCHEMA_LISTS, SCHEMA_MAPS, SINGLE_SCHEMAS } from "../openapi-grammar.ts";
import { asUnicode, linear } from "../regex.ts";
import { quoted, type Reader } from "./reader.ts";
import { SchemaResources } from "./schema-ids.ts";

const TYPES: ReadonlySet<unknown> = new Set(SCHEMA_TYPES);

interface ValueKind {
  readonly expected: string;
  readonly includes: (value: Json) => boolean;
}

const STRING: ValueKind = { expected: "a string", includes: (value) => typeof value === "string" };
const BOOLEAN: ValueKind = { expected: "a boolean", includes: (value) => typeof value === "boolean" };
const NUMBER: ValueKind = { expected: "a number", includes: (value) => typeof value === "number" };
const COUNT: ValueKind = {
  expected: "a non-negative integer",
  includes: (value) => Number.isInteger(value) && (value as number) >= 0,
};
const POSITIVE: ValueKind = {
  expected: "a positive number",
  includes: (value) => typeof value === "number" && value > 0,
};

/** Keywords whose values are copied unchanged. */
const COPIED: ReadonlyMap<string, ValueKind> = new Map([
  ...["title", "description", "format", "contentEncoding", "contentMediaType"].map(
    (key) => [key, STRING] as const,
  ),
  ...["deprecated", "readOnly", "writeOnly", "uniqueItems"].map((key) => [key, BOOLEAN] as const),
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"].map((key) => [key, NUMBER] as const),
  ...[
    ...["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"],
    ...["minContains", "maxContains"],
  ].map((key) => [key, COUNT] as const),
  ["multipleOf", POSITIVE],
]);

/**
 * A subschema that is more pointer tokens below its schema becomes a component of its own, because compilers crash on
 * code that is nested too deeply. No document that a person wrote is nested this deeply.
 */
const MAX_DEPTH = 60;

/** Keywords whose values are shown to models and sent unchanged. */
const UNCHANGED = [
  "format",
  "pattern",
  "enum",
  "const",
  "default",
  "example",
  "examples",
  "contentMediaType",
];

/**
 * Converts Schema Objects of all versions of OpenAPI to JSON Schema 2020-12. Referenced schemas keep their names and
 * cycles: each is converted once, into `defs`, and referred to as `#/$defs/<name>`.
 */
export class SchemaReader {
  readonly defs = new Map<string, Schema>();
  /** References that lead nowhere, by the name that `defs` would have for their target. */
  readonly unresolvedRefs = new Map<string, string>();
  readonly #reader: Reader;
  readonly #siblings: boolean;
  readonly #components: Pointer | undefined;
  readonly #hint: string;
  #resources: SchemaResources | undefined;
  readonly #names = new Map<string, string>();
  readonly #queue: { name: string; value: Json; pointer: Pointer }[] = [];
  /** The number of pointer tokens of the schema with which the conversion began. */
  #start = 0;

  /**
   * `siblings`: true if keywords beside a `$ref` constrain (from 3.1 on), false if they are ignored. `components`:
   * pointer of the named schemas, if there is a place for them. `hint`: the advice on parts of a schema that are dropped.
   */
  constructor(reader: Reader, options: { siblings: boolean; components?: Pointer; hint?: string }) {
    this.#reader = reader;
    this.#siblings = options.siblings;
    this.#components = options.components;
    this.#hint = options.hint ?? "The API still checks this itself. The rest of the schema is kept.";
  }

  read(value: Json | undefined, pointer: Pointer): Schema {
    this.#start = pointer.length;
    const schema = this.#convert(value, pointer);
    // Referenced schemas are converted in a loop, not by recursion: chains of references can be long.
    for (let next = this.#queue.pop(); next; next = this.#queue.pop()) {
      this.#start = next.pointer.length;
      this.defs.set(next.name, this.#convert(next.value, next.pointer));
    }
    return schema;
  }

  #convert(value: Json | undefined, pointer: Pointer): Schema {
    if (typeof value === "boolean") return value;
    if (!isObject(value)) return true;
    if (pointer.length - this.#start > MAX_DEPTH)
      return { $ref: `#/$defs/${this.#define(formatPointer(pointer), value, pointer)}` };
    const ref = own(value, "$ref") ?? (this.#siblings ? own(value, "$dynamicRef") : undefined);
    if (typeof ref !== "string") return this.#nullable(value, this.#keywords(value, pointer));
    const name = this.#reference(ref, pointer);
    const beside: JsonObject = {};
    for (const [key, child] of Object.entries(value))
      if (key !== "$ref" && (this.#siblings || ANNOTATIONS.has(key) || key === "example"))
        put(beside, key, child);
    if (!Object.hasOwn(value, "$ref") && this.#resources?.isAmbiguous(ref.replace(/^.*#/, "")))
      this.#warn(
        pointer,
        `expected one target of "${ref}", found several: one of them is used in all places`,
      );
    return { $ref: `#/$defs/${name}`, ...(this.#keywords(beside, pointer) as object) };
  }

  #keywords(value: JsonObject, pointer: Pointer): SchemaObject {
    const schema: SchemaObject = {};
    const at = (...tokens: (string | number)[]): Pointer => [...pointer, ...tokens];
    const type = own(value, "type");
    const types = [...new Set(Array.isArray(type) ? type : [type])];
    const stranger = types.find((one) => !TYPES.has(one));
    if (type !== undefined && stranger !== undefined)
      this.#warn(at("type"), `expected a type of JSON Schema, found ${quoted(stranger)}`);
    else if (type !== undefined && types.length > 0)
      schema.type = types.length === 1 ? (types[0] as SchemaType) : (types as SchemaType[]);

    for (const key of Object.keys(value)) {
      const kind = COPIED.get(key);
      if (kind?.includes(value[key] as Json)) Object.assign(schema, { [key]: value[key] });
      // `exclusiveMinimum` of 3.0 is a boolean, read below; some generators of documents write null for no value.
      else if (kind && typeof value[key] !== "boolean" && value[key] !== null)
        this.#warn(at(key), `expected ${kind.expected} in \`${key}\`, found ${quoted(value[key])}`);
    }
    for (const key of ["title", "description"] as const) {
      const text = this.#reader.readable(schema[key], at(key));
      if (text === undefined) delete schema[key];
      else schema[key] = text;
    }
    for (const key of UNCHANGED) this.#reader.inspect(own(value, key) ?? null, at(key));
    const pattern = asString(own(value, "pattern"));
    const expression = pattern === undefined ? undefined : this.#pattern(pattern, at("pattern"));
    if (expression !== undefined) schema.pattern = expression;
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
    else if (!Array.isArray(enumeration) && enumeration !== undefined && enumeration !== null)
      this.#warn(at("enum"), `expected an array in \`enum\`, found ${quoted(enumeration)}`);
    const constant = own(value, "const");
    if (constant !== undefined) schema.const = constant;
    const fallback = own(value, "default");
    if (fallback !== undefined) schema.default = fallback;
    const examples = own(value, "examples");
    const example = own(value, Object.hasOwn(value, "example") ? "example" : "x-example");
    if (Array.isArray(examples) && examples.length > 0) schema.examples = examples;
    else if (example !== undefined) schema.examples = [example];

    this.#subschemas(value, schema, at);
    // An empty `enum` accepts nothing; not every validator takes it.
    if (Array.isArray(enumeration) && enumeration.length === 0) {
      schema.not = {};
      this.#warn(at("enum"), "expected at least one value in `enum`, found none: the schema accepts nothing");
    }
    const required = own(value, "required");
    if (Array.isArray(required)) {
      const names = required.filter((name) => typeof name === "string");
      if (names.length > 0) schema.required = [...new Set(names)];
    }
    return schema;
  }

  #subschemas(
    value: JsonObject,
    schema: SchemaObject,
    at: (...tokens: (string | number)[]) => Pointer,
  ): void {
    for (const key of SCHEMA_MAPS) {
      const members = own(value, key);
      if (!isObject(members)) continue;
      const converted: { [name: string]: Schema } = {};
      for (const [name, member] of Object.entries(members)) {
        this.#reader.inspect(name, at(key, name));
        const kept = key === "patternProperties" ? this.#pattern(name, at(key, name)) : name;
        if (kept !== undefined) put(converted, kept, this.#convert(member, at(key, name)));
      }
      schema[key] = converted;
    }
    for (const key of SINGLE_SCHEMAS) {
      const member = own(value, key);
      if (member !== undefined && !Array.isArray(member)) schema[key] = this.#convert(member, at(key));
    }
    for (const key of SCHEMA_LISTS) {
      const members = own(value, key);
      if (Array.isArray(members) && members.length > 0)
        schema[key] = members.map((member, i) => this.#convert(member, at(key, i)));
    }
    // Before 2020-12, an array in `items` is `prefixItems`, and `additionalItems` is the schema of all others.
    const items = own(value, "items");
    if (Array.isArray(items)) {
      if (items.length > 0) schema.prefixItems = items.map((item, i) => this.#convert(item, at("items", i)));
      const others = own(value, "additionalItems");
      if (others !== undefined) schema.items = this.#convert(others, at("additionalItems"));
    }
    const dependent = own(value, "dependentRequired");
    if (isObject(dependent)) {
      schema.dependentRequired = {};
      for (const [name, others] of Object.entries(dependent))
        if (Array.isArray(others))
          put(
            schema.dependentRequired,
            name,
            others.filter((other) => typeof other === "string"),
          );
    }
  }

  /** A pattern in a spelling that all consumers compile. Reports one that cannot be checked in linear time. */
  #pattern(source: string, pointer: Pointer): string | undefined {
    const expression = asUnicode(source);
    if (expression === undefined) this.#warn(pointer, `expected a regular expression, found "${source}"`);
    else if (linear(expression) === undefined)
      this.#warn(
        pointer,
        `expected a pattern that can be checked in linear time, without lookaround and backreferences, found "${source}": it is described, not checked`,
      );
    return expression;
  }

  /** `nullable` adds null to the values of a schema, also in cases that 3.0 leaves open. */
  #nullable(value: JsonObject, schema: SchemaObject): SchemaObject {
    if (own(value, "nullable") !== true && own(value, "x-nullable") !== true) return schema;
    if (schema.enum && !schema.enum.includes(null)) schema.enum = [...schema.enum, null];
    if (schema.type !== undefined) {
      schema.type = [...new Set([schema.type, "null" as const].flat())];
      return schema;
    }
    const outside: SchemaObject = {};
    const inside: SchemaObject = {};
    for (const key of Object.keys(schema) as (keyof SchemaObject)[])
      Object.assign(ANNOTATIONS.has(key) ? outside : inside, { [key]: schema[key] });
    if (Object.keys(inside).length === 0) return schema;
    return { ...outside, anyOf: [inside, { type: "null" }] };
  }

  /** The name in `defs` of the target of a reference. */
  #reference(ref: string, at: Pointer): string {
    const known = this.#names.get(ref);
    if (known !== undefined) return known;
    if (this.#siblings) this.#resources ??= new SchemaResources(this.#reader.root);
    const resources = this.#resources;
    const tokens = resources ? resources.resolve(ref, at) : parseLocalRef(ref);
    const target = tokens && lookup(this.#reader.root, tokens);
    if (tokens === undefined || target === undefined) {
      const none = `\0${ref}`;
      this.unresolvedRefs.set(none, ref);
      return none;
    }
    // A component keeps its name; another schema is named by its pointer, which is never the name of a component.
    const folder = this.#components;
    const isComponent =
      folder?.every((key, i) => tokens[i] === key) === true && tokens.length === folder.length + 1;
    const name = isComponent ? (tokens.at(-1) as string) : formatPointer(tokens);
    if (resources?.isPlain !== false) this.#names.set(ref, name);
    return this.#define(name, target, tokens);
  }

  /** Queues a schema for conversion into `defs`, unless it is there. */
  #define(name: string, value: Json, pointer: Pointer): string {
    if (!this.defs.has(name)) {
      this.defs.set(name, true);
      this.#queue.push({ name, value, pointer });
    }
    return name;
  }

  #warn(pointer: Pointer, message: string): void {
    this.#reader.diagnostics.report("unsupported-schema", pointer, message, this.#hint);
  }
}
