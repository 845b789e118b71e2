/** Converts the schemas of a document, of any version of OpenAPI, to JSON Schema 2020-12. */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { isObject, type Json, type JsonObject, list, own, put } from "./json.ts";
import { Broken, referenceOf, type Source, type SourceNode } from "./source.ts";

/** The direction of a value: requests have no `readOnly` members, responses no `writeOnly` ones. */
export type Direction = "request" | "response";

/** A document with its schemas. */
export interface Documents {
  readonly source: Source;
  readonly schemas: Schemas;
}

/** A schema whose references are names in `$defs`, shared with other schemas of the document. */
export interface Standalone {
  readonly [keyword: string]: Json;
  readonly $defs: JsonObject;
}

const NUMBERS = [
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength"],
  ...["minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains"],
];
const SCHEMAS = [
  ...["items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else"],
  ...["unevaluatedItems", "unevaluatedProperties"],
];
const SCHEMA_LISTS = ["allOf", "anyOf", "oneOf", "prefixItems"];
const SCHEMA_MAPS = ["patternProperties", "dependentSchemas"];
/** Keywords whose schemas describe the same value as their parent. */
const IN_PLACE = new Set(["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"]);
const TYPES = new Set(["null", "boolean", "integer", "number", "string", "array", "object"]);

/** Compiles a pattern with the `u` flag, or without if that is invalid; an invalid pattern matches every text. */
export const PATTERNS = Object.assign(
  (pattern: string): RegExp => {
    for (const flags of ["u", ""]) {
      try {
        return new RegExp(pattern, flags);
      } catch {}
    }
    return /(?:)/;
  },
  { code: "new RegExp" },
);

