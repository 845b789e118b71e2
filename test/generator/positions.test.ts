import { expect, it } from "vitest";
import type { Pointer } from "../../generator/json.ts";
import { locateInJson, positionAt } from "../../generator/load/parse.ts";

const VALUE = { b: [10, { c: "}" }], "a/b": { 'q"': 1, b: null }, last: true };

const rows: [pointer: Pointer, spaced: string, dense: string][] = [
  [[], "1:1", "1:1"],
  [["last"], "12:11", "1:53"],
  [["b"], "2:8", "1:6"],
  [["b", 1, "c"], "5:12", "1:15"],
  [["b", 0], "3:5", "1:7"],
  [["a/b", 'q"'], "9:12", "1:34"],
  // A missing value has the position of its nearest ancestor.
  [["a/b", "none", "deeper"], "8:10", "1:27"],
  [["b", 7], "2:8", "1:6"],
  [["b", 1, "c"], "5:12", "1:15"],
];

it.each([
  ["on several lines", JSON.stringify(VALUE, null, 2), rows.map(([, spaced]) => spaced)],
  ["on one line", JSON.stringify(VALUE), rows.map(([, , dense]) => dense)],
])("locates values %s, in any order of the pointers", (_name, text, want) => {
  const found = locateInJson(
    text,
    rows.map(([pointer]) => pointer),
  );
  expect(found.map(({ line, column }) => `${line}:${column}`)).toEqual(want);
});

it.each([
  ["", 0, "1:1"],
  ["ab", 1, "1:2"],
  ["a\nb", 1, "1:2"],
  ["a\nb", 2, "2:1"],
  ["\n\n\n", 3, "4:1"],
  ["a\r\nb", 3, "2:1"],
])("finds in %j that offset %i is at %s", (text, offset, want) => {
  const { line, column } = positionAt(text, offset);
  expect(`${line}:${column}`).toBe(want);
});
