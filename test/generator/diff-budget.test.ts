/** A small change of a document is a small change of the output, and its order is no change at all. */
import { readFileSync } from "node:fs";
import { diffLines } from "diff";
import { describe, expect, it } from "vitest";
import { isObject, type Json, type JsonObject } from "../../generator/json.ts";
import { fromYaml, renderDocument } from "../support/documents.ts";
import * as fc from "../support/properties.ts";

const DOCUMENTS = {
  bookshop: fromYaml(readFileSync("specs/bookshop.openapi.yaml", "utf8")),
  small: fromYaml(readFileSync("test/diff-budget/small.openapi.yaml", "utf8")),
};
const METHODS = ["get", "put", "post", "delete", "patch"];

interface Lines {
  added: string[];
  removed: string[];
}

/** Lines that differ, by kind of file. */
function difference(
  before: JsonObject,
  after: JsonObject,
): Record<"tools" | "tests" | "index" | "schemas", Lines> {
  const kinds = { tools: lines(), tests: lines(), index: lines(), schemas: lines() };
  const [a, b] = [renderDocument(before).files, renderDocument(after).files];
  for (const path of new Set([...a.keys(), ...b.keys()])) {
    if (path.endsWith("surface.json")) continue;
    const kind = path.endsWith(".test.ts")
      ? "tests"
      : path.includes("/tools/")
        ? "tools"
        : path.endsWith("index.ts")
          ? "index"
          : "schemas";
    for (const part of diffLines(a.get(path) ?? "", b.get(path) ?? "")) {
      const text = part.value.split("\n").slice(0, -1);
      if (part.added) kinds[kind].added.push(...text);
      if (part.removed) kinds[kind].removed.push(...text);
    }
  }
  return kinds;
}

function lines(): Lines {
  return { added: [], removed: [] };
}

/** The number of rows in added lines. A long row takes several lines, which only it adds. */
function rowsIn(added: readonly string[]): number {
  const starts = added.filter((line) => line.startsWith("    {"));
  const inside = added.filter((line) => !/^ {4}(?:[{}]| {2})/.test(line));
  expect(inside).toEqual([]);
  return starts.length;
}

function operationsOf(document: JsonObject): [path: string, method: string][] {
  return Object.entries(document.paths as JsonObject).flatMap(([path, item]) =>
    Object.keys(item as JsonObject)
      .filter((key) => METHODS.includes(key))
      .map((method): [string, string] => [path, method]),
  );
}

function change(
  document: JsonObject,
  edit: (paths: { [path: string]: { [method: string]: JsonObject } }) => void,
): JsonObject {
  const copy = structuredClone(document);
  edit(copy.paths as { [path: string]: { [method: string]: JsonObject } });
  return copy;
}

describe.each(Object.entries(DOCUMENTS))("%s", (name, document) => {
  it.each(operationsOf(document))(
    "adds two lines for an optional query parameter at %s %s",
    (path, method) => {
      const after = change(document, (paths) => {
        const operation = paths[path]?.[method] as JsonObject;
        const list = Array.isArray(operation.parameters) ? operation.parameters : [];
        operation.parameters = [...list, { name: "brandNew", in: "query", schema: { type: "string" } }];
      });
      const { tools, tests, index, schemas } = difference(document, after);
      expect(tools.added).toHaveLength(2);
      expect(tools.removed).toEqual([]);
      expect(rowsIn(tests.added)).toBe(1);
      expect(tests.removed).toEqual([]);
      expect([index, schemas]).toEqual([lines(), lines()]);
    },
  );

  it("only adds lines for a new operation", () => {
    const after = change(document, (paths) => {
      paths["/brand/{new}"] = {
        get: {
          operationId: "getBrandNew",
          tags: [name === "small" ? "cats" : "books"],
          parameters: [{ name: "new", in: "path", required: true, schema: { type: "string" } }],
          responses: { "200": { description: "ok" } },
        },
      };
    });
    for (const { added, removed } of Object.values(difference(document, after))) {
      expect(removed.filter((line) => !line.startsWith("import "))).toEqual([]);
      expect(added.length).toBeLessThan(30);
    }
    expect(difference(document, after).tools.added).toContain("export const getBrandNew = defineTool({");
  });

  it("changes one line of code for a changed description", () => {
    const [path, method] = operationsOf(document)[0] as [string, string];
    const after = change(document, (paths) => {
      (paths[path]?.[method] as JsonObject).summary = "Something else";
    });
    const { tools, tests, index, schemas } = difference(document, after);
    expect(tools.removed.length).toBeLessThanOrEqual(4);
    expect([tests, index, schemas]).toEqual([lines(), lines(), lines()]);
  });

  it("changes no byte for another order of paths, operations, components and tags", () => {
    const before = [...renderDocument(document).files];
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (stream) => {
        const random = (): number => stream.next().value as number;
        const files = [...renderDocument(shuffled(document, random)).files];
        expect(files).toEqual(before);
      }),
      { numRuns: 8 },
    );
  });

  it("gives the same bytes for the same document", () => {
    expect([...renderDocument(structuredClone(document)).files]).toEqual([...renderDocument(document).files]);
  });
});

it("shuffling changes the order", () => {
  let seed = 1;
  const random = (): number => (seed = (seed * 48271) % 2147483647);
  expect(Object.keys(shuffled(DOCUMENTS.bookshop, random).paths as JsonObject)).not.toEqual(
    Object.keys(DOCUMENTS.bookshop.paths as JsonObject),
  );
});

function shuffled(document: JsonObject, random: () => number): JsonObject {
  const mix = (value: Json | undefined): Json => {
    if (Array.isArray(value)) return shuffle(value, random);
    return isObject(value) ? Object.fromEntries(shuffle(Object.entries(value), random)) : (value ?? null);
  };
  const copy = structuredClone(document);
  copy.tags = mix(copy.tags);
  copy.paths = Object.fromEntries(
    Object.entries(mix(copy.paths) as JsonObject).map(([path, item]) => [path, mix(item)]),
  );
  copy.components = Object.fromEntries(
    Object.entries(mix(copy.components) as JsonObject).map(([kind, entries]) => [kind, mix(entries)]),
  );
  return mix(copy) as JsonObject;
}

function shuffle<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
