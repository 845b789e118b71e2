/** The schemas of a document as JSON Schema 2020-12, whatever version of OpenAPI they were written in. */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { isObject, type Json, type JsonObject, list, own, put } from "./json.ts";
import { Broken, type Place, referenceOf, type Source } from "./source.ts";

/** The direction of a value: requests have no `readOnly` members, responses no `writeOnly` ones. */
export type Direction = "request" | "response";

/** A document with its schemas. */
export interface Documents {
  readonly source: Source;
  readonly schemas: Schemas;
}

/** A schema whose references are names in `$defs`, which it shares with others of its document. */
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
/** Keywords whose schemas describe the very value that their parent describes. */
const IN_PLACE = new Set(["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"]);
const TYPES = new Set(["null", "boolean", "integer", "number", "string", "array", "object"]);

/** A pattern as documents mean it: with Unicode if it can be read so; an invalid one is ignored. */
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

  /** Why a value does not fit a schema; empty where it does. */
  faults(place: Place, direction: Direction, value: unknown): string[] {
    // A place that was made up has no pointer of its own by which it could be remembered.
    const key =
      place.pointer.length > 0 ? `${direction} ${place.file}#${place.pointer.join("\n")}` : undefined;
    let check = key === undefined ? undefined : this.#compiled.get(key);
    if (!check) {
      const schema = this.#conversions[direction].convert(place);
      for (const [name, def] of this.#conversions[direction].takeFresh()) this.#ajv.addSchema(def, name);
      check = this.#ajv.compile(isObject(schema) ? schema : { allOf: [schema] });
      if (key !== undefined) this.#compiled.set(key, check);
    }
    try {
      if (check(value)) return [];
    } catch (error) {
      // A schema that is an `allOf` of itself describes nothing that could be checked.
      if (error instanceof RangeError) return [];
      throw error;
    }
    return (check.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${instancePath || "it"} ${message}${Object.keys(params).length > 0 ? ` (${JSON.stringify(params)})` : ""}`,
    );
  }

  /** The schema of a place with all that it refers to. */
  standalone(place: Place, direction: Direction): Standalone {
    const schema = this.#conversions[direction].convert(place);
    const $defs = this.#conversions[direction].defs;
    return isObject(schema) ? { ...schema, $defs } : { allOf: [schema], $defs };
  }
}

/** Names of members that do not travel; a schema passes them to those that describe the same value. */
type Hidden = ReadonlySet<string>;
const NONE: Hidden = new Set();

/** Converts schemas, and what they refer to once for all: documents can refer to everything from everywhere. */
class Conversion {
  readonly defs: JsonObject = {};
  readonly #source: Source;
  readonly #direction: Direction;
  readonly #flag: "readOnly" | "writeOnly";
  readonly #modern: boolean;
  readonly #names = new Map<string, string>();
  readonly #waiting: [name: string, place: Place, hidden: Hidden][] = [];
  #fresh: string[] = [];

  constructor(source: Source, direction: Direction) {
    this.#source = source;
    this.#direction = direction;
    this.#flag = direction === "request" ? "readOnly" : "writeOnly";
    this.#modern = source.version === "3.1" || source.version === "3.2";
  }

  convert(place: Place): Json {
    const root = this.#schema(place, NONE);
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) {
      const [name, target, hidden] = next;
      this.defs[name] = this.#schema(target, hidden);
      this.#fresh.push(name);
    }
    return root;
  }

  /** Definitions that were made since this was last asked. */
  takeFresh(): [name: string, schema: boolean | JsonObject][] {
    const fresh = this.#fresh.map((name): [string, boolean | JsonObject] => {
      const schema = this.defs[name];
      return [name, isObject(schema) ? schema : schema !== false];
    });
    this.#fresh = [];
    return fresh;
  }

  #schema(place: Place, inherited: Hidden): Json {
    const { value } = place;
    if (typeof value === "boolean") return value;
    if (!isObject(value)) return true;
    const hidden = new Set([...inherited, ...this.#hiddenIn(place, new Set())]);
    const ref = referenceOf(place);
    if (ref === undefined) return this.#keywords(place, hidden);
    const reference = this.#reference(place, hidden);
    // Before 3.1 what stands beside a reference is ignored.
    if (!this.#modern || Object.keys(value).length === 1) return reference;
    return { allOf: [reference, this.#keywords(place, hidden)] };
  }

  #reference(place: Place, hidden: Hidden): Json {
    let target: Place;
    try {
      target = this.#source.target(referenceOf(place) as string, place.file);
      this.#source.follow(target);
    } catch (error) {
      if (error instanceof Broken) return true;
      throw error;
    }
    const key = [target.file, ...target.pointer, "", ...[...hidden].sort()].join("\n");
    let name = this.#names.get(key);
    if (name === undefined) {
      // A URI of its own, by which a validator knows it too.
      name = `${this.#direction}:d${this.#names.size}`;
      this.#names.set(key, name);
      this.#waiting.push([name, target, hidden]);
    }
    return { $ref: name };
  }

  #keywords(place: Place, hidden: Hidden): JsonObject {
    const schema = place.value as JsonObject;
    const made: JsonObject = {};
    const child = (...keys: (string | number)[]): Place => this.#source.child(place, ...keys) as Place;
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

  #properties(place: Place): JsonObject {
    const made: JsonObject = {};
    for (const name of Object.keys(place.value as JsonObject)) {
      const member = this.#source.child(place, name) as Place;
      // It "SHOULD NOT be sent": whoever offers it as an argument misleads its caller.
      put(made, name, this.#isHidden(member) ? false : this.#schema(member, NONE));
    }
    return made;
  }

  /** Documents of several files also refer to a whole map of members; a member called `$ref` is no text. */
  #map(place: Place): Place {
    return this.#attemptFollow(place) ?? place;
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

  #isHidden(member: Place): boolean {
    if (own(member.value, this.#flag) === true) return true;
    return referenceOf(member) !== undefined && own(this.#attemptFollow(member)?.value, this.#flag) === true;
  }

  #attemptFollow(place: Place): Place | undefined {
    try {
      return this.#source.follow(place);
    } catch (error) {
      if (error instanceof Broken) return undefined;
      throw error;
    }
  }

  /** Members of the value that some part of its schema says do not travel. */
  #hiddenIn(place: Place, seen: Set<Json>): string[] {
    const at = this.#attemptFollow(place);
    if (!at || seen.has(at.value)) return [];
    seen.add(at.value);
    const written = this.#source.child(at, "properties");
    const properties = written && this.#map(written);
    const found = Object.keys(isObject(properties?.value) ? properties.value : {}).filter((name) =>
      this.#isHidden(this.#source.child(properties as Place, name) as Place),
    );
    for (const [i] of list(own(at.value, "allOf")).entries())
      found.push(...this.#hiddenIn(this.#source.child(at, "allOf", i) as Place, seen));
    return found;
  }
}
