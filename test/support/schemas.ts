/** Three judges of the same schema: the printed zod code, the generator's own `accepts`, and Ajv. */
import { Ajv2020 } from "ajv/dist/2020.js";
import { type Schemas, ZodPrinter } from "../../generator/emit/zod.ts";
import type { Json } from "../../generator/json.ts";
import type { Schema, SchemaObject } from "../../generator/json-schema.ts";
import { accepts } from "../../generator/model/accepts.ts";
import { Components } from "../../generator/model/components.ts";
import { patternsIn } from "../../generator/model/schema-graph.ts";
import type { Component } from "../../generator/model/server-model.ts";
import * as runtime from "../../runtime/schema.ts";
import * as fc from "./properties.ts";

export type Defs = { readonly [name: string]: Schema };
export type Judge = (value: Json) => boolean;

export function zodJudge(schema: Schema, defs: Defs = {}): Judge {
  const components = new Components(new Map(Object.entries(defs)));
  return runZod(components.use(schema, "response"), components);
}

/** The named schemas, and the patterns of these and of others, as a printer of zod code takes them. */
export function schemasOf(components: readonly Component[], ...others: readonly Schema[]): Schemas {
  return {
    components: new Map(components.map((component) => [`#/$defs/${component.name}`, component])),
    patterns: patternsIn([...components.map(({ schema }) => schema), ...others]),
  };
}

/** Prints a schema with the components in use as the emitter does, and runs the code. */
export function runZod(root: Schema, components: Components): Judge {
  const list = components.list();
  const printer = new ZodPrinter(schemasOf(list, root), { describe: false });
  const declarations = list.map(
    (component) => `const ${component.exportName} = component(() => ${printer.print(component.schema)});`,
  );
  const code = [...declarations, `return ${printer.print(root)};`].join("\n");
  const build = new Function(...Object.keys(runtime), code);
  const zod = build(...Object.values(runtime)) as runtime.z.ZodType;
  return (value) => zod.safeParse(value).success;
}

export function ownJudge(schema: Schema, defs: Defs = {}): Judge {
  const map = new Map(Object.entries(defs));
  return (value) => accepts(schema, value, map);
}

const ajv = new Ajv2020({
  strict: false,
  validateFormats: false,
  validateSchema: false,
  meta: false,
  ownProperties: true,
});

// Without `unevaluatedProperties` there is nothing to keep track of, and Ajv 8 generates code that throws a
// ReferenceError where it does so below some combinations of `oneOf` and `additionalProperties: false`.
ajv.opts.unevaluated = false;

export function ajvJudge(schema: Schema, defs: Defs = {}): Judge {
  const validate = ajv.compile(typeof schema === "boolean" ? schema : { ...schema, $defs: defs });
  return (value) => validate(value) as boolean;
}

// ---------------------------------------------------------------------------------- random schemas

const TEXT = fc.constantFrom("", "a", "ab", "abc", "B1", "1", "null", "é", "😀");
const NUMBER = fc.constantFrom(-2, -1, 0, 0.5, 1, 1.5, 2, 3, 4, 10);
const NAME = fc.constantFrom("a", "b", "c");
const COUNT = fc.integer({ min: 0, max: 3 });

