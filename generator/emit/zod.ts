/** Prints schemas as zod code. */
import { type Json, type JsonObject, put } from "../json.ts";
import { isOfType, type Schema, type SchemaObject, type SchemaType } from "../json-schema.ts";
import type { Argument, Component } from "../model/server-model.ts";
import { literal } from "./literal.ts";
import { list } from "./print.ts";
import {
  CONSTRAINTS,
  evaluatedBy,
  printArray,
  printNumber,
  printObject,
  printString,
  TYPE_KEYWORDS,
} from "./zod-types.ts";

/** The named schemas and patterns of a server, as its model has them. */
export interface Schemas {
  /** By `$ref`. */
  readonly components: ReadonlyMap<string, Component>;
  /** The RE2 form of each pattern that can be checked. */
  readonly patterns: ReadonlyMap<string, string>;
}

/** The imports that printed schemas need. */
export interface Uses {
  /** Helpers of `speclathe/schema`. */
  readonly helpers: Set<string>;
  /** Component exports of `schemas.ts`. */
  readonly components: Set<string>;
}

/**
 * Prints zod code that accepts exactly the values that a JSON Schema accepts. Keywords without an equivalent in zod
 * become helpers of `speclathe/schema`. Formats and defaults are described, but neither checked nor applied: whether
 * "2024-02-30" is a date, and what a missing value means, is for the upstream to decide.
 */
export class ZodPrinter {
  readonly uses: Uses = { helpers: new Set(), components: new Set() };
  readonly #schemas: Schemas;
  readonly #describe: boolean;

  /** `describe`: print descriptions, which only the arguments of tools need. */
  constructor(schemas: Schemas, options: { describe: boolean }) {
    this.#schemas = schemas;
    this.#describe = options.describe;
  }

  print(schema: Schema): string {
    return this.#described(schema, "");
  }

  /** A property of an object. */
  property(schema: Schema, required: boolean): string {
    return this.#described(schema, required ? "" : ".optional()");
  }

  /** An argument of a tool, with its description and default. */
  argument({ schema, description, default: fallback, required }: Argument): string {
    const described: Schema =
      description === undefined || schema === false
        ? schema
        : { ...(schema === true ? {} : schema), description };
    if (fallback === undefined) return this.property(described, required);
    const suffix = `.default(${literal(fallback)})`;
    if (typeof described === "boolean") return this.#described(described, suffix);
    const { default: _, ...rest } = described;
    return this.#described(rest, suffix);
  }

  /** The schema of all arguments of a tool together, with the defaults of its properties. */
  input(schema: SchemaObject): string {
    const defaults: JsonObject = {};
    for (const [name, property] of Object.entries(schema.properties ?? {}))
      if (typeof property === "object" && property.default !== undefined)
        put(defaults, name, property.default);
    const code = this.print(schema);
    return Object.keys(defaults).length === 0
      ? code
      : this.call("withDefaults", `${code}, ${literal(defaults)}`);
  }

  /** A call of a helper of `speclathe/schema`. */
  call(helper: string, args: string): string {
    this.uses.helpers.add(helper);
    return `${helper}(${args})`;
  }

  /** The RE2 form of a pattern; undefined for one that cannot be checked, which the normaliser has reported. */
  pattern(source: string): string | undefined {
    return this.#schemas.patterns.get(source);
  }

  /** The schema that a `$ref` refers to. */
  target(ref: string): Schema | undefined {
    return this.#schemas.components.get(ref)?.schema;
  }

