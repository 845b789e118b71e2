/** Schema Objects of OpenAPI 3.0 and 3.1 as JSON Schema 2020-12. */
import { describe, expect, it } from "vitest";
import { Diagnostics, formatDiagnostic } from "../../generator/diagnostics.ts";
import type { Json, JsonObject } from "../../generator/json.ts";
import type { Schema } from "../../generator/json-schema.ts";
import { Reader } from "../../generator/normalise/reader.ts";
import { SchemaReader } from "../../generator/normalise/schema.ts";

interface Read {
  schema: Schema;
  defs: Record<string, Schema>;
  warnings: string[];
}

function read(value: Json, version: "3.0" | "3.1" = "3.1", root: JsonObject = {}): Read {
  const diagnostics = new Diagnostics("d.yaml");
  const reader = new SchemaReader(new Reader(root, diagnostics), {
    siblings: version === "3.1",
    components: ["components", "schemas"],
  });
  const schema = reader.read(value, ["here"]);
  return { schema, defs: Object.fromEntries(reader.defs), warnings: diagnostics.items.map(formatDiagnostic) };
}

const both: [given: Json, want: Schema][] = [
  [true, true],
  [false, false],
  [{}, {}],
  [{ type: "string", "x-internal": 1, xml: {}, externalDocs: {} }, { type: "string" }],
  [{ type: ["string"] }, { type: "string" }],
  [{ type: ["string", "null", "string"] }, { type: ["string", "null"] }],
  // Without a type, a keyword constrains the values of its own type only.
  [{ properties: { a: { type: "string" } } }, { properties: { a: { type: "string" } } }],
  [{ items: { type: "string" } }, { items: { type: "string" } }],
  [
    { if: { type: "string" }, then: { minLength: 1 }, else: false },
    { if: { type: "string" }, then: { minLength: 1 }, else: false },
  ],
  [
    { patternProperties: { "^x-": { type: "string" } } },
    { patternProperties: { "^x-": { type: "string" } } },
  ],
  [
    { contains: { type: "string" }, minContains: 0, maxContains: 2 },
    { contains: { type: "string" }, minContains: 0, maxContains: 2 },
  ],
  [{ dependentRequired: { a: ["b", 1], c: "d" } }, { dependentRequired: { a: ["b"] } }],
  [
    { dependentSchemas: { a: { required: ["b"] } }, propertyNames: { maxLength: 3 } },
    { dependentSchemas: { a: { required: ["b"] } }, propertyNames: { maxLength: 3 } },
  ],
  [
    { unevaluatedProperties: false, unevaluatedItems: { type: "integer" } },
    { unevaluatedProperties: false, unevaluatedItems: { type: "integer" } },
  ],
  // Before 2020-12.
  [
    { items: [{ type: "string" }, {}], additionalItems: false },
    { prefixItems: [{ type: "string" }, {}], items: false },
  ],
  // Patterns that are not valid with the `u` flag.
  [{ pattern: "^{a}[\\w-.]{2}]$" }, { pattern: "^\\{a\\}[\\w\\-.]{2}\\]$" }],
  [{ pattern: "^[\\w\\-\\:]+\\@\\-$" }, { pattern: "^[\\w\\-:]+@-$" }],
  // `nullable` adds null to the values.
  [{ type: "string", nullable: true }, { type: ["string", "null"] }],
  [{ type: "string", nullable: false }, { type: "string" }],
  [
    { type: "string", enum: ["a"], nullable: true },
    { type: ["string", "null"], enum: ["a", null] },
  ],
  [
    { type: "string", enum: ["a", null], nullable: true },
    { type: ["string", "null"], enum: ["a", null] },
  ],
  [{ nullable: true }, {}],
  [{ nullable: true, description: "d" }, { description: "d" }],
  [
    { allOf: [{ type: "string" }], nullable: true, description: "d" },
    { description: "d", anyOf: [{ allOf: [{ type: "string" }] }, { type: "null" }] },
  ],
  [
    { type: "object", properties: { nullable: { type: "string" } } },
    { type: "object", properties: { nullable: { type: "string" } } },
  ],
  // Exclusive bounds as booleans and as numbers.
  [
    { type: "integer", minimum: 1, exclusiveMinimum: true },
    { type: "integer", exclusiveMinimum: 1 },
  ],
  [
    { type: "integer", maximum: 9, exclusiveMaximum: true },
    { type: "integer", exclusiveMaximum: 9 },
  ],
  [
    { type: "integer", minimum: 1, exclusiveMinimum: false },
    { type: "integer", minimum: 1 },
  ],
  [
    { type: "integer", minimum: 0, exclusiveMinimum: true, maximum: 0 },
    { type: "integer", exclusiveMinimum: 0, maximum: 0 },
  ],
  [{ exclusiveMinimum: true }, {}],
  [
    { exclusiveMinimum: 1, minimum: 2 },
    { exclusiveMinimum: 1, minimum: 2 },
  ],
  // Examples.
  [{ example: "a" }, { examples: ["a"] }],
  [{ example: null }, { examples: [null] }],
  [{ examples: ["a", "b"] }, { examples: ["a", "b"] }],
  [{ examples: ["a"], example: "b" }, { examples: ["a"] }],
  [
    { default: null, const: null, enum: [null] },
    { default: null, const: null, enum: [null] },
  ],
  [{ default: { $ref: "#/nowhere" } }, { default: { $ref: "#/nowhere" } }],
  // Values of the wrong type are dropped.
  [{ minLength: null, required: true, enum: null, pattern: 5 }, {}],
  [
    { type: "object", required: ["a", "a", 1] },
    { type: "object", required: ["a"] },
  ],
  [{ allOf: [], anyOf: [], oneOf: [] }, {}],
  [{ oneOf: [{ type: "string" }, true] }, { oneOf: [{ type: "string" }, true] }],
  [
    { type: "object", additionalProperties: {} },
    { type: "object", additionalProperties: {} },
  ],
  [
    { type: "array", items: {}, prefixItems: [{ type: "string" }] },
    { type: "array", items: {}, prefixItems: [{ type: "string" }] },
  ],
];
it.each(both)("converts %j to %j in 3.0 and in 3.1", (given, want) => {
  for (const version of ["3.0", "3.1"] as const) {
    const { schema, warnings } = read(given, version);
    expect(schema).toEqual(want);
    expect(warnings).toEqual([]);
  }
});

