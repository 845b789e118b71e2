/** Short forms of arguments, and the schemas they stand for. */
import { describe, expect, it } from "vitest";
import type { Json } from "../../../generator/json.ts";
import type { SchemaObject } from "../../../generator/json-schema.ts";
import { parseShortForm, ShortFormFault } from "../../../generator/toolspec/short-form.ts";
import * as fc from "../../support/properties.ts";

describe("stands for", () => {
  const rows: [text: string, schema: SchemaObject, required: boolean, fallback?: Json][] = [
    ["string", { type: "string" }, true],
    ["string?", { type: "string" }, false],
    [" string ? ", { type: "string" }, false],
    ["integer = 20", { type: "integer" }, false, 20],
    ["number=1.5", { type: "number" }, false, 1.5],
    ["number = 2", { type: "number" }, false, 2],
    ["boolean = false", { type: "boolean" }, false, false],
    ["string = open issues?", { type: "string" }, false, "open issues?"],
    ['string = "20"', { type: "string" }, false, "20"],
    ["string =", { type: "string" }, false, ""],
    ["string? = a=b", { type: "string" }, false, "a=b"],
    ["object", { type: "object" }, true],
    ["low|medium | high", { type: "string", enum: ["low", "medium", "high"] }, true],
    ["low|high = low", { type: "string", enum: ["low", "high"] }, false, "low"],
    ["a-b|c.d|e f", { type: "string", enum: ["a-b", "c.d", "e f"] }, true],
    ["string|integer", { type: ["string", "integer"] }, true],
    ["string|integer = 5", { type: ["string", "integer"] }, false, 5],
    ["string[]", { type: "array", items: { type: "string" } }, true],
    ["string[]?", { type: "array", items: { type: "string" } }, false],
    ["integer[] = [1, 2]", { type: "array", items: { type: "integer" } }, false, [1, 2]],
    ["string[][]", { type: "array", items: { type: "array", items: { type: "string" } } }, true],
    ["(a|b)[]", { type: "array", items: { type: "string", enum: ["a", "b"] } }, true],
    ['(a|b)[] = ["b"]', { type: "array", items: { type: "string", enum: ["a", "b"] } }, false, ["b"]],
    ["( string )[]", { type: "array", items: { type: "string" } }, true],
  ];
  it.each(rows)("%s", (text, schema, required, fallback) => {
    expect(parseShortForm(text)).toEqual({
      schema,
      required,
      ...(fallback !== undefined && { default: fallback }),
    });
  });
});

describe("is refused:", () => {
  const rows: [text: string, why: string][] = [
    ["", "there is no type"],
    ["?", "there is no type"],
    ["strin", 'did you mean "string"?'],
    ["str?ing", "is no type"],
    ["a|b[]", "is no type"],
    ["(a|b", "is no type"],
    ["[]", "there is no type"],
    ["a|", "has an empty choice"],
    ["a|a", "has a choice twice"],
    ["a|string", "whether string is a text"],
    ["1|2", "whether 1 is a text"],
    ["yes|true", "whether true is a text"],
    ["integer = 1.5", "is not of the type"],
    ["integer = one", "is not of the type"],
    ["a|b = c", "is not of the type"],
    ["string[] = a", "is not of the type"],
    ["string[] = [1]", "is not of the type"],
    ["boolean = 1", "is not of the type"],
    [`string = ${"x".repeat(600)}`, "more than 500 characters"],
  ];
  it.each(rows)("%s", (text, why) => {
    expect(() => parseShortForm(text)).toThrow(ShortFormFault);
    expect(() => parseShortForm(text)).toThrow(why);
  });
});

it("says something of every text, and throws nothing else", () => {
  const words = fc.constantFrom(
    "string",
    "integer",
    "a",
    "b",
    "|",
    "?",
    "=",
    "[]",
    "(",
    ")",
    " ",
    "1",
    '"',
    "__proto__",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words, { maxLength: 12 }).map((all) => all.join("")),
      ),
      (text) => {
        try {
          expect(parseShortForm(text).schema).toBeTypeOf("object");
        } catch (error) {
          expect(error).toBeInstanceOf(ShortFormFault);
        }
      },
    ),
  );
});
