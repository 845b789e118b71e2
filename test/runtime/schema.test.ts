import { describe, expect, it, vi } from "vitest";
import {
  allOf,
  component,
  equals,
  ifType,
  maxProperties,
  minProperties,
  not,
  pattern,
  prefixItems,
  uniqueItems,
  withDefaults,
  z,
} from "../../runtime/schema.ts";

describe("schema helpers accept and refuse", () => {
  const rows: [string, z.ZodType, unknown[], unknown[]][] = [
    [
      "allOf",
      allOf([z.looseObject({ a: z.string() }), z.looseObject({ b: z.int() })]),
      [{ a: "", b: 1 }],
      [{ a: "" }, { b: 1 }, 1],
    ],
    ["equals", equals([{ a: [1] }, null]), [{ a: [1] }, null], [{ a: [2] }, {}, undefined]],
    [
      "ifType object",
      ifType("object", z.looseObject({ a: z.string() })),
      ["x", 1, null, [], { a: "" }],
      [{}, { a: 1 }],
    ],
    ["ifType array", ifType("array", z.array(z.int()).min(1)), ["x", {}, [1]], [[], ["a"]]],
    ["ifType number", ifType("number", z.number().min(3)), ["1", 3], [2]],
    ["ifType string", ifType("string", z.string().min(2)), [1, "ab"], ["a"]],
    ["not", not(z.string()), [1, null], ["a"]],
    ["pattern, found anywhere", z.string().check(pattern("b+")), ["abc"], ["ac"]],
    ["pattern with unicode classes", z.string().check(pattern("^\\p{L}+$")), ["é"], ["1"]],
    [
      "prefixItems",
      z.array(z.unknown()).check(prefixItems([z.string()], z.int())),
      [[], ["a"], ["a", 1]],
      [[1], ["a", "b"]],
    ],
    [
      "uniqueItems",
      z.array(z.unknown()).check(uniqueItems()),
      [[], [1, "1", true], [{ a: 1 }, { a: 2 }]],
      [
        [1, 1],
        [
          { a: 1, b: 2 },
          { b: 2, a: 1 },
        ],
      ],
    ],
    ["minProperties", z.looseObject({}).check(minProperties(1)), [{ a: 1 }], [{}]],
    ["maxProperties", z.looseObject({}).check(maxProperties(1)), [{}, { a: 1 }], [{ a: 1, b: 2 }]],
  ];
  it.each(rows)("%s", (_name, schema, good, bad) => {
    for (const value of good) expect(schema.safeParse(value).success, JSON.stringify(value)).toBe(true);
    for (const value of bad) expect(schema.safeParse(value).success, JSON.stringify(value)).toBe(false);
  });
});

it("an error inside a helper has its path", () => {
  const schema = z.looseObject({
    list: z.array(z.unknown()).check(prefixItems([allOf([z.looseObject({ a: z.string() })])])),
  });
  expect(schema.safeParse({ list: [{ a: 1 }] }).error?.issues[0]?.path).toEqual(["list", 0, "a"]);
});

it("a default is applied to a missing value, and does not change what is accepted", () => {
  const shape = z.looseObject({ n: z.number().optional(), s: z.string().optional() }).check(minProperties(1));
  const schema = withDefaults(shape, { n: 5, constructor: "own" });
  expect(schema.parse({ s: "a" })).toEqual({ s: "a", n: 5, constructor: "own" });
  expect(schema.parse({ n: 1, more: true })).toEqual({ n: 1, more: true, constructor: "own" });
  expect(schema.safeParse({}).success).toBe(false);
  expect(schema.safeParse({ n: "1" }).error?.issues[0]?.path).toEqual(["n"]);
  const { n, s } = schema.parse({ s: "a" });
  // A default is never missing, which is what its type says too.
  expect(n.toFixed() + (s ?? "")).toBe("5a");
});

it("a component is built on first use, and once", () => {
  const build = vi.fn(() => z.string());
  const schema = component(build);
  expect(build).not.toHaveBeenCalled();
  expect(schema()).toBe(schema());
  expect(build).toHaveBeenCalledTimes(1);
});
