/**
 * T07: a `pattern` of a document cannot hang whoever checks it. There is no clock here: on an engine that
 * backtracks most of these would outlive the test run, and the suite's time limit would end it.
 */
import { describe, expect, it } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.ts";
import { ZodPrinter } from "../../generator/emit/zod.ts";
import type { Schema } from "../../generator/json-schema.ts";
import { accepts } from "../../generator/model/accepts.ts";
import { Examples } from "../../generator/model/examples.ts";
import { Reader } from "../../generator/normalise/reader.ts";
import { SchemaReader } from "../../generator/normalise/schema.ts";
import { schemasOf, zodJudge } from "../support/schemas.ts";

const LENGTH = 100_000;

const EVIL: [pattern: string, text: string][] = [
  ["^(a+)+$", `${"a".repeat(LENGTH)}!`],
  ["^(a|a)*$", `${"a".repeat(LENGTH)}!`],
  ["^(a|aa)+$", `${"a".repeat(LENGTH)}!`],
  ["(a*)*b", "a".repeat(LENGTH)],
  ["^([a-zA-Z0-9]+\\s?)*$", `${"a".repeat(LENGTH)}!`],
  ["\\s*,\\s*$", " ".repeat(LENGTH)],
  ["^(([a-z])+.)+[A-Z]([a-z])+$", "a".repeat(LENGTH)],
  ["(x+x+)+y", "x".repeat(LENGTH)],
  ["^(\\w+\\s?)*\\.$", "word ".repeat(LENGTH / 5)],
  ["^(.*)*(.*)*(.*)*$\\n", "a".repeat(LENGTH)],
  ["^(?:.*?,){11}P", ",1".repeat(LENGTH / 2)],
  ["([^@]+@)+\\.com", "a@".repeat(LENGTH / 2)],
];

function read(schema: Schema): { schema: Schema; warnings: string[] } {
  const diagnostics = new Diagnostics("d.yaml");
  const reader = new SchemaReader(new Reader({}, diagnostics), { siblings: true });
  return {
    schema: reader.read(schema as never, []),
    warnings: diagnostics.items.map((item) => item.code),
  };
}

describe("T07 patterns", () => {
  it.each(EVIL)("check %s in linear time", (pattern, text) => {
    const { schema, warnings } = read({ type: "string", pattern });
    expect(warnings).toEqual([]);
    expect(zodJudge(schema)(text)).toBe(false);
    expect(accepts(schema, text, new Map())).toBe(false);
  });

  it.each(EVIL)("check %s as a property name", (pattern, text) => {
    const { schema } = read({ patternProperties: { [pattern]: false } });
    expect(zodJudge(schema)({ [text]: 1 })).toBe(true);
  });

  it.each(EVIL)("check examples against %s", (pattern, text) => {
    const value = new Examples(new Map()).value({ type: "string", pattern, default: text }, [text]);
    expect(value).not.toBe(text);
  });

  it.each([
    ["^(?=.*a)(a+)+$", "lookahead"],
    ["^(?<!b)(a+)+$", "lookbehind"],
    ["^(a+)\\1+$", "a backreference"],
    ["((((a{100}){100}){100}){100}){100}", "too large an expression"],
  ])("report %s, with %s, and do not check it", (pattern) => {
    const { schema, warnings } = read({ type: "string", pattern });
    expect(warnings).toEqual(["unsupported-schema"]);
    expect(new ZodPrinter(schemasOf([], schema), { describe: false }).print(schema)).toBe("z.string()");
    expect(zodJudge(schema)("a".repeat(LENGTH))).toBe(true);
  });
});