  #described(schema: Schema, suffix: string): string {
    if (typeof schema === "boolean") return (schema ? "z.unknown()" : "z.never()") + suffix;
    const code = this.#all(this.#parts(schema)) + suffix;
    const description = this.#describe ? descriptionOf(schema) : undefined;
    return description === undefined ? code : `${code}.describe(${literal(description)})`;
  }

  /** The conditions that hold together; almost always one. */
  #parts(schema: SchemaObject): string[] {
    const parts: string[] = [];
    if (schema.$ref !== undefined) parts.push(this.#reference(schema.$ref));
    const values = this.#values(schema);
    if (values !== undefined) parts.push(values);
    else parts.push(...this.#typed(schema));
    if (schema.allOf) parts.push(...schema.allOf.flatMap((member) => this.#member(member)));
    if (schema.anyOf) parts.push(this.#union("z.union", schema.anyOf));
    if (schema.oneOf) parts.push(this.#union("z.xor", schema.oneOf));
    if (schema.not !== undefined) parts.push(this.call("not", this.print(schema.not)));
    parts.push(...this.#conditional(schema), ...this.#unevaluated(schema));
    return parts;
  }

  /** A member of an `allOf`. The names that it requires of the properties of other members are one condition. */
  #member(schema: Schema): string[] {
    if (typeof schema === "boolean") return [this.print(schema)];
    const { properties = {}, required = [], additionalProperties = true, patternProperties } = schema;
    const others = required.filter((name) => !Object.hasOwn(properties, name));
    const takesObjects = schema.type === undefined || schema.type === "object";
    if (others.length === 0 || additionalProperties !== true || patternProperties || !takesObjects)
      return [this.print(schema)];
    const { required: _, ...rest } = schema;
    const own = required.filter((name) => Object.hasOwn(properties, name));
    return [
      this.print(own.length > 0 ? { ...rest, required: own } : rest),
      this.call("required", others.map(literal).join(", ")),
    ];
  }

  /** `if`, `then` and `else`. An `if` alone has no effect, and neither have the others without it. */
  #conditional(schema: SchemaObject): string[] {
    const { if: condition, then, else: otherwise } = schema;
    if (condition === undefined || (then === undefined && otherwise === undefined)) return [];
    const branches = [then ?? true, ...(otherwise === undefined ? [] : [otherwise])];
    return [this.call("ifThenElse", [condition, ...branches].map((branch) => this.print(branch)).join(", "))];
  }

  #unevaluated(schema: SchemaObject): string[] {
    return (["unevaluatedProperties", "unevaluatedItems"] as const).flatMap((key) => {
      const rest = schema[key];
      if (rest === undefined || rest === true) return [];
      const { [key]: _, ...others } = schema;
      const evaluated = evaluatedBy(others, key === "unevaluatedProperties" ? "object" : "array", this);
      return [this.call(key, `${evaluated ?? "{}"}, ${this.print(rest)}`)];
    });
  }

  #all(parts: readonly string[]): string {
    const distinct = parts.length > 1 ? parts.filter((part) => part !== "z.unknown()") : parts;
    if (distinct.length === 0) return "z.unknown()";
    if (distinct.length === 1) return distinct[0] as string;
    return this.call("allOf", list(distinct));
  }

  #reference(ref: string): string {
    const component = this.#schemas.components.get(ref);
    if (!component) return "z.unknown()";
    this.uses.components.add(component.exportName);
    return component.recursive ? `z.lazy(() => ${component.exportName}())` : `${component.exportName}()`;
  }

  /** `enum` and `const`. Values that the type excludes are left out. */
  #values(schema: SchemaObject): string | undefined {
    if (schema.enum === undefined && !("const" in schema)) return undefined;
    const stated = schema.enum ?? [schema.const as Json];
    const types = [schema.type ?? []].flat();
    const values = unique(stated).filter(
      (value) => types.length === 0 || types.some((type) => isOfType(value, type)),
    );
    const constrained = constraintsOf(schema).some((key) => !["type", "enum", "const"].includes(key));
    const both = schema.enum !== undefined && "const" in schema;
    if (both || constrained || values.some((value) => typeof value === "object" && value !== null)) {
      const equals = this.call("equals", list(values.map(literal)));
      const { enum: _enum, const: constant, ...rest } = schema;
      const others = this.#typed(rest);
      if (both) others.push(this.call("equals", literal([constant as Json])));
      return this.#all([equals, ...others]);
    }
    if (values.length === 0) return "z.never()";
    const nullable = values.length > 1 && values.includes(null) ? ".nullable()" : "";
    const rest = nullable === "" ? values : values.filter((value) => value !== null);
    if (rest.length === 1) return `z.literal(${literal(rest[0] as Json)})${nullable}`;
    const call = rest.every((value) => typeof value === "string") ? "z.enum" : "z.literal";
    return `${call}(${list(rest.map(literal))})${nullable}`;
  }

  /** The conditions of `type` and of the keywords that belong to one type. */
  #typed(schema: SchemaObject): string[] {
    if (schema.type !== undefined) {
      const types = [schema.type].flat();
      const rest = types.filter((type) => type !== "null");
      if (rest.length === 0) return ["z.null()"];
      const codes = rest
        // Every integer is a number.
        .filter((type) => type !== "integer" || !rest.includes("number"))
        .map((type) => this.#byType(type, schema));
      const code = codes.length === 1 ? (codes[0] as string) : `z.union(${list(codes)})`;
      return [types.includes("null") ? `${code}.nullable()` : code];
    }
    // Without a type, a keyword constrains only values of the type that it belongs to.
    return (["string", "number", "array", "object"] as const)
      .filter((type) => TYPE_KEYWORDS[type].some((key) => key in schema))
      .map((type) => this.call("ifType", `"${type}", ${this.#byType(type, schema)}`));
  }

  #byType(type: SchemaType, schema: SchemaObject): string {
    switch (type) {
      case "null":
        return "z.null()";
      case "boolean":
        return "z.boolean()";
      case "integer":
        return this.call("integer", "") + printNumber(schema);
      case "number":
        return `z.number()${printNumber(schema)}`;
      case "string":
        return printString(schema, this);
      case "array":
        return printArray(schema, this);
      case "object":
        return printObject(schema, this);
    }
  }

  #union(call: string, members: readonly Schema[]): string {
    const codes = members.map((member) => this.print(member));
    // Equal members are kept: in a `oneOf` they accept nothing, like the schema.
    return codes.length === 1 ? (codes[0] as string) : `${call}(${list(codes)})`;
  }
}

function constraintsOf(schema: SchemaObject): string[] {
  return Object.keys(schema).filter((key) => CONSTRAINTS.includes(key));
}

function unique(values: readonly Json[]): Json[] {
  const seen = new Set<string>();
  return values.filter((value) => !seen.has(JSON.stringify(value)) && seen.add(JSON.stringify(value)));
}

/** The description followed by the default, which is not applied. */
function descriptionOf(schema: SchemaObject): string | undefined {
  const { description, default: fallback } = schema;
  const assumed =
    fallback === undefined || fallback === null ? undefined : `Default: ${JSON.stringify(fallback)}.`;
  if (description === undefined) return assumed;
  return assumed === undefined ? description : `${description} ${assumed}`;
}
