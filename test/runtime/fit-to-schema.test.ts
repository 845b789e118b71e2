import { describe, expect, it } from "vitest";
import type { AdvertisedSchema } from "../../runtime/contract/surface.ts";
import { pruneToSchema, rejectsErrors } from "../../runtime/tools/result.ts";

const schema: AdvertisedSchema = {
  type: "object",
  properties: {
    id: { type: ["number", "null"] },
    owner: { type: ["object", "null"], properties: { name: { type: ["string", "null"] } } },
    tags: { type: ["array", "null"], items: { type: ["string", "null"] } },
    count: { type: "integer" },
    some: { type: ["integer", "null"] },
    any: {},
  },
};

describe("pruneToSchema keeps the members that the schema allows:", () => {
  const rows: [string, unknown, unknown][] = [
    ["a matching object", { id: 1, more: true }, { id: 1, more: true }],
    [
      "null for nullable members",
      { id: null, owner: null, tags: null },
      { id: null, owner: null, tags: null },
    ],
    ["a member of another type", { id: "1", any: "1" }, { any: "1" }],
    ["a nested member of another type", { owner: { name: 5, age: 6 } }, { owner: { age: 6 } }],
    ["an object instead of a list", { tags: {} }, {}],
    ["an item of another type", { tags: ["a", 1, null] }, { tags: ["a", null] }],
    ["integers", { count: 1, some: -2 }, { count: 1, some: -2 }],
    ["fractions instead of integers", { id: 1.5, count: 1.5, some: 1.5 }, { id: 1.5 }],
    ["an inherited name", { constructor: 1 }, { constructor: 1 }],
  ];
  it.each(rows)("%s", (_name, value, want) => {
    expect(pruneToSchema(value, schema)).toEqual(want);
  });

  it("prunes a member called __proto__ without changing the prototype", () => {
    const parse = (text: string): unknown => JSON.parse(text);
    const members = '{"__proto__":{"type":["object"],"properties":{"a":{"type":["string"]}}}}';
    const result = pruneToSchema(parse('{"__proto__":{"a":1,"b":2}}'), {
      type: "object",
      properties: parse(members) as Record<string, AdvertisedSchema>,
    });
    expect(JSON.stringify(result)).toBe('{"__proto__":{"b":2}}');
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  });

  it("returns a matching value itself, not a copy", () => {
    const value = { id: 1, owner: { name: "a" }, tags: ["b"] };
    expect(pruneToSchema(value, schema)).toBe(value);
  });

  it("returns undefined for a value of another type", () => {
    expect(pruneToSchema([1], schema)).toBeUndefined();
  });
});

describe("rejectsErrors recognises", () => {
  const rows: [string, object, boolean][] = [
    [
      "that a schema of types accepts errors",
      { type: "object", properties: { id: { type: "number" } } },
      false,
    ],
    ["required members", { type: "object", properties: {}, required: ["id"] }, true],
    ["closed objects", { type: "object", additionalProperties: false }, true],
    ["a member `error` of another type", { type: "object", properties: { error: { type: "string" } } }, true],
    ["a reference to another schema", { type: "object", $ref: "#/$defs/a", $defs: {} }, true],
  ];
  it.each(rows)("%s", (_name, schema, want) => {
    expect(rejectsErrors(schema)).toBe(want);
  });
});
