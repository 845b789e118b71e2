/** The translation of patterns to RE2, and to a spelling that is valid with the `u` flag. */
import { describe, expect, it } from "vitest";
import { sampleOf } from "../../generator/model/pattern-samples.ts";
import { asUnicode, linear } from "../../generator/regex.ts";
import * as fc from "../support/properties.ts";

const TEXTS = [
  ...["", "a", "abc", "A1", "a b", "a-b_c", "aaaa", "a.b", "[a]", "{a}", "x\ny", "\n", "\r", "\t", "\v"],
  ...[
    "\u00a0",
    "\u2028",
    "\ufeff",
    "é",
    "É",
    "ß",
    "α",
    "1",
    "٣",
    "😀",
    "a😀",
    "\b",
    "\0",
    "\x01",
    "/",
    "\\",
    "-",
  ],
];

describe("matches the same texts in RE2 as in ECMAScript", () => {
  it.each([
    ...[
      "^a$",
      "a.c",
      "^.$",
      "^[^a]$",
      "\\s",
      "^\\S+$",
      "[\\s]",
      "[^\\s]",
      "[\\s\\S]",
      "^[\\S ]+$",
      "^[^\\S\\n]+$",
      "\\d",
      "\\D",
      "\\w+",
      "\\bb",
    ],
    ...[
      "\\u00e9",
      "\\u{1F600}",
      "\\uD83D\\uDE00",
      "\\x41",
      "\\cA",
      "\\0",
      "[\\b]",
      "\\/",
      "\\\\",
      "[\\]\\[]",
      "[[a]",
    ],
    ...[
      "(a|b)c?",
      "(?:a)+",
      "(?<name>a)b",
      "a{2}",
      "a{2,}",
      "a{1,3}",
      "^.{1,1500}$",
      "^(?:ab|c){0,2000}$",
      "^a{1500}?$",
    ],
    ...[
      "\\p{L}",
      "\\p{Letter}",
      "\\P{Lu}",
      "\\p{gc=Nd}",
      "\\p{Script=Greek}",
      "[\\p{N}_]",
      "[]",
      "[^]",
      "a*?b",
      "^$",
    ],
    ...["[a-c]", "[\\-a]", "[.]", "[$]", "\\$", "\\.", "^[\\w\\-.]+$", "(^a|b$)", "[\\u0041-\\u0043]"],
  ])("with %s", (source) => {
    const ours = linear(source);
    const theirs = new RegExp(source, "u");
    for (const text of TEXTS) expect(ours?.test(text), JSON.stringify(text)).toBe(theirs.test(text));
  });

  it("with any combination of common parts", () => {
    const atom = fc.constantFrom(
      "a",
      "b",
      ".",
      "\\d",
      "\\s",
      "[ab]",
      "[^a]",
      "\\w",
      "(a|b)",
      "(?:ab)",
      "\\.",
    );
    const piece = fc
      .tuple(atom, fc.constantFrom("", "?", "*", "+", "{2}", "{0,2}"))
      .map((pair) => pair.join(""));
    const pattern = fc
      .tuple(fc.constantFrom("", "^"), fc.array(piece, { maxLength: 4 }), fc.constantFrom("", "$"))
      .map(([start, pieces, end]) => start + pieces.join("") + end);
    const text = fc.string({ unit: fc.constantFrom("a", "b", "1", " ", ".", "\n"), maxLength: 6 });
    fc.assert(
      fc.property(pattern, text, (source, given) => {
        expect(linear(source)?.test(given)).toBe(new RegExp(source, "u").test(given));
      }),
      { numRuns: 2000 },
    );
  });
});

it.each([
  "(?=a)",
  "(?!a)",
  "(?<=a)",
  "(?<!a)",
  "(a)\\1",
  "(?<n>a)\\k<n>",
  "\\p{Emoji}",
  "x{10000000000000}",
  "(?:(?:a{900}){900}){900}",
])("does not translate %s", (source) => {
  expect(linear(source)).toBeUndefined();
});

it.each([
  ["^a$", "^a$"],
  ["\\@\\-\\_", "@-_"],
  ["[\\@\\-]", "[@\\-]"],
  ["[\\w-.]", "[\\w\\-.]"],
  ["a{x}", "a\\{x\\}"],
  ["a{,5}]", "a\\{,5\\}\\]"],
  ["a{2}{b", "a{2}\\{b"],
  ["(", undefined],
  ["[", undefined],
  ["*", undefined],
  ["(?i)a", undefined],
])("spells %s as %s for the u flag", (source, want) => {
  expect(asUnicode(source)).toBe(want);
});

it.each(["(", "(?:", "(\\@"])("does not overflow the stack with ten thousand nested %s", (open) => {
  const source = `${open.repeat(10_000)}a${")".repeat(10_000)}`;
  expect(linear(source)).toBeUndefined();
  expect(sampleOf(source)).toBeUndefined();
  expect(() => asUnicode(source)).not.toThrow();
});
