import { isObject, type Json, type JsonObject, put } from "../json.ts";
import type { Schema, SchemaObject, SchemaType } from "../json-schema.ts";
import type { Component } from "../model/server-model.ts";
import { linear } from "../regex.ts";
import { evaluatedBy } from "./evaluated.ts";
import { indent, list } from "./layout.ts";
import { literal, propertyKey } from "./literal.ts";

/** What a printed schema needs to import. */
export interface Uses {
  /** Helpers of `speclathe/schema`. */
  readonly helpers: Set<string>;
  /** Component exports of `schemas.ts`. */
  readonly components: Set<string>;
}

const REF = "#/$defs/";

/**
 * Prints zod code that accepts exactly what a JSON Schema accepts. What zod has no word for goes through
 * the helpers of `speclathe/schema`. Formats and defaults are described and neither checked nor applied:
 * whether "2024-02-30" is a date, and what a missing value means, is the upstream's to say.
 */
export class ZodPrinter {
  readonly uses: Uses = { helpers: new Set(), components: new Set() };
  readonly #components: ReadonlyMap<string, Component>;
  readonly #describe: boolean;

  /** `describe`: print descriptions, which only the arguments of tools need. */
  constructor(components: ReadonlyMap<string, Component>, options: { describe: boolean }) {
    this.#components = components;
    this.#describe = options.describe;
  }

  print(schema: Schema): string {
    if (typeof schema === "boolean") return schema ? "z.unknown()" : "z.never()";
    const code = this.#all(this.#parts(schema));
    const description = this.#describe ? descriptionOf(schema) : undefined;
    return description === undefined ? code : `${code}.describe(${literal(description)})`;
  }

  /** A property of an object: its schema, and whether it may be missing. */
  property(schema: Schema, required: boolean): string {
    if (typeof schema === "boolean" || required) return this.print(schema) + (required ? "" : ".optional()");
    return this.#suffixed(schema, ".optional()");
  }

  /** An argument that may be missing, and what is taken in its place. */
  fallingBack(schema: Schema, fallback: Json): string {
    const suffix = `.default(${literal(fallback)})`;
    if (typeof schema === "boolean") return this.print(schema) + suffix;
    const { default: _, ...rest } = schema;
    return this.#suffixed(rest, suffix);
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
      : this.#call("withDefaults", `${code}, ${literal(defaults)}`);
  }

