/** Short forms of arguments, and the schemas that they stand for. */
import { describe, expect, it } from "vitest";
import type { Json } from "../../../generator/json.ts";
import type { SchemaObject } from "../../../generator/json-schema.ts";
import { parseShortForm } from "../../../generator/toolspec/short-form.ts";
import * as fc from "../../support/properties.ts";

describe("parses", () => {
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

describe("refuses", () => {
  const rows: [text: string, why: string][] = [
    ["", "expected a type, found an empty text"],
    ["?", "expected a type, found an empty text"],
    ["strin", 'did you mean "string"?'],
    ["str?ing", "expected a type, found"],
    ["a|b[]", "expected a type, found"],
    ["(a|b", "expected a type, found"],
    ["[]", "expected a type, found an empty text"],
    ["a|", "found an empty choice"],
    ["a|a", "found one twice"],
    ["a|string", "found string in"],
    ["1|2", "found 1 in"],
    ["yes|true", "found true in"],
    ["integer = 1.5", "expected a default of the type before it"],
    ["integer = one", "expected a default of the type before it"],
    ["a|b = c", "expected a default of the type before it"],
    ["string[] = a", "expected a default of the type before it"],
    ["string[] = [1]", "expected a default of the type before it"],
    ["boolean = 1", "expected a default of the type before it"],
    [`string = ${"x".repeat(600)}`, "expected at most 500 characters, found 609"],
  ];
  it.each(rows)("%s", (text, why) => {
    expect(parseShortForm(text)).toEqual({
      schema: {},
      required: false,
      refusal: { message: expect.stringContaining(why), fix: expect.stringMatching(/\.$/) },
    });
  });
});

it("returns a schema for every text", () => {
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
        expect(parseShortForm(text).schema).toBeTypeOf("object");
      },
    ),
  );
});
