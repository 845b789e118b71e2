/** Tests the parts of the fidelity measurement. */
import { describe, expect, it } from "vitest";
import type { Json } from "../../../generator/json.ts";
import type { Schema } from "../../../generator/json-schema.ts";
import { type ExactSchema, exactRequest } from "./exact.ts";
import { instances } from "./instances.ts";
import { ajvJudge, judgesOf } from "./judges.ts";
import { needsRemote } from "./suite.ts";

describe("instances", () => {
  const rows: Record<string, ExactSchema> = {
    "numbers in bounds": { type: "integer", minimum: 3, maximum: 9 },
    "multiples of a fraction": { type: "number", multipleOf: 0.01, minimum: 0 },
    "texts of a length": { type: "string", minLength: 2, maxLength: 4 },
    "texts of a pattern": { type: "string", pattern: "^[a-z]{3}-\\d+$" },
    "listed values": { enum: ["open", "closed", null] },
    "lists without doubles": { type: "array", items: { type: "boolean" }, uniqueItems: true, minItems: 1 },
    tuples: { type: "array", prefixItems: [{ type: "string" }, { type: "number" }], items: false },
    "lists that contain something": { type: "array", contains: { const: "x" }, minContains: 2 },
    "closed objects": { properties: { a: {}, b: {} }, required: ["a"], additionalProperties: false },
    maps: { type: "object", additionalProperties: { type: "integer" }, minProperties: 1 },
    "members by pattern": { type: "object", patternProperties: { "^x-": { type: "string" } } },
    "names with rules": { type: "object", propertyNames: { pattern: "^[a-z]+$" }, minProperties: 1 },
    "dependent members": { type: "object", required: ["a"], dependentRequired: { a: ["b"] } },
    conditions: {
      type: "object",
      required: ["kind"],
      if: { properties: { kind: { const: "card" } } },
      then: { required: ["number"] },
      else: { required: ["iban"] },
    },
    "one of several": {
      oneOf: [
        { type: "object", required: ["a"], properties: { a: { type: "string" } } },
        { type: "array", items: { type: "string" }, minItems: 1 },
      ],
    },
    "a tree": {
      $ref: "#/$defs/Node",
      $defs: {
        Node: {
          type: "object",
          properties: { name: { type: "string" }, below: { type: "array", items: { $ref: "#/$defs/Node" } } },
          required: ["name"],
        },
      },
    },
  };

  it.each(Object.entries(rows))("include valid and invalid values for %s", (_name, schema) => {
    const judge = ajvJudge(schema as Json);
    const verdicts = instances(schema, 16, "seed").map((value) => judge(value));
    expect(new Set(verdicts)).toEqual(new Set([true, false]));
  });

  it.each(Object.entries(rows))("are equal for equal seeds, for %s", (_name, schema) => {
    expect(instances(schema, 16, "seed")).toEqual(instances(schema, 16, "seed"));
    expect(instances(schema, 16, "seed")).not.toEqual(instances(schema, 16, "another"));
  });

  it("omit multiples that floating-point numbers do not represent", () => {
    const schema: Schema = { type: "number", multipleOf: 0.1 };
    const numbers = instances(schema, 40, "seed").filter((value) => typeof value === "number");
    // 0.3 / 0.1 is 2.9999999999999996, and 3 * 0.1 is not 0.3.
    expect(numbers.map((value) => Number.isInteger(value / 0.1))).toEqual(
      numbers.map((value) => /^-?\d+(?:\.\d)?$/.test(String(value))),
    );
    expect(numbers).toContain(2.5);
  });

  it("end for schemas that refer to themselves without end", () => {
    const endless = { type: "object", required: ["next"], properties: { next: { $ref: "#/$defs/Endless" } } };
    expect(() =>
      instances({ $ref: "#/$defs/Endless", $defs: { Endless: endless as Schema } }, 4, "seed"),
    ).not.toThrow();
    expect(() =>
      instances({ $ref: "#/$defs/A", $defs: { A: { $ref: "#/$defs/A" } } }, 4, "seed"),
    ).not.toThrow();
  });
});

describe("exactRequest", () => {
  it("renames definitions and keeps those that are referred to", () => {
    const defs = new Map<string, Schema>([
      ["/paths/~1a", { items: { $ref: "#/$defs/Leaf" } }],
      ["Leaf", { type: "string" }],
      ["Other", true],
    ]);
    expect(exactRequest({ $ref: "#/$defs//paths/~1a" }, defs)).toEqual({
      $ref: "#/$defs/d0",
      $defs: { d0: { items: { $ref: "#/$defs/d1" } }, d1: { type: "string" } },
    });
  });

  it("removes members that are read-only themselves or by reference", () => {
    const defs = new Map<string, Schema>([["Id", { type: "string", readOnly: true }]]);
    const schema: Schema = {
      properties: { id: { $ref: "#/$defs/Id" }, at: { readOnly: true }, name: { type: "string" } },
      required: ["id", "name", "more"],
    };
    expect(exactRequest(schema, defs)).toEqual({
      properties: { name: { type: "string" } },
      required: ["name", "more"],
    });
  });
});

describe("needsRemote", () => {
  it.each<[needs: boolean, Json]>([
    [false, { $ref: "#/$defs/a", $defs: { a: true } }],
    [false, { $schema: "https://json-schema.org/draft/2020-12/schema", type: "string" }],
    [
      false,
      { $id: "http://localhost:1234/a.json", items: { $ref: "b.json" }, $defs: { b: { $id: "b.json" } } },
    ],
    [false, { $id: "urn:example:a", $ref: "urn:example:a#/$defs/b", $defs: { b: true } }],
    [false, { const: { $ref: "http://localhost:1234/a.json" } }],
    [true, { $ref: "http://localhost:1234/a.json" }],
    [true, { $id: "http://localhost:1234/a.json", items: { $ref: "b.json" } }],
    [true, { $ref: "https://json-schema.org/draft/2020-12/schema" }],
    [true, { $schema: "http://localhost:1234/metaschema.json" }],
  ])("returns %s for %j", (needs, schema) => {
    expect(needsRemote(schema)).toBe(needs);
  });
});

it("both judges follow references", () => {
  const { zod, advertised } = judgesOf({ $ref: "#/$defs/a", $defs: { a: { type: "string" } } });
  expect([zod("x"), zod(1), advertised("x"), advertised(1)]).toEqual([true, false, true, false]);
});
