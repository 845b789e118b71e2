/** Additions of OpenAPI 3.2.0: querystring, QUERY and additionalOperations, sequences, multipart by position, allowReserved anywhere. */
import type { Json, JsonObject } from "../../generator/json.ts";
import { type DocumentOptions, probe, type Row, UPSTREAM } from "./harness.ts";
import { BLUE, COLORS, cells, OBJECT, object, parameter, RGB, STRING } from "./rows.ts";

const V32: DocumentOptions = { version: "3.2.0" };
const JSON_TYPE = "application/json";
const FORM = "application/x-www-form-urlencoded";

const querystring = (name: string, type: string, media: JsonObject, value: Json, wire: string): Row => ({
  name,
  operation: { parameters: [{ name: "params", in: "querystring", content: { [type]: media } }] },
  args: { params: value },
  sends: `GET /x${wire}`,
});

// "Parameter Object Examples". Spaces are %20 rather than plus signs, which "URL Percent-Encoding" allows.
probe("3.2.0, querystring", V32, [
  querystring(
    "a form",
    FORM,
    { schema: object({ foo: STRING, bar: { type: "boolean" } }) },
    { foo: "a + b", bar: true },
    "?foo=a%20%2B%20b&bar=true",
  ),
  querystring(
    "a form with lists and objects",
    FORM,
    { schema: OBJECT },
    { a: ["1", "2"], b: { c: 3 } },
    "?a=1&a=2&b=%7B%22c%22%3A3%7D",
  ),
  querystring(
    "a form with Encoding Objects",
    FORM,
    {
      schema: object({ a: { type: "array", items: STRING }, b: OBJECT }),
      encoding: { a: { style: "form", explode: false }, b: { style: "deepObject", explode: true } },
    },
    { a: ["1", "2"], b: { c: 3 } },
    "?a=1,2&b%5Bc%5D=3",
  ),
  querystring("an empty form", FORM, { schema: OBJECT }, {}, ""),
  querystring(
    "JSON",
    JSON_TYPE,
    {
      schema: object({
        numbers: { type: "array", items: { type: "integer" } },
        flag: { type: ["boolean", "null"] },
      }),
    },
    { numbers: [1, 2], flag: null },
    "?%7B%22numbers%22%3A%5B1%2C2%5D%2C%22flag%22%3Anull%7D",
  ),
  querystring("JSONPath", "application/jsonpath", { schema: STRING }, "$.a.b[1:1]", "?%24.a.b%5B1%3A1%5D"),
  querystring("text", "text/plain", { schema: STRING }, "a=1&b", "?a%3D1%26b"),
  {
    name: "absent",
    operation: {
      parameters: [{ name: "params", in: "querystring", content: { [FORM]: { schema: OBJECT } } }],
    },
    args: {},
    sends: "GET /x",
  },
]);

probe("3.2.0, methods", V32, [
  {
    name: "QUERY",
    method: "QUERY",
    operation: {
      requestBody: { required: true, content: { [JSON_TYPE]: { schema: object({ a: STRING }) } } },
    },
    args: { a: "1" },
    sends: { request: "QUERY /x", headers: { "content-type": JSON_TYPE }, body: '{"a":"1"}' },
  },
  { name: "QUERY without a body", method: "QUERY", sends: "QUERY /x" },
  ...["COPY", "LINK", "PURGE", "FROB", "frob"].map(
    (method): Row => ({
      name: `${method} of additionalOperations`,
      method,
      additional: true,
      operation: { parameters: [parameter("query", "q")] },
      args: { q: "1" },
      sends: `${method} /x?q=1`,
    }),
  ),
]);

// "This field only applies to `in` and `style` values that automatically percent-encode."
probe("3.2.0, allowReserved anywhere", V32, [
  ...cells("path", { allowReserved: true }, "/{color}", [
    [":@!$&'()*+,;=", "GET /:@!$&'()*+,;="],
    // "Path Templating": "MUST NOT contain any unescaped forward slashes, question marks, or hashes"
    ["a/b?c#d[e]", "GET /a%2Fb%3Fc%23d%5Be%5D"],
    ["%2F%41 %", "GET /%2F%41%20%25"],
  ]),
  ...cells("cookie", { allowReserved: true }, "/x", [
    [":/?@!$()*=", { request: "GET /x", headers: { cookie: "color=:/?@!$()*=" } }],
    // RFC 6265, section 4.1.1: neither a comma nor a semicolon is a cookie-octet; the one begins another cookie.
    ["a;b,c d%41", { request: "GET /x", headers: { cookie: "color=a%3Bb%2Cc%20d%41" } }],
  ]),
  ...cells("header", { allowReserved: true }, "/x", [
    ["%41 /?", { request: "GET /x", headers: { color: "%41 /?" } }],
  ]),
]);

