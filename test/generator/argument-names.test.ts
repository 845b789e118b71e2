/** Names of arguments, where parameters and body properties of one tool meet in one list. */
import { describe, expect, it } from "vitest";
import { argumentNames, assignUniqueNames } from "../../generator/model/unique-names.ts";
import { expectNames } from "../support/names.ts";
import * as fc from "../support/properties.ts";

describe("argument names", () => {
  type Wire = [name: string, location: string];
  const name = (wires: readonly Wire[]): string[] => {
    const names = assignUniqueNames(wires, ([wire, location]) => argumentNames(wire, location));
    return wires.map((wire) => names.get(wire) as string);
  };
  const rows: [Wire[], (string | RegExp)[]][] = [
    [[["petId", "path"]], ["petId"]],
    [[["pet_id", "query"]], ["pet_id"]],
    [[["ids[]", "query"]], ["ids"]],
    [[["page[size]", "query"]], ["pageSize"]],
    [[["$select", "query"]], ["select"]],
    [[["@id", "body"]], ["id"]],
    [[["__proto__", "body"]], ["proto"]],
    [[["X-Request-ID", "header"]], ["xRequestId"]],
    [[["2fa", "query"]], ["_2fa"]],
    [[["日本", "query"]], [/^arg_[a-z0-9]{6}$/]],
    [
      [
        ["id", "path"],
        ["id", "query"],
        ["id", "body"],
      ],
      ["id_path", "id_query", "id"],
    ],
    [
      [
        ["id", "path"],
        ["id", "query"],
      ],
      ["id_path", "id_query"],
    ],
    [
      [
        ["ids", "query"],
        ["ids[]", "query"],
      ],
      [/^ids_[a-z0-9]{6}$/, /^ids_[a-z0-9]{6}$/],
    ],
    [
      [
        ["@id", "body"],
        ["id", "body"],
      ],
      [/^id_[a-z0-9]{6}$/, /^id_[a-z0-9]{6}$/],
    ],
  ];
  it.each(rows)("are made from %j: %j", (wires, want) => {
    const names = name(wires);
    expectNames(names, want);
    expect(name(wires.toReversed()).toReversed()).toEqual(names);
  });

  it("are valid for every provider and unique", () => {
    const text = fc.oneof(
      fc.constantFrom(
        "id",
        "id_path",
        "id_query",
        "ids[]",
        "ids",
        "__proto__",
        "a".repeat(64),
        "1".repeat(64),
        "a".repeat(90),
      ),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 80 }),
    );
    const wire = fc.tuple(text, fc.constantFrom("path", "query", "header", "cookie", "body"));
    const wires = fc.uniqueArray(wire, { selector: String, maxLength: 10 });
    fc.assert(
      fc.property(wires, (list) => {
        const names = name(list);
        for (const got of names) expect(got).toMatch(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/);
        expect(names).not.toContain("__proto__");
        expect(new Set(names).size).toBe(names.length);
        expect(name(list.toReversed()).toReversed()).toEqual(names);
      }),
      { numRuns: 2000 },
    );
  });
});