  #suffixed(schema: SchemaObject, suffix: string): string {
    const code = this.#all(this.#parts(schema)) + suffix;
    const description = this.#describe ? descriptionOf(schema) : undefined;
    return description === undefined ? code : `${code}.describe(${literal(description)})`;
  }

  /** The conditions that hold together. Almost always there is one. */
  #parts(schema: SchemaObject): string[] {
    const parts: string[] = [];
    if (schema.$ref !== undefined) parts.push(this.#reference(schema.$ref));
    const values = this.#values(schema);
    if (values !== undefined) parts.push(values);
    else parts.push(...this.#typed(schema));
    if (schema.allOf) parts.push(...schema.allOf.map((member) => this.print(member)));
    if (schema.anyOf) parts.push(this.#union("z.union", schema.anyOf));
    if (schema.oneOf) parts.push(this.#union("z.xor", schema.oneOf));
    if (schema.not !== undefined) parts.push(this.#call("not", this.print(schema.not)));
    parts.push(...this.#conditional(schema), ...this.#unevaluated(schema));
    return parts;
  }

  /** `if`, `then` and `else`; each of them says nothing without the others. */
  #conditional(schema: SchemaObject): string[] {
    const { if: condition, then, else: otherwise } = schema;
    if (condition === undefined || (then === undefined && otherwise === undefined)) return [];
    const branches = [then ?? true, ...(otherwise === undefined ? [] : [otherwise])];
    return [
      this.#call("ifThenElse", [condition, ...branches].map((branch) => this.print(branch)).join(", ")),
    ];
  }

  #unevaluated(schema: SchemaObject): string[] {
    return (["unevaluatedProperties", "unevaluatedItems"] as const).flatMap((key) => {
      const rest = schema[key];
      if (rest === undefined || rest === true) return [];
      const { [key]: _, ...others } = schema;
      const evaluated = evaluatedBy(others, key === "unevaluatedProperties" ? "object" : "array", {
        print: (inner) => this.print(inner),
        not: (code) => this.#call("not", code),
        target: (ref) => this.#components.get(ref.slice(REF.length))?.schema,
      });
      return [this.#call(key, `${evaluated ?? "{}"}, ${this.print(rest)}`)];
    });
  }

  #all(parts: readonly string[]): string {
    const distinct = parts.length > 1 ? parts.filter((part) => part !== "z.unknown()") : parts;
    if (distinct.length === 0) return "z.unknown()";
    if (distinct.length === 1) return distinct[0] as string;
    return this.#call("allOf", list(distinct));
  }

  #reference(ref: string): string {
    const component = this.#components.get(ref.slice(REF.length));
    if (!component) return "z.unknown()";
    this.uses.components.add(component.exportName);
    return component.recursive ? `z.lazy(() => ${component.exportName}())` : `${component.exportName}()`;
  }

  /** `enum` and `const`, of which only the values of the right type count. */
  #values(schema: SchemaObject): string | undefined {
    if (schema.enum === undefined && !("const" in schema)) return undefined;
    const stated = schema.enum ?? [schema.const as Json];
    const types = [schema.type ?? []].flat();
    const values = unique(stated).filter(
      (value) => types.length === 0 || types.some((type) => isOf(value, type)),
    );
    const constrained = constraintsOf(schema).some((key) => !["type", "enum", "const"].includes(key));
    const both = schema.enum !== undefined && "const" in schema;
    if (both || constrained || values.some((value) => typeof value === "object" && value !== null)) {
      const equals = this.#call("equals", list(values.map(literal)));
      const { enum: _enum, const: constant, ...rest } = schema;
      const others = this.#typed(rest);
      if (both) others.push(this.#call("equals", literal([constant as Json])));
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
    // Without a type a keyword binds the values of its own type only.
    return (["string", "number", "array", "object"] as const)
      .filter((type) => KEYWORDS[type].some((key) => key in schema))
      .map((type) => this.#call("ifType", `"${type}", ${this.#byType(type, schema)}`));
  }

  #byType(type: SchemaType, schema: SchemaObject): string {
    switch (type) {
      case "null":
        return "z.null()";
      case "boolean":
        return "z.boolean()";
      case "integer":
        return `${this.#call("integer", "")}${numeric(schema)}`;
      case "number":
        return `z.number()${numeric(schema)}`;
      case "string":
        return this.#string(schema);
      case "array":
        return this.#array(schema);
      case "object":
        return this.#object(schema);
    }
  }

  #string(schema: SchemaObject): string {
    const { minLength, maxLength } = schema;
    // What cannot be checked in linear time is not checked; the normaliser has said so.
    const pattern = schema.pattern === undefined ? undefined : linear(schema.pattern)?.re2;
    return [
      "z.string()",
      minLength === undefined ? "" : `.min(${minLength})`,
      maxLength === undefined ? "" : `.max(${maxLength})`,
      pattern === undefined ? "" : `.check(${this.#call("pattern", literal(pattern))})`,
    ].join("");
  }

  #array(schema: SchemaObject): string {
    const { minItems, maxItems, uniqueItems, prefixItems, items, contains } = schema;
    const { minContains, maxContains } = schema;
    const counts = [minContains ?? (maxContains === undefined ? undefined : 1), maxContains];
    const prefixed = prefixItems !== undefined;
    const rest = prefixed && items !== undefined ? [this.print(items)] : [];
    return [
      `z.array(${prefixed ? "z.unknown()" : this.print(items ?? true)})`,
      minItems === undefined ? "" : `.min(${minItems})`,
      maxItems === undefined ? "" : `.max(${maxItems})`,
      uniqueItems ? `.check(${this.#call("uniqueItems", "")})` : "",
      prefixed
        ? `.check(${this.#call("prefixItems", [list(prefixItems.map((item) => this.print(item))), ...rest].join(", "))})`
        : "",
      contains === undefined
        ? ""
        : `.check(${this.#call("contains", [this.print(contains), ...counts.filter((n) => n !== undefined)].join(", "))})`,
    ].join("");
  }

  #object(schema: SchemaObject): string {
    const { properties = {}, required = [], patternProperties = {} } = schema;
    const patterned = Object.keys(patternProperties).length > 0;
    // What a pattern may name is for the check of the patterns to decide.
    const additional = patterned ? true : (schema.additionalProperties ?? true);
    const names = new Set([...Object.keys(properties), ...required]);
    const schemaOf = (name: string): Schema =>
      Object.hasOwn(properties, name) ? (properties[name] as Schema) : additional;
    const lines: string[] = [];
    const members: string[] = [];
    for (const name of names) {
      const isRequired = required.includes(name);
      if (name in Object.prototype) {
        members.push(
          `.check(${this.#call("member", `${literal(name)}, ${this.print(schemaOf(name))}, ${isRequired}`)})`,
        );
        if (name !== "__proto__") lines.push(`${propertyKey(name)}: z.unknown().optional()`);
      } else lines.push(`${propertyKey(name)}: ${this.property(schemaOf(name), isRequired)}`);
    }
    // These are beside the object and not on it: zod hands on a copy that has no member called __proto__.
    if (patterned) members.push(`.check(${this.#patterns(schema, Object.keys(properties))})`);
    if (schema.propertyNames !== undefined)
      members.push(`.check(${this.#call("propertyNames", this.print(schema.propertyNames))})`);
    const checks = [
      ...(["minProperties", "maxProperties"] as const)
        .filter((key) => schema[key] !== undefined)
        .map((key) => this.#call(key, String(schema[key]))),
      ...(schema.dependentRequired === undefined
        ? []
        : [this.#call("dependentRequired", literal(schema.dependentRequired))]),
      ...(schema.dependentSchemas === undefined ? [] : [this.#dependents(schema.dependentSchemas)]),
    ]
      .map((check) => `.check(${check})`)
      .join("");
    const shape = lines.length === 0 ? "{}" : `{\n${lines.map((line) => `  ${indent(line)},`).join("\n")}\n}`;
    const isAnything = additional === true || (isObject(additional) && Object.keys(additional).length === 0);
    const object =
      additional === false
        ? `z.strictObject(${shape})${checks}`
        : isAnything
          ? `${lines.length === 0 ? "z.record(z.string(), z.unknown())" : `z.looseObject(${shape})`}${checks}`
          : lines.length === 0
            ? `${this.#call("record", this.print(additional))}${checks}`
            : `${this.#call("object", `${shape}, ${this.print(additional)}`)}${checks}`;
    return members.length === 0
      ? object
      : this.#call("allOf", list([object, `z.unknown()${members.join("")}`]));
  }

  #patterns(
    { patternProperties = {}, additionalProperties }: SchemaObject,
    listed: readonly string[],
  ): string {
    const known = Object.entries(patternProperties).map(([source, of]) => [linear(source)?.re2, of] as const);
    const pairs = known.flatMap(([re2, of]) =>
      re2 === undefined ? [] : [`[${literal(re2)}, ${this.print(of)}]`],
    );
    // Where one pattern cannot be checked, nobody knows what is additional.
    const rest = known.some(([re2]) => re2 === undefined) ? undefined : additionalProperties;
    return this.#call(
      "patternProperties",
      [
        list(pairs),
        ...(rest === undefined || rest === true ? [] : [this.print(rest)]),
        ...(rest === undefined || rest === true || listed.length === 0 ? [] : [literal([...listed])]),
      ].join(", "),
    );
  }

  #dependents(dependentSchemas: { readonly [name: string]: Schema }): string {
    const members = Object.entries(dependentSchemas).map(
      ([name, of]) => `${propertyKey(name)}: ${this.print(of)}`,
    );
    return this.#call("dependentSchemas", `{ ${members.join(", ")} }`);
  }

  #union(call: string, members: readonly Schema[]): string {
    const codes = members.map((member) => this.print(member));
    // The same alternative twice can never be the only one that matches, but neither says anything more.
    return codes.length === 1 ? (codes[0] as string) : `${call}(${list(codes)})`;
  }

  #call(helper: string, args: string): string {
    this.uses.helpers.add(helper);
    return `${helper}(${args})`;
  }
}