// Annotations must stay beside the `anyOf`: a read-only property is not sent.
it.each(["readOnly", "writeOnly", "deprecated"])("keeps a nullable allOf %s", (flag) => {
  const { schema } = read({ allOf: [{ type: "string" }], nullable: true, [flag]: true }, "3.0");
  expect(schema).toMatchObject({ [flag]: true });
});

it("keeps a property called __proto__", () => {
  const given = JSON.parse('{"properties":{"__proto__":{"type":"string"}}}') as Json;
  expect(JSON.stringify(read(given).schema)).toBe('{"properties":{"__proto__":{"type":"string"}}}');
});

describe("warns and accepts more", () => {
  it.each<[Json, Schema, string]>([
    [
      { type: "file" },
      {},
      'd.yaml warning unsupported-schema at /here/type: expected a type of JSON Schema, found "file"',
    ],
    [{ type: ["any", "string"] }, {}, 'at /here/type: expected a type of JSON Schema, found "any"'],
    [{ properties: { a: { type: "date" } } }, { properties: { a: {} } }, "at /here/properties/a/type"],
    [{ minLength: "1" }, {}, 'at /here/minLength: expected a non-negative integer in `minLength`, found "1"'],
    [{ minLength: -1 }, {}, "at /here/minLength"],
    [{ maxItems: 1.5 }, {}, "at /here/maxItems"],
    [{ multipleOf: 0 }, {}, "at /here/multipleOf"],
    [{ enum: "a" }, {}, "at /here/enum"],
    [
      { enum: [] },
      { not: {} },
      "at /here/enum: expected at least one value in `enum`, found none: the schema accepts nothing",
    ],
    [{ pattern: "(" }, {}, 'at /here/pattern: expected a regular expression, found "("'],
    [{ patternProperties: { "(": true } }, { patternProperties: {} }, "at /here/patternProperties/("],
    [{ pattern: "^(?!a)" }, { pattern: "^(?!a)" }, "at /here/pattern"],
    [{ pattern: "(a)\\1" }, { pattern: "(a)\\1" }, "described, not checked"],
  ])("reads %j", (given, want, warning) => {
    const { schema, warnings } = read(given);
    expect(schema).toEqual(want);
    if (warning === "") return;
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(warning);
  });
});