/** Values of a small world, so that schemas and values meet. */
export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false),
    TEXT,
    NUMBER,
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(NAME, tie("json"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).json;

const TYPE = fc.constantFrom(
  "null" as const,
  "boolean" as const,
  "integer" as const,
  "number" as const,
  "string" as const,
  "array" as const,
  "object" as const,
);

function objectSchema(sub: fc.Arbitrary<Schema>, without: readonly string[]): fc.Arbitrary<SchemaObject> {
  const some = fc.array(sub, { minLength: 1, maxLength: 3 });
  const of: { [Key in keyof SchemaObject]-?: fc.Arbitrary<SchemaObject[Key]> | undefined } = {
    type: fc.oneof(TYPE, TYPE, fc.uniqueArray(TYPE, { minLength: 1, maxLength: 3 })),
    enum: fc.array(anyJson, { minLength: 1, maxLength: 4 }),
    const: anyJson,
    minLength: COUNT,
    maxLength: COUNT,
    pattern: fc.constantFrom("^a", "b", "^[A-Z]", "\\d", "^$"),
    minimum: NUMBER,
    maximum: NUMBER,
    exclusiveMinimum: NUMBER,
    exclusiveMaximum: NUMBER,
    multipleOf: fc.constantFrom(1, 2, 0.5),
    items: sub,
    prefixItems: some,
    minItems: COUNT,
    maxItems: COUNT,
    uniqueItems: fc.boolean(),
    properties: fc.dictionary(NAME, sub, { maxKeys: 3, noNullPrototype: true }),
    required: fc.uniqueArray(NAME, { minLength: 1, maxLength: 3 }),
    additionalProperties: sub,
    minProperties: COUNT,
    maxProperties: COUNT,
    allOf: some,
    anyOf: some,
    oneOf: some,
    not: sub,
    $ref: fc.constantFrom("#/$defs/Tree", "#/$defs/Leaf"),
    title: undefined,
    description: undefined,
    default: undefined,
    examples: undefined,
    deprecated: undefined,
    readOnly: undefined,
    writeOnly: undefined,
    format: undefined,
    contentEncoding: undefined,
    contentMediaType: undefined,
    contains: sub,
    minContains: COUNT,
    maxContains: COUNT,
    unevaluatedItems: sub,
    patternProperties: fc.dictionary(fc.constantFrom("^a", "b", "."), sub, {
      maxKeys: 2,
      noNullPrototype: true,
    }),
    propertyNames: sub,
    dependentRequired: fc.dictionary(NAME, fc.uniqueArray(NAME, { maxLength: 2 }), {
      maxKeys: 2,
      noNullPrototype: true,
    }),
    dependentSchemas: fc.dictionary(NAME, sub, { maxKeys: 2, noNullPrototype: true }),
    unevaluatedProperties: sub,
    if: sub,
    then: sub,
    else: sub,
  };
  const keywords = Object.entries(of).filter(
    ([key, values]) => values !== undefined && !without.includes(key),
  ) as [string, fc.Arbitrary<unknown>][];
  // A few keywords each: with all of them at once nothing would ever be accepted.
  return fc
    .uniqueArray(fc.constantFrom(...keywords), { minLength: 0, maxLength: 4, selector: ([key]) => key })
    .chain((chosen) =>
      fc.record(Object.fromEntries(chosen), { noNullPrototype: true }),
    ) as fc.Arbitrary<SchemaObject>;
}

function schemasWithout(...keywords: readonly string[]): fc.Arbitrary<Schema> {
  return fc.letrec<{ schema: Schema }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 3, depthSize: "small", withCrossShrink: true },
      { weight: 1, arbitrary: fc.boolean() },
      { weight: 3, arbitrary: TYPE.map((type): Schema => ({ type })) },
      { weight: 12, arbitrary: objectSchema(tie("schema"), keywords) },
    ),
  })).schema;
}

export const anySchema = schemasWithout();

/** Without what Ajv 8 gets wrong: `contains: false` beside `prefixItems`, and much of `unevaluated*`. */
export const anySchemaForAjv = schemasWithout("contains", "unevaluatedItems", "unevaluatedProperties");

/** The targets of references in random schemas; one of the two refers to itself. */
export const DEFS: Defs = {
  Tree: {
    type: ["object", "array", "null"],
    properties: { a: { $ref: "#/$defs/Tree" }, b: { $ref: "#/$defs/Leaf" } },
    items: { $ref: "#/$defs/Tree" },
  },
  Leaf: { type: ["integer", "string"], minimum: 1, minLength: 1 },
  Named: { properties: { name: true } },
};