// "when style is deepObject, this field has no effect"
probe("3.2.0, deepObject", V32, [
  ...cells("query", { style: "deepObject", explode: false }, "/x", [
    [RGB, "GET /x?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
  ]),
]);

const answered = (name: string, type: string, media: JsonObject, content: string, result: Json[]): Row => ({
  name,
  operation: { responses: { "200": { description: "ok", content: { [type]: media } } } },
  answer: { headers: { "content-type": type }, body: content },
  returns: { structured: { result } },
});
const ITEMS = { itemSchema: object({ a: { type: "integer" } }) };

probe("3.2.0, sequences in answers", V32, [
  answered("JSON lines", "application/jsonl", ITEMS, '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]),
  answered("NDJSON", "application/x-ndjson", ITEMS, '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]),
  // RFC 7464: each text begins with a record separator, and ends with a line feed.
  answered("JSON text sequence", "application/json-seq", ITEMS, '\u001e{\n  "a": 1\n}\n\u001e{"a":2}\n', [
    { a: 1 },
    { a: 2 },
  ]),
  answered("a JSON text sequence of some kind", "application/geo+json-seq", ITEMS, '\u001e{"a":1}\n', [
    { a: 1 },
  ]),
  answered(
    "server-sent events",
    "text/event-stream",
    { itemSchema: object({ data: STRING }) },
    "data: a\n\ndata: b\n\n",
    [{ data: "a" }, { data: "b" }],
  ),
  answered(
    "with a schema of all",
    "application/jsonl",
    { schema: { type: "array", items: OBJECT } },
    '{"a":1}\n',
    [{ a: 1 }],
  ),
]);

const posted = (name: string, type: string, media: JsonObject, value: Json, content: string): Row => ({
  name,
  method: "POST",
  operation: { requestBody: { required: true, content: { [type]: media } } },
  args: { body: value },
  sends: { request: "POST /x", headers: { "content-type": type }, body: content },
});

probe("3.2.0, sequences in requests", V32, [
  posted("JSON lines", "application/jsonl", ITEMS, [{ a: 1 }, { a: 2 }], '{"a":1}\n{"a":2}\n'),
  posted("NDJSON", "application/x-ndjson", ITEMS, [{ a: 1 }], '{"a":1}\n'),
  posted(
    "JSON text sequence",
    "application/json-seq",
    ITEMS,
    [{ a: 1 }, { a: 2 }],
    '\u001e{"a":1}\n\u001e{"a":2}\n',
  ),
  {
    name: "an item that does not fit",
    method: "POST",
    operation: { requestBody: { required: true, content: { "application/jsonl": ITEMS } } },
    args: { body: [{ a: 1 }, { a: "x" }] },
    refuses: "body.1.a",
  },
]);

const PNG_TYPE = { contentType: "image/png" };
const mixed = (name: string, media: JsonObject, value: Json, ...parts: string[]): Row => ({
  name,
  method: "POST",
  operation: { requestBody: { required: true, content: { "multipart/mixed": media } } },
  args: { body: value },
  sends: { request: "POST /x", headers: { "content-type": "multipart/mixed; boundary=BOUNDARY" }, parts },
});

// "Encoding By Position": the parts have no names.
probe("3.2.0, multipart by position", V32, [
  mixed(
    "prefixEncoding",
    { schema: { type: "array", prefixItems: [OBJECT, {}] }, prefixEncoding: [{}, PNG_TYPE] },
    [{ author: "a" }, "YWI="],
    'Content-Type: application/json\r\n\r\n{"author":"a"}',
    "Content-Type: image/png\r\n\r\nab",
  ),
  mixed(
    "itemEncoding and itemSchema",
    { itemSchema: {}, itemEncoding: PNG_TYPE },
    ["YWI=", "Yw=="],
    "Content-Type: image/png\r\n\r\nab",
    "Content-Type: image/png\r\n\r\nc",
  ),
  mixed(
    "prefixEncoding, then itemEncoding",
    {
      schema: { type: "array", prefixItems: [OBJECT], items: {} },
      prefixEncoding: [{}],
      itemEncoding: PNG_TYPE,
    },
    [{ a: 1 }, "YWI=", "Yw=="],
    'Content-Type: application/json\r\n\r\n{"a":1}',
    "Content-Type: image/png\r\n\r\nab",
    "Content-Type: image/png\r\n\r\nc",
  ),
]);

probe(
  "3.2.0, new fields of the document",
  {
    version: "3.2.0",
    root: {
      $self: "https://elsewhere.example/openapi",
      servers: [{ url: `${UPSTREAM}/v1`, name: "production" }],
      components: { mediaTypes: { A: { schema: object({ a: STRING }) } } },
      tags: [{ name: "a", parent: "b", kind: "nav" }, { name: "b" }],
    },
  },
  [
    { name: "$self and the name of a server change nothing", sends: "GET /v1/x" },
    {
      name: "a referenced media type",
      method: "POST",
      operation: {
        requestBody: { required: true, content: { [JSON_TYPE]: { $ref: "#/components/mediaTypes/A" } } },
      },
      args: { a: "1" },
      sends: { request: "POST /v1/x", headers: { "content-type": JSON_TYPE }, body: '{"a":"1"}' },
    },
    {
      name: "a response with a summary and no description",
      operation: { responses: { "200": { summary: "ok" } } },
      sends: "GET /v1/x",
    },
  ],
);

probe("3.2.0, unchanged from 3.1", V32, [
  ...cells("query", {}, "/x", [
    [BLUE, "GET /x?color=blue"],
    [COLORS, "GET /x?color=blue&color=black&color=brown"],
  ]),
  {
    name: "JSON",
    method: "POST",
    operation: {
      requestBody: { required: true, content: { [JSON_TYPE]: { schema: object({ a: STRING }) } } },
    },
    args: { a: "1" },
    sends: { request: "POST /x", headers: { "content-type": JSON_TYPE }, body: '{"a":"1"}' },
  },
]);