describe("references", () => {
  const pet = {
    type: "object",
    properties: { friend: { $ref: "#/components/schemas/Pet" }, tag: { type: "string" } },
  };
  const root: JsonObject = {
    components: {
      schemas: {
        Pet: pet,
        "a/b": { type: "string" },
        Alias: { $ref: "#/components/schemas/Pet" },
        Loop: { $ref: "#/components/schemas/Loop" },
      },
      responses: { R: { content: { "application/json": { schema: { type: "integer" } } } } },
    },
  };
  const Pet: Schema = {
    type: "object",
    properties: { friend: { $ref: "#/$defs/Pet" }, tag: { type: "string" } },
  };

  it.each<[string, Json, "3.0" | "3.1", Schema, Record<string, Schema>]>([
    ["keeps cycles", { $ref: "#/components/schemas/Pet" }, "3.1", { $ref: "#/$defs/Pet" }, { Pet }],
    [
      "keeps references to references",
      { $ref: "#/components/schemas/Alias" },
      "3.1",
      { $ref: "#/$defs/Alias" },
      { Alias: { $ref: "#/$defs/Pet" }, Pet },
    ],
    [
      "keeps references to themselves",
      { $ref: "#/components/schemas/Loop" },
      "3.1",
      { $ref: "#/$defs/Loop" },
      { Loop: { $ref: "#/$defs/Loop" } },
    ],
    [
      "unescapes names",
      { $ref: "#/components/schemas/a~1b" },
      "3.1",
      { $ref: "#/$defs/a/b" },
      { "a/b": { type: "string" } },
    ],
    [
      "names the targets other than components by their pointers",
      { $ref: "#/components/responses/R/content/application~1json/schema" },
      "3.1",
      { $ref: "#/$defs//components/responses/R/content/application~1json/schema" },
      { "/components/responses/R/content/application~1json/schema": { type: "integer" } },
    ],
    [
      "names a part of a component by its pointer",
      { $ref: "#/components/schemas/Pet/properties/tag" },
      "3.1",
      { $ref: "#/$defs//components/schemas/Pet/properties/tag" },
      { "/components/schemas/Pet/properties/tag": { type: "string" } },
    ],
    [
      "keeps all keywords beside a reference in 3.1",
      { $ref: "#/components/schemas/a~1b", minLength: 1, description: "d" },
      "3.1",
      { $ref: "#/$defs/a/b", minLength: 1, description: "d" },
      { "a/b": { type: "string" } },
    ],
    [
      "keeps annotations beside a reference in 3.0",
      { $ref: "#/components/schemas/a~1b", minLength: 1, nullable: true, description: "d", readOnly: true },
      "3.0",
      { $ref: "#/$defs/a/b", description: "d", readOnly: true },
      { "a/b": { type: "string" } },
    ],
  ])("%s", (_title, given, version, want, defs) => {
    const found = read(given, version, root);
    expect(found.schema).toEqual(want);
    expect(found.defs).toEqual(defs);
    expect(found.warnings).toEqual([]);
  });

  it("converts the target of two spellings of a reference once", () => {
    const { schema, defs } = read(
      { allOf: [{ $ref: "#/components/schemas/Pet" }, { $ref: "#/components/schemas/%50et" }] },
      "3.1",
      root,
    );
    expect(schema).toEqual({ allOf: [{ $ref: "#/$defs/Pet" }, { $ref: "#/$defs/Pet" }] });
    expect(Object.keys(defs)).toEqual(["Pet"]);
  });
});

describe("references by URI and anchor", () => {
  const root: JsonObject = {
    components: {
      schemas: {
        Pet: {
          $id: "https://example.com/schemas/pet.json",
          properties: {
            owner: { $ref: "person.json" },
            name: { $ref: "#name" },
            tag: { $ref: "#/$defs/Tag" },
            friend: { $ref: "#/components/schemas/Person" },
          },
          $defs: { Name: { $anchor: "name", type: "string" }, Tag: { type: "integer" } },
        },
        Person: { $id: "https://example.com/schemas/person.json", type: "object" },
        Any: { $dynamicAnchor: "any", type: "string" },
      },
    },
  };

  it("resolves them in their resource, or else in the document", () => {
    const { schema, defs, warnings } = read({ $ref: "#/components/schemas/Pet" }, "3.1", root);
    expect(schema).toEqual({ $ref: "#/$defs/Pet" });
    expect(defs).toEqual({
      Pet: {
        properties: {
          owner: { $ref: "#/$defs/Person" },
          name: { $ref: "#/$defs//components/schemas/Pet/$defs/Name" },
          tag: { $ref: "#/$defs//components/schemas/Pet/$defs/Tag" },
          friend: { $ref: "#/$defs/Person" },
        },
      },
      Person: { type: "object" },
      "/components/schemas/Pet/$defs/Name": { type: "string" },
      "/components/schemas/Pet/$defs/Tag": { type: "integer" },
    });
    expect(warnings).toEqual([]);
  });

  it("resolves $dynamicRef to the only anchor of its name", () => {
    const { schema, warnings } = read({ $dynamicRef: "#any" }, "3.1", root);
    expect(schema).toEqual({ $ref: "#/$defs/Any" });
    expect(warnings).toEqual([]);
  });

  it("warns of a $dynamicRef with several anchors of its name", () => {
    const twice: JsonObject = { a: { $dynamicAnchor: "any" }, b: { $dynamicAnchor: "any", type: "string" } };
    expect(read({ $dynamicRef: "#any" }, "3.1", twice).warnings).toHaveLength(1);
  });
});
