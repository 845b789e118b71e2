/** No document, however broken, makes the generator throw: it is reported, or read as far as it goes. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Diagnostics, formatDiagnostic } from "../../generator/diagnostics.ts";
import { gate } from "../../generator/emit/gate.ts";
import { render } from "../../generator/generate.ts";
import { isObject, type Json, type JsonObject, put } from "../../generator/json.ts";
import { documentOf, fromYaml, GENERATOR, source } from "../support/documents.ts";

/** Documents that have something of everything. */
const GOOD = ["swagger2", "openapi32", "parameters", "bodies", "recursion", "read-write-only"].map((name) =>
  fromYaml(readFileSync(`test/golden/${name}/input.openapi.yaml`, "utf8")),
);

/** The place of every value in a document. */
function places(value: Json, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, child]) => places(child, [...at, key]))];
}

function replaced(value: Json, [key, ...rest]: readonly string[], by: Json | undefined): Json | undefined {
  if (key === undefined) return by;
  if (Array.isArray(value)) {
    const items = value.map((item, i) => (String(i) === key ? replaced(item, rest, by) : item));
    return items.filter((item) => item !== undefined);
  }
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const [name, child] of Object.entries(value)) {
    const next = name === key ? replaced(child, rest, by) : child;
    if (next !== undefined) put(copy, name, next);
  }
  return copy;
}

/** Names that mean something to a document, and some that mean something to JavaScript. */
const NAMES = [
  ...new Set(GOOD.flatMap((document) => places(document).flatMap((at) => at.slice(-1)))),
  ...[
    "__proto__",
    "constructor",
    "toString",
    "length",
    "",
    "$dynamicRef",
    "$id",
    "$anchor",
    "patternProperties",
  ],
  ...["unevaluatedProperties", "if", "then", "not", "contains", "prefixItems", "encoding", "itemSchema"],
];

const TEXTS = [
  ...["", " ", "#", "#/", "#/paths", "#/components/schemas/Tree", "#/definitions/Book", "#/components", "x-"],
  ...[
    "query",
    "querystring",
    "body",
    "formData",
    "cookie",
    "file",
    "string",
    "object",
    "array",
    "null",
    "3.1.0",
  ],
  ...[
    "*/ ${`",
    "\u0000",
    "\ud800",
    "\u2028",
    "[",
    "(a+)+$",
    "a*?",
    "\\",
    "https://a.example",
    "//",
    "{}",
    "{a}",
  ],
  ...["application/json", "multipart/form-data", "application/jsonl", "*/*", "text/plain", "a"],
];

/** Random JSON of a document's own words. */
const anything: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false, 0, -1, 1.5, 1e21, 200, 1e-7),
    fc.constantFrom(...TEXTS),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom(...NAMES), tie("json")), { maxLength: 4 }).map((members) => {
      const value: JsonObject = {};
      for (const [name, member] of members) put(value, name, member);
      return value;
    }),
  ),
})).json;

function survives(root: JsonObject): void {
  const diagnostics = new Diagnostics("specs/api.openapi.yaml");
  const { files } = render(source(root), GENERATOR, diagnostics);
  for (const file of files) gate(file);
  for (const item of diagnostics.items) formatDiagnostic(item);
}

describe.each(
  GOOD.map((document) => [String(Object.values(document.info as JsonObject)[0]), document] as const),
)("%s", (_title, document) => {
  const all = places(document).slice(1);

  it("with any one value replaced", () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.option(anything, { nil: undefined }), (at, by) => {
        survives(replaced(document, at, by) as JsonObject);
      }),
      { numRuns: 100 },
    );
  });

  it("with several replaced", () => {
    const change = fc.tuple(fc.constantFrom(...all), anything);
    fc.assert(
      fc.property(fc.array(change, { minLength: 2, maxLength: 8 }), (changes) => {
        let root: JsonObject = document;
        for (const [at, by] of changes) root = replaced(root, at, by) as JsonObject;
        survives(root);
      }),
      { numRuns: 100 },
    );
  });
});

it("with nothing in it but noise", () => {
  const version = fc.constantFrom(
    { openapi: "3.0.0" },
    { openapi: "3.1.0" },
    { openapi: "3.2.0" },
    { swagger: "2.0" },
  );
  fc.assert(
    fc.property(version, anything, anything, (head, paths, components) => {
      const definitions = components;
      survives({ ...head, info: {}, paths: { "/a": paths }, components, definitions } as JsonObject);
    }),
    { numRuns: 300 },
  );
});

describe("a schema that is nested without end", () => {
  const rows: [keyword: string, wrap: (inner: Json) => Json][] = [
    ["items", (inner) => ({ items: inner })],
    ["items with a type", (inner) => ({ type: "array", items: inner, minItems: 1 })],
    ["prefixItems", (inner) => ({ prefixItems: [inner], items: false })],
    ["contains", (inner) => ({ contains: inner })],
    ["unevaluatedItems", (inner) => ({ unevaluatedItems: inner })],
    ["properties", (inner) => ({ type: "object", properties: { a: inner }, required: ["a"] })],
    ["patternProperties", (inner) => ({ patternProperties: { "^a": inner } })],
    ["additionalProperties", (inner) => ({ additionalProperties: inner })],
    ["propertyNames", (inner) => ({ propertyNames: inner })],
    ["unevaluatedProperties", (inner) => ({ properties: { a: inner }, unevaluatedProperties: false })],
    ["dependentSchemas", (inner) => ({ dependentSchemas: { a: inner } })],
    ["allOf", (inner) => ({ allOf: [{ properties: { a: inner } }], properties: { b: {} } })],
    ["anyOf", (inner) => ({ anyOf: [inner, { type: "string" }] })],
    ["oneOf", (inner) => ({ oneOf: [inner, { type: "string" }] })],
    ["not", (inner) => ({ not: inner })],
    ["if", (inner) => ({ if: inner, else: { minLength: 1 } })],
    ["nullable", (inner) => ({ nullable: true, allOf: [inner] })],
    ["enum", (inner) => ({ items: inner, enum: [[], {}] })],
  ];
  it.each(rows)("%s", (_keyword, wrap) => {
    let schema: Json = { type: "string" };
    for (let i = 0; i < 150; i++) schema = wrap(schema);
    const content = { "application/json": { schema } };
    survives(documentOf({ "/a": { post: { requestBody: { content }, responses: { "200": { content } } } } }));
  });
});
