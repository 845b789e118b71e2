/** Encoding Objects, as OpenAPI 3.1.1 and, for 3.0, OpenAPI 3.0.4 define them. */
import { describe, expect, it } from "vitest";
import type { Json } from "../../generator/json.ts";
import type { ApiEncoding } from "../../generator/normalise/api-document.ts";
import { documentOf } from "../support/documents.ts";
import { operationOf } from "../support/normalise.ts";

function encoding(type: string, given: Json, version = "3.1.1") {
  const content = { [type]: { schema: { type: "object", properties: { a: {} } }, encoding: given } };
  const paths = { "/a": { post: { requestBody: { content } } } };
  const { body, messages } = operationOf(documentOf(paths, {}, version));
  expect(messages).toEqual([]);
  return Object.fromEntries(body?.content[0]?.encoding ?? []);
}

const FORM = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data";

describe("reads the encoding of form fields", () => {
  const rows: [given: Json, want: ApiEncoding][] = [
    [{}, {}],
    [{ contentType: "application/json" }, { contentType: "application/json" }],
    [{ contentType: " image/png, image/jpeg " }, { contentType: "image/png, image/jpeg" }],
    [{ style: "form" }, { style: "form" }],
    [
      { style: "spaceDelimited", explode: false },
      { style: "spaceDelimited", explode: false },
    ],
    [{ style: "pipeDelimited" }, { style: "pipeDelimited" }],
    [
      { style: "deepObject", explode: true },
      { style: "deepObject", explode: true },
    ],
    [{ explode: false }, { explode: false }],
    [{ allowReserved: true }, { allowReserved: true }],
    // "If a value is explicitly defined, then the value of contentType SHALL be ignored."
    [{ contentType: "application/json", style: "form" }, { style: "form" }],
    [{ contentType: "application/json", explode: true }, { explode: true }],
    [{ contentType: "application/json", allowReserved: false }, { allowReserved: false }],
    // "The behavior follows the same values as query parameters."
    [{ contentType: "application/json", style: "matrix" }, { contentType: "application/json" }],
    [{ style: "tabDelimited" }, {}],
    [{ headers: { "X-A": { schema: { type: "string" } } } }, {}],
    [{ contentType: 1, style: [], explode: "true", allowReserved: null, headers: [] }, {}],
    [{ contentType: "" }, {}],
  ];
  it.each(rows)("reads %j as %j", (given, want) => {
    expect(encoding(FORM, { a: given })).toEqual({ a: want });
    expect(encoding(MULTIPART, { a: given })).toEqual({ a: want });
  });

  it("ignores the style of multipart fields in 3.0", () => {
    const given = { a: { style: "form", contentType: "text/csv" } };
    expect(encoding(MULTIPART, given, "3.0.4")).toEqual({ a: { contentType: "text/csv" } });
    expect(encoding(FORM, given, "3.0.4")).toEqual({ a: { style: "form" } });
  });

  it("ignores the style of fields of multipart bodies other than forms", () => {
    const given = { a: { style: "form", contentType: "text/csv" } };
    expect(encoding("multipart/mixed", given)).toEqual({ a: { contentType: "text/csv" } });
  });
});

it.each([["application/x-www-form-urlencoded; charset=utf-8"], ["MULTIPART/FORM-DATA"]])(
  "treats %s as a form",
  (type) => {
    expect(encoding(type, { a: { explode: true } })).toEqual({ a: { explode: true } });
  },
);

it("ignores encodings of other media types", () => {
  expect(encoding("application/json", { a: { contentType: "text/plain" } })).toEqual({});
});

it("keeps unusual names of fields", () => {
  const given = JSON.parse('{"__proto__":{"explode":true},"x-a":{"explode":true}}') as Json;
  expect(Object.keys(encoding(FORM, given))).toEqual(["__proto__", "x-a"]);
});

it.each([[null], [[]], ["a"], [1], [{ a: null, b: [], c: "form" }]])(
  "ignores the malformed encodings %j",
  (given) => {
    expect(encoding(FORM, given)).toEqual({});
  },
);

describe("reads the content of parameters", () => {
  const parameter = (fields: Record<string, Json>) =>
    operationOf(documentOf({ "/a": { get: { parameters: [{ name: "p", in: "query", ...fields }] } } }))
      .parameters[0];

  it("keeps the encodings of form content", () => {
    const content = { [FORM]: { schema: {}, encoding: { a: { explode: false } } } };
    expect(parameter({ content })?.encoding).toEqual(new Map([["a", { explode: false }]]));
  });

  it("prefers a schema to content", () => {
    const content = { "application/json": { schema: { type: "object" }, example: {} } };
    const both = parameter({ schema: { type: "string" }, style: "form", example: "x", content });
    expect(both).toMatchObject({ schema: { type: "string" }, examples: ["x"] });
    expect(both).not.toHaveProperty("contentType");
  });

  it.each([[{}], [{ content: {} }], [{ content: null }], [{ content: { "text/plain": null } }]])(
    "takes a parameter with neither (%j) as a string",
    (fields) => {
      expect(parameter(fields as Record<string, Json>)?.schema).toEqual({ type: "string" });
    },
  );
});
