/** Examples are what generated tests send: a valid one must be valid to every judge, an invalid one to none. */
import { describe, expect, it } from "vitest";
import type { Json } from "../../generator/json.ts";
import type { Schema, SchemaObject } from "../../generator/json-schema.ts";
import { Examples } from "../../generator/model/examples.ts";
import * as fc from "../support/properties.ts";
import { ajvJudge, anySchemaForAjv, DEFS, ownJudge, zodJudge } from "../support/schemas.ts";

const examples = new Examples(new Map(Object.entries(DEFS)));

function judges(schema: Schema): [string, (value: Json) => boolean][] {
  return [
    ["accepts", ownJudge(schema, DEFS)],
    ["ajv", ajvJudge(schema, DEFS)],
    ["zod", zodJudge(schema, DEFS)],
  ];
}

it("every valid example is accepted, and every invalid one is refused", () => {
  let drawn = 0;
  let valid = 0;
  let invalid = 0;
  fc.assert(
    fc.property(anySchemaForAjv, (schema) => {
      drawn++;
      const good = examples.value(schema);
      const bad = examples.invalid(schema);
      for (const [name, judge] of judges(schema)) {
        if (good !== undefined) expect(judge(good), `${name}: ${JSON.stringify(good)}`).toBe(true);
        if (bad !== undefined) expect(judge(bad), `${name}: ${JSON.stringify(bad)}`).toBe(false);
      }
      valid += Number(good !== undefined);
      invalid += Number(bad !== undefined);
    }),
    { numRuns: 1000 },
  );
  expect(valid / drawn).toBeGreaterThan(0.4);
  expect(invalid / drawn).toBeGreaterThan(0.4);
});

describe("examples include a valid value and a near miss for", () => {
  const object = (properties: { [name: string]: Schema }, more: SchemaObject = {}): Schema => ({
    type: "object",
    properties,
    required: Object.keys(properties),
    ...more,
  });
  const rows: [string, Schema][] = [
    ["integer", { type: "integer" }],
    ["integer from 1.5", { type: "integer", minimum: 1.5 }],
    ["integer below 0", { type: "integer", maximum: -1 }],
    ["integer above 5", { type: "integer", exclusiveMinimum: 5 }],
    ["integer between 0 and 2", { type: "integer", exclusiveMinimum: 0, exclusiveMaximum: 2 }],
    ["number between 0 and 1", { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 }],
    ["number above a fraction", { type: "number", exclusiveMinimum: 0.5, maximum: 1 }],
    ["multiple of 5", { type: "integer", multipleOf: 5 }],
    ["multiple of 5 below 0", { type: "integer", multipleOf: 5, minimum: -10, maximum: -1 }],
    ["multiple of 5 above 5", { type: "integer", multipleOf: 5, exclusiveMinimum: 5 }],
    ["multiple of 0.01", { type: "number", multipleOf: 0.01, minimum: 0.5, maximum: 0.99 }],
    ["string", { type: "string" }],
    ["long string", { type: "string", minLength: 64, maxLength: 64 }],
    ["string of nothing", { type: "string", maxLength: 0 }],
    ["date-time", { type: "string", format: "date-time" }],
    ["uuid of 36", { type: "string", format: "uuid", minLength: 36, maxLength: 36 }],
    ["date with a pattern", { type: "string", format: "date", pattern: "^\\d{4}-\\d{2}-\\d{2}$" }],
    ["email too long", { type: "string", format: "email", maxLength: 5 }],
    ["country code", { type: "string", pattern: "^[A-Z]{2}$" }],
    ["hex of 24", { type: "string", pattern: "^[0-9a-f]{24}$" }],
    ["prefixed id", { type: "string", pattern: "^[a-z]+_[0-9]+$", examples: ["au_1"] }],
    ["enum", { type: "string", enum: ["b", "a"] }],
    ["nullable enum", { type: ["string", "null"], enum: [null, "a"] }],
    ["const", { const: 5 }],
    ["boolean", { type: "boolean" }],
    ["list", { type: "array", items: { type: "integer" }, minItems: 3 }],
    ["empty list", { type: "array", maxItems: 0 }],
    ["unique strings", { type: "array", items: { type: "string" }, minItems: 3, uniqueItems: true }],
    ["unique enum", { type: "array", items: { enum: ["a", "b"] }, minItems: 2, uniqueItems: true }],
    ["unique booleans", { type: "array", items: { type: "boolean" }, minItems: 2, uniqueItems: true }],
    [
      "unique bounded integers",
      { type: "array", items: { type: "integer", minimum: 1, maximum: 3 }, minItems: 3, uniqueItems: true },
    ],
    [
      "pair",
      { type: "array", prefixItems: [{ type: "number" }, { type: "string" }], items: false, minItems: 2 },
    ],
    ["object", object({ a: { type: "integer" }, b: { type: "string", format: "date" } })],
    ["closed object", object({ a: true }, { additionalProperties: false })],
    ["map", { type: "object", additionalProperties: { type: "integer" }, minProperties: 2 }],
    [
      "object with a member of its own",
      { type: "object", properties: { a: { type: "string" } }, minProperties: 1 },
    ],
    ["allOf", { allOf: [object({ a: { type: "integer" } }), object({ b: { type: "string" } })] }],
    ["allOf bounds", { type: "integer", allOf: [{ minimum: 5 }, { maximum: 6 }] }],
    ["oneOf", { oneOf: [object({ a: { type: "integer" } }), object({ b: { type: "string" } })] }],
    [
      "oneOf with what is common",
      object({ kind: { type: "string" } }, { oneOf: [{ required: ["a"] }, { required: ["b"] }] }),
    ],
    ["anyOf with null", { anyOf: [{ type: "integer", minimum: 3 }, { type: "null" }] }],
    ["recursion", { $ref: "#/$defs/Tree" }],
    ["reference with a bound", { $ref: "#/$defs/Leaf", type: "integer", minimum: 7 }],
  ];
  it.each(rows)("%s", (_title, schema) => {
    const [good, bad] = [examples.value(schema), examples.invalid(schema)];
    expect(good).toBeDefined();
    expect(bad).toBeDefined();
    for (const [name, judge] of judges(schema)) {
      expect(judge(good as Json), name).toBe(true);
      expect(judge(bad as Json), name).toBe(false);
    }
  });
});

