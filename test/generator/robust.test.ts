/** The generator never throws, also for broken documents: it reports them, or reads what it can. */
import { readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { Diagnostics, formatDiagnostic } from "../../generator/diagnostics.ts";
import { gate } from "../../generator/emit/syntax-gate.ts";
import { type Json, type JsonObject, put } from "../../generator/json.ts";
import { documentOf, fromYaml, renderSource, source } from "../support/documents.ts";
import { places, replaced } from "../support/places.ts";
import * as fc from "../support/properties.ts";

/** Documents that together use every part of OpenAPI. */
const GOOD = ["swagger2", "openapi32", "parameters", "bodies", "recursion", "read-write-only"].map((name) =>
  fromYaml(readFileSync(`test/golden/${name}/input.openapi.yaml`, "utf8")),
);

/** Names with a meaning in OpenAPI, and some with a meaning in JavaScript. */
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

/** Random JSON made of names and texts of documents. */
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
  for (const file of renderSource(source(root), diagnostics)) gate(file);
  for (const item of diagnostics.items) formatDiagnostic(item);
}

describe.each(
  GOOD.map((document) => [String(Object.values(document.info as JsonObject)[0]), document] as const),
)("%s", (_title, document) => {
  const all = places(document).slice(1);

  it("survives the replacement of any value", () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.option(anything, { nil: undefined }), (at, by) => {
        survives(replaced(document, at, by) as JsonObject);
      }),
      { numRuns: 100 },
    );
  });

  it("survives the replacement of several values", () => {
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

it("survives documents of random JSON", () => {
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

describe("survives a schema that is nested 150 times in", () => {
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

/** Sixty schemas, each of which refers to the next. */
function chain(link: (next: Json) => Json): JsonObject {
  const schemas: JsonObject = {};
  for (let i = 0; i < 60; i++)
    schemas[i === 0 ? "A" : `S${i}`] = link({ $ref: `#/components/schemas/S${i + 1}` });
  return { ...schemas, S60: { properties: { a: {} } } };
}

describe("survives schemas that refer", () => {
  const A: Json = { $ref: "#/components/schemas/A" };
  const B: Json = { $ref: "#/components/schemas/B" };
  const rows: [title: string, schemas: JsonObject][] = [
    ["to itself alone", { A }],
    ["in a circle", { A: B, B: A }],
    ["twice in allOf", { A: { allOf: [A, A] } }],
    ["twice in anyOf", { A: { anyOf: [A, A] } }],
    ["twice in oneOf", { A: { oneOf: [A, B] }, B: { oneOf: [B, A] } }],
    ["in not", { A: { not: A } }],
    ["in if", { A: { if: A, else: A } }],
    ["in dependentSchemas", { A: { dependentSchemas: { a: A } } }],
    [
      "beside unevaluatedProperties",
      { A: { allOf: [A, B], unevaluatedProperties: A }, B: { anyOf: [A, B] } },
    ],
    ["beside unevaluatedItems", { A: { allOf: [A, B], unevaluatedItems: A }, B: { if: A, else: B } }],
    [
      "to each other in every way",
      { A: { $ref: "#/components/schemas/B", allOf: [A, B], oneOf: [B, A], not: A, if: B, else: A }, B: A },
    ],
    ["in members", { A: { properties: { a: A, b: A }, required: ["a", "b"] } }],
    ["in a long chain", chain((next) => ({ allOf: [next, {}], unevaluatedProperties: false }))],
    [
      "in many ways to the same end",
      chain((next) => ({ anyOf: [next, { allOf: [next] }], unevaluatedProperties: next })),
    ],
  ];
  it.each(rows)("%s", (_title, schemas) => {
    const content = { "application/json": { schema: A } };
    const operation = { requestBody: { required: true, content }, responses: { "200": { content } } };
    survives(documentOf({ "/a": { post: operation } }, schemas));
  });
});