const KEYWORDS = {
  string: ["minLength", "maxLength", "pattern"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  array: ["items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"],
  object: [
    "properties",
    "patternProperties",
    "required",
    "additionalProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "dependentSchemas",
  ],
} as const;

const CONSTRAINTS: readonly string[] = ["type", "enum", "const", ...Object.values(KEYWORDS).flat()];

function constraintsOf(schema: SchemaObject): string[] {
  return Object.keys(schema).filter((key) => CONSTRAINTS.includes(key));
}

function numeric(schema: SchemaObject): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  return [
    minimum === undefined ? "" : `.min(${minimum})`,
    maximum === undefined ? "" : `.max(${maximum})`,
    exclusiveMinimum === undefined ? "" : `.gt(${exclusiveMinimum})`,
    exclusiveMaximum === undefined ? "" : `.lt(${exclusiveMaximum})`,
    multipleOf === undefined || multipleOf <= 0 ? "" : `.multipleOf(${multipleOf})`,
  ].join("");
}

function unique(values: readonly Json[]): Json[] {
  const seen = new Set<string>();
  return values.filter((value) => !seen.has(JSON.stringify(value)) && seen.add(JSON.stringify(value)));
}

function isOf(value: Json, type: SchemaType): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

/** The description with the default, which is told and never applied. */
function descriptionOf(schema: SchemaObject): string | undefined {
  const { description, default: fallback } = schema;
  const told =
    fallback === undefined || fallback === null ? undefined : `Default: ${JSON.stringify(fallback)}.`;
  if (description === undefined) return told;
  return told === undefined ? description : `${description} ${told}`;
}