describe("examples prefer", () => {
  it.each<[string, Schema, Json[], Json]>([
    ["what the document gives", { type: "string", minLength: 2 }, ["x", "xy"], "xy"],
    ["the schema's own example", { type: "string", examples: ["rex"], default: "d" }, [], "rex"],
    ["the default to an invention", { type: "integer", default: 20 }, [], 20],
    ["the first value of an enum that is not null", { enum: [null, "a", "b"] }, [], "a"],
    ["a value to null", { type: ["null", "integer"] }, [], 1],
    [
      "an invention to an example that is invalid",
      { type: "integer", examples: ["x"], minimum: 4 },
      ["y"],
      4,
    ],
    ["the look of its format", { type: "string", format: "date" }, [], "2024-01-31"],
    [
      "only what is required",
      { type: "object", properties: { a: { type: "string" }, b: {} }, required: ["a"] },
      [],
      { a: "a" },
    ],
  ])("%s", (_title, schema, given, want) => {
    expect(examples.value(schema, given)).toEqual(want);
  });
});

it.each<[string, Schema]>([
  ["a keyword declared twice", { allOf: [{ type: "integer", minimum: 5 }, { minimum: 1 }] }],
  ["the obvious value excluded", { type: "string", not: { enum: ["a"] } }],
  ["a pattern nobody guesses", { type: "string", pattern: "^q[0-9]{7}w$" }],
])("an example for %s may be missing, and is never wrong", (_title, schema) => {
  const good = examples.value(schema);
  if (good !== undefined) for (const [name, judge] of judges(schema)) expect(judge(good), name).toBe(true);
});

describe("examples are missing", () => {
  it("for `false`, contradictions and endless objects", () => {
    const endless = new Examples(
      new Map([["A", { type: "object", properties: { a: { $ref: "#/$defs/A" } }, required: ["a"] }]]),
    );
    expect(examples.value(false)).toBeUndefined();
    expect(examples.value({ type: "integer", minimum: 2, maximum: 1 })).toBeUndefined();
    expect(examples.value({ type: "string", enum: [1] })).toBeUndefined();
    expect(endless.value({ $ref: "#/$defs/A" })).toBeUndefined();
  });
  it("for an invalid value of a schema that accepts anything", () => {
    expect(examples.invalid(true)).toBeUndefined();
    expect(examples.invalid({ description: "anything" })).toBeUndefined();
  });
});