export class Schemas {
  readonly #ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    validateSchema: false,
    logger: false,
    code: { regExp: PATTERNS },
  });
  readonly #compiled = new Map<string, ValidateFunction>();
  readonly #conversions: Readonly<Record<Direction, Conversion>>;

  constructor(source: Source) {
    this.#conversions = {
      request: new Conversion(source, "request"),
      response: new Conversion(source, "response"),
    };
  }

  /** Returns the violations of a schema by a value; empty if the value is valid. */
  faults(node: SourceNode, direction: Direction, value: unknown): string[] {
    // An invented schema has no pointer, and cannot be cached.
    const key = node.pointer.length > 0 ? `${direction} ${node.file}#${node.pointer.join("\n")}` : undefined;
    let check = key === undefined ? undefined : this.#compiled.get(key);
    if (!check) {
      const schema = this.#conversions[direction].convert(node);
      for (const [name, def] of this.#conversions[direction].takeFresh()) this.#ajv.addSchema(def, name);
      check = this.#ajv.compile(isObject(schema) ? schema : { allOf: [schema] });
      if (key !== undefined) this.#compiled.set(key, check);
    }
    try {
      if (check(value)) return [];
    } catch (error) {
      // A schema that is an `allOf` of itself cannot be checked.
      if (error instanceof RangeError) return [];
      throw error;
    }
    return (check.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${instancePath || "it"} ${message}${Object.keys(params).length > 0 ? ` (${JSON.stringify(params)})` : ""}`,
    );
  }

  /** Returns a schema with all definitions that it refers to. */
  standalone(node: SourceNode, direction: Direction): Standalone {
    const schema = this.#conversions[direction].convert(node);
    const $defs = this.#conversions[direction].defs;
    return isObject(schema) ? { ...schema, $defs } : { allOf: [schema], $defs };
  }
}

/** Names of members that are not sent; a schema passes them to the schemas of the same value. */
type HiddenMembers = ReadonlySet<string>;
const NONE: HiddenMembers = new Set();

/** Converts schemas, and each referred schema only once: real documents have many references. */
class Conversion {
  readonly defs: JsonObject = {};
  readonly #source: Source;
  readonly #direction: Direction;
  readonly #flag: "readOnly" | "writeOnly";
  readonly #modern: boolean;
  readonly #names = new Map<string, string>();
  readonly #waiting: [name: string, node: SourceNode, hidden: HiddenMembers][] = [];
  #fresh: string[] = [];

  constructor(source: Source, direction: Direction) {
    this.#source = source;
    this.#direction = direction;
    this.#flag = direction === "request" ? "readOnly" : "writeOnly";
    this.#modern = source.version === "3.1" || source.version === "3.2";
  }

  convert(node: SourceNode): Json {
    const root = this.#schema(node, NONE);
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) {
      const [name, target, hidden] = next;
      this.defs[name] = this.#schema(target, hidden);
      this.#fresh.push(name);
    }
    return root;
  }

  /** Returns the definitions that were added since the last call. */
  takeFresh(): [name: string, schema: boolean | JsonObject][] {
    const fresh = this.#fresh.map((name): [string, boolean | JsonObject] => {
      const schema = this.defs[name];
      return [name, isObject(schema) ? schema : schema !== false];
    });
    this.#fresh = [];
    return fresh;
  }

  #schema(node: SourceNode, inherited: HiddenMembers): Json {
    const { value } = node;
    if (typeof value === "boolean") return value;
    if (!isObject(value)) return true;
    const hidden = new Set([...inherited, ...this.#hiddenIn(node, new Set())]);
    const ref = referenceOf(node);
    if (ref === undefined) return this.#keywords(node, hidden);
    const reference = this.#reference(node, hidden);
    // Before 3.1, keywords beside a reference are ignored.
    if (!this.#modern || Object.keys(value).length === 1) return reference;
    return { allOf: [reference, this.#keywords(node, hidden)] };
  }

  #reference(node: SourceNode, hidden: HiddenMembers): Json {
    let target: SourceNode;
    try {
      target = this.#source.target(referenceOf(node) as string, node.file);
      this.#source.follow(target);
    } catch (error) {
      if (error instanceof Broken) return true;
      throw error;
    }
    const key = [target.file, ...target.pointer, "", ...[...hidden].sort()].join("\n");
    let name = this.#names.get(key);
    if (name === undefined) {
      // A unique URI, under which Ajv also registers the definition.
      name = `${this.#direction}:d${this.#names.size}`;
      this.#names.set(key, name);
      this.#waiting.push([name, target, hidden]);
    }
    return { $ref: name };
  }

  #keywords(node: SourceNode, hidden: HiddenMembers): JsonObject {
    const schema = node.value as JsonObject;
    const made: JsonObject = {};
    const child = (...keys: (string | number)[]): SourceNode =>
      this.#source.child(node, ...keys) as SourceNode;
    const sub = (keyword: string, ...keys: (string | number)[]): Json =>
      this.#schema(child(keyword, ...keys), IN_PLACE.has(keyword) ? hidden : NONE);

    for (const keyword of NUMBERS) if (typeof schema[keyword] === "number") made[keyword] = schema[keyword];
    for (const keyword of SCHEMAS)
      if (isObject(schema[keyword]) || typeof schema[keyword] === "boolean") made[keyword] = sub(keyword);
    for (const keyword of SCHEMA_LISTS)
      if (list(schema[keyword]).length > 0)
        made[keyword] = list(schema[keyword]).map((_, i) => sub(keyword, i));
    for (const keyword of SCHEMA_MAPS) if (isObject(schema[keyword])) made[keyword] = {};
    for (const keyword of SCHEMA_MAPS)
      for (const name of Object.keys(isObject(schema[keyword]) ? schema[keyword] : {}))
        put(made[keyword] as JsonObject, name, sub(keyword, name));

    if (typeof schema.uniqueItems === "boolean") made.uniqueItems = schema.uniqueItems;
    if (typeof schema.pattern === "string") made.pattern = schema.pattern;
    if (schema.const !== undefined && this.#modern) made.const = schema.const;
    if (isObject(schema.dependentRequired)) made.dependentRequired = schema.dependentRequired;
    if (Array.isArray(schema.items)) {
      made.prefixItems = schema.items.map((_, i) => this.#schema(child("items", i), NONE));
      delete made.items;
    }
    if (isObject(schema.properties)) made.properties = this.#properties(this.#map(child("properties")));
    const required = list(own(schema, "required")).filter(
      (name) => typeof name === "string" && !hidden.has(name),
    );
    if (required.length > 0) made.required = [...new Set(required)];
    this.#types(schema, made);
    return made;
  }

  #properties(node: SourceNode): JsonObject {
    const made: JsonObject = {};
    for (const name of Object.keys(node.value as JsonObject)) {
      const member = this.#source.child(node, name) as SourceNode;
      // It "SHOULD NOT be sent", so that it must not be an argument.
      put(made, name, this.#isHidden(member) ? false : this.#schema(member, NONE));
    }
    return made;
  }

  /** Follows a reference in place of a map of members; a member with the name `$ref` is a schema, not a text. */
  #map(node: SourceNode): SourceNode {
    return this.#attemptFollow(node) ?? node;
  }

  #types(schema: JsonObject, made: JsonObject): void {
    const nullable = !this.#modern && (schema.nullable === true || schema["x-nullable"] === true);
    const types = (Array.isArray(schema.type) ? schema.type : [schema.type]).filter(
      (type): type is string => typeof type === "string" && TYPES.has(type),
    );
    if (types.length > 0) made.type = nullable ? [...new Set([...types, "null"])] : types;
    const values = list(schema.enum);
    if (values.length > 0) made.enum = nullable ? [...values, null] : values;
    if (schema.enum !== undefined && !Array.isArray(schema.enum)) delete made.enum;
    if (typeof schema.exclusiveMinimum === "boolean" && schema.exclusiveMinimum) {
      made.exclusiveMinimum = made.minimum as number;
      delete made.minimum;
    }
    if (typeof schema.exclusiveMaximum === "boolean" && schema.exclusiveMaximum) {
      made.exclusiveMaximum = made.maximum as number;
      delete made.maximum;
    }
    for (const keyword of ["exclusiveMinimum", "exclusiveMaximum"])
      if (typeof made[keyword] !== "number") delete made[keyword];
  }

  #isHidden(member: SourceNode): boolean {
    if (own(member.value, this.#flag) === true) return true;
    return referenceOf(member) !== undefined && own(this.#attemptFollow(member)?.value, this.#flag) === true;
  }

  #attemptFollow(node: SourceNode): SourceNode | undefined {
    try {
      return this.#source.follow(node);
    } catch (error) {
      if (error instanceof Broken) return undefined;
      throw error;
    }
  }

  /** Returns the names of read-only or write-only members in any part of a schema. */
  #hiddenIn(node: SourceNode, seen: Set<Json>): string[] {
    const at = this.#attemptFollow(node);
    if (!at || seen.has(at.value)) return [];
    seen.add(at.value);
    const written = this.#source.child(at, "properties");
    const properties = written && this.#map(written);
    const found = Object.keys(isObject(properties?.value) ? properties.value : {}).filter((name) =>
      this.#isHidden(this.#source.child(properties as SourceNode, name) as SourceNode),
    );
    for (const [i] of list(own(at.value, "allOf")).entries())
      found.push(...this.#hiddenIn(this.#source.child(at, "allOf", i) as SourceNode, seen));
    return found;
  }
}
