import { describe, expect, it } from "vitest";
import { type AdvertisedSchema, pruneToSchema, refusesErrors } from "../../runtime/tools/conform.ts";

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

describe("a value is pruned to its schema", () => {
  const rows: [string, unknown, unknown][] = [
    ["nothing to leave out", { id: 1, more: true }, { id: 1, more: true }],
    ["null everywhere", { id: null, owner: null, tags: null }, { id: null, owner: null, tags: null }],
    ["a member of another type", { id: "1", any: "1" }, { any: "1" }],
    ["a nested member of another type", { owner: { name: 5, age: 6 } }, { owner: { age: 6 } }],
    ["an object where there should be a list", { tags: {} }, {}],
    ["an item of another type", { tags: ["a", 1, null] }, { tags: ["a", null] }],
    ["whole numbers", { count: 1, some: -2 }, { count: 1, some: -2 }],
    ["numbers that should be whole", { id: 1.5, count: 1.5, some: 1.5 }, { id: 1.5 }],
    ["an inherited name", { constructor: 1 }, { constructor: 1 }],
  ];
  it.each(rows)("%s", (_name, value, want) => {
    expect(pruneToSchema(value, schema)).toEqual(want);
  });

  it("a member called __proto__ is kept as a member", () => {
    const parse = (text: string): unknown => JSON.parse(text);
    const members = '{"__proto__":{"type":["object"],"properties":{"a":{"type":["string"]}}}}';
    const result = pruneToSchema(parse('{"__proto__":{"a":1,"b":2}}'), {
      type: "object",
      properties: parse(members) as Record<string, AdvertisedSchema>,
    });
    expect(JSON.stringify(result)).toBe('{"__proto__":{"b":2}}');
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  });

  it("is returned itself, not copied, if it matches", () => {
    const value = { id: 1, owner: { name: "a" }, tags: ["b"] };
    expect(pruneToSchema(value, schema)).toBe(value);
  });

  it("is dropped if it is of another type", () => {
    expect(pruneToSchema([1], schema)).toBeUndefined();
  });
});

describe("an error result", () => {
  const rows: [string, object, boolean][] = [
    ["that a schema of types refuses", { type: "object", properties: { id: { type: "number" } } }, false],
    ["that has the members that are required", { type: "object", properties: {}, required: ["id"] }, true],
    ["where there are no other members", { type: "object", additionalProperties: false }, true],
    ["where an error is something else", { type: "object", properties: { error: { type: "string" } } }, true],
    ["where another schema decides", { type: "object", $ref: "#/$defs/a", $defs: {} }, true],
  ];
  it.each(rows)("is left as it is: %s", (_name, schema, want) => {
    expect(refusesErrors(schema)).toBe(want);
  });
});
