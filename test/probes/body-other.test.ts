/**
 * OpenAPI 3.1.1, "Request Body Object", "Media Type Object" and "Considerations for File Uploads"; RFC 8259;
 * RFC 9110, section 9.3. JSON is sent compact, in the order of the document's properties.
 */
import type { Json, JsonObject } from "../../generator/json.ts";
import { probe, type Row } from "./harness.ts";
import { body, OBJECT, object, STRING } from "./rows.ts";

const JSON_TYPE = "application/json";

const sent = (type: string, content: string | Uint8Array, method = "POST") => ({
  request: `${method} /x`,
  headers: { "content-type": type },
  body: content,
});
const json = (text: string) => sent(JSON_TYPE, text);
const jsonBody = (schema: JsonObject | boolean): JsonObject => ({ [JSON_TYPE]: { schema } });

/** A body that is one argument. */
const whole = (name: string, schema: JsonObject | boolean, value: Json, text: string): Row =>
  body(name, jsonBody(schema), { body: value }, json(text));

probe("JSON, objects", {}, [
  body(
    "members of every type",
    jsonBody(object({ s: STRING, n: { type: "number" }, b: { type: "boolean" }, a: {}, o: OBJECT })),
    { s: "é", n: -1.5, b: false, a: [1, [2]], o: { p: {} } },
    json('{"s":"é","n":-1.5,"b":false,"a":[1,[2]],"o":{"p":{}}}'),
  ),
  body(
    "null is kept",
    jsonBody(object({ a: { type: ["string", "null"] }, b: STRING })),
    { a: null },
    json('{"a":null}'),
  ),
  body(
    "null inside is kept",
    jsonBody(object({ o: OBJECT, l: {} })),
    { o: { a: null }, l: [null] },
    json('{"o":{"a":null},"l":[null]}'),
  ),
  body(
    "empty lists, objects and strings are kept",
    jsonBody(object({ a: {}, b: {}, c: STRING })),
    { a: [], b: {}, c: "" },
    json('{"a":[],"b":{},"c":""}'),
  ),
  body("required, and without members", jsonBody(object({ a: STRING })), {}, json("{}")),
  body("optional, and without members", jsonBody(object({ a: STRING })), {}, "POST /x", { required: false }),
  body("optional, and given", jsonBody(object({ a: STRING })), { a: "1" }, json('{"a":"1"}'), {
    required: false,
  }),
  body(
    "optional with required members, and absent",
    jsonBody(object({ a: STRING }, { required: ["a"] })),
    {},
    "POST /x",
    { required: false },
  ),
  body(
    "optional with required members, and given",
    jsonBody(object({ a: STRING }, { required: ["a"] })),
    { body: { a: "1" } },
    json('{"a":"1"}'),
    { required: false },
  ),
  body(
    "a default is not sent",
    jsonBody(object({ a: { type: "string", default: "x" }, b: STRING })),
    { b: "1" },
    json('{"b":"1"}'),
  ),
  body(
    "a constant is not sent by itself",
    jsonBody(object({ a: { const: "x" }, b: STRING })),
    { b: "1" },
    json('{"b":"1"}'),
  ),
  body(
    "members that the document does not list",
    jsonBody(object({ o: object({ a: STRING }) })),
    { o: { a: "1", b: 2 } },
    json('{"o":{"a":"1","b":2}}'),
  ),
  body(
    "allOf",
    jsonBody({ allOf: [object({ a: STRING }), object({ b: STRING })] }),
    { b: "2", a: "1" },
    json('{"a":"1","b":"2"}'),
  ),
  body(
    "odd names",
    jsonBody(object({ "a b": STRING, é: STRING, $x: STRING, '"': STRING })),
    { aB: "1" },
    json('{"a b":"1"}'),
  ),
  body(
    "characters",
    jsonBody(object({ a: STRING })),
    { a: '"\\\n\u0001\u2028é😀</' },
    json(JSON.stringify({ a: '"\\\n\u0001\u2028é😀</' })),
  ),
  body(
    "numbers",
    jsonBody(object({ a: {} })),
    { a: [0, -0.5, 1e21, 1e-7, 9007199254740991] },
    json('{"a":[0,-0.5,1e+21,1e-7,9007199254740991]}'),
  ),
]);

probe("JSON, other roots", {}, [
  whole("array", { type: "array", items: { type: "integer" } }, [1, 2], "[1,2]"),
  whole("empty array", { type: "array", items: {} }, [], "[]"),
  whole("array of objects", { type: "array", items: OBJECT }, [{ a: null }], '[{"a":null}]'),
  whole("string", STRING, "a", '"a"'),
  whole("number", { type: "number" }, 1.5, "1.5"),
  whole("boolean", { type: "boolean" }, false, "false"),
  whole("null", { type: "null" }, null, "null"),
  whole(
    "union",
    { oneOf: [object({ a: STRING }, { required: ["a"] }), object({ b: STRING }, { required: ["b"] })] },
    { b: "1" },
    '{"b":"1"}',
  ),
  whole("union of types", { type: ["string", "integer"] }, 5, "5"),
  whole("free-form object", OBJECT, { b: 1, a: 2 }, '{"b":1,"a":2}'),
  whole("anything", {}, { a: [null] }, '{"a":[null]}'),
  whole("map", { type: "object", additionalProperties: STRING }, { é: "1" }, '{"é":"1"}'),
  body("no schema", { [JSON_TYPE]: {} }, { body: [1] }, json("[1]")),
]);

probe("JSON, media types", {}, [
  ...[
    "application/vnd.api+json",
    "application/problem+json",
    "text/json",
    "application/json; charset=utf-8",
    "application/vnd.github.v3+json; charset=utf-8",
  ].map((type) =>
    body(type, { [type]: { schema: object({ a: STRING }) } }, { a: "é" }, sent(type, '{"a":"é"}')),
  ),
  body(
    "merge patch keeps null",
    { "application/merge-patch+json": { schema: object({ a: { type: ["string", "null"] }, b: STRING }) } },
    { a: null },
    sent("application/merge-patch+json", '{"a":null}', "PATCH"),
    { method: "PATCH" },
  ),
  body(
    "JSON patch",
    { "application/json-patch+json": { schema: { type: "array", items: OBJECT } } },
    { body: [{ op: "test", path: "/a", value: null }] },
    sent("application/json-patch+json", '[{"op":"test","path":"/a","value":null}]', "PATCH"),
    { method: "PATCH" },
  ),
]);

probe("methods", {}, [
  body("PUT", jsonBody(object({ a: STRING })), { a: "1" }, sent(JSON_TYPE, '{"a":"1"}', "PUT"), {
    method: "PUT",
  }),
  body("PATCH", jsonBody(object({ a: STRING })), { a: "1" }, sent(JSON_TYPE, '{"a":"1"}', "PATCH"), {
    method: "PATCH",
  }),
  // 3.1: "permitted but does not have well-defined semantics".
  body("DELETE", jsonBody(object({ a: STRING })), { a: "1" }, sent(JSON_TYPE, '{"a":"1"}', "DELETE"), {
    method: "DELETE",
  }),
  body("GET", jsonBody(object({ a: STRING })), { a: "1" }, sent(JSON_TYPE, '{"a":"1"}', "GET"), {
    method: "GET",
  }),
  ...["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].map(
    (method): Row => ({ name: `${method} without a body`, method, sends: `${method} /x` }),
  ),
]);

const BYTES = Buffer.from([0, 1, 2, 0xff, 0xfe, 0x0d, 0x0a]);

probe("bytes", {}, [
  ...[
    "application/octet-stream",
    "image/png",
    "application/pdf",
    "application/zip",
    "audio/mpeg",
    "application/vnd.ms-excel",
  ].flatMap((type) => [
    body(`${type}, base64`, { [type]: {} }, { body: BYTES.toString("base64") }, sent(type, BYTES)),
  ]),
  body("base64url", { "image/png": {} }, { body: BYTES.toString("base64url") }, sent("image/png", BYTES)),
  body(
    "3.0's way of saying it",
    { "image/png": { schema: { type: "string", format: "binary" } } },
    { body: BYTES.toString("base64") },
    sent("image/png", BYTES),
  ),
  body(
    "a data URI",
    { "image/png": {} },
    { body: `data:image/png;base64,${BYTES.toString("base64")}` },
    sent("image/png", BYTES),
  ),
  body("empty", { "application/octet-stream": {} }, { body: "" }, sent("application/octet-stream", "")),
  body("optional, and absent", { "application/octet-stream": {} }, {}, "POST /x", { required: false }),
  // A media type range says nothing of what is sent but that it is one of many: a data URI can.
  body(
    "anything",
    { "*/*": {} },
    { body: BYTES.toString("base64") },
    sent("application/octet-stream", BYTES),
  ),
  body(
    "any application",
    { "application/*": {} },
    { body: BYTES.toString("base64") },
    sent("application/octet-stream", BYTES),
  ),
  body(
    "any image that says which",
    { "image/*": {} },
    { body: `data:image/png;base64,${BYTES.toString("base64")}` },
    sent("image/png", BYTES),
  ),
  {
    name: "what is no base64",
    method: "POST",
    operation: { requestBody: { required: true, content: { "image/png": {} } } },
    args: { body: "%" },
    refuses: "body",
  },
]);

probe("text", {}, [
  body(
    "plain",
    { "text/plain": { schema: STRING } },
    { body: "a é 😀\r\n" },
    sent("text/plain", "a é 😀\r\n"),
  ),
  body("plain, empty", { "text/plain": { schema: STRING } }, { body: "" }, sent("text/plain", "")),
  body(
    "with a charset",
    { "text/plain; charset=utf-8": { schema: STRING } },
    { body: "é" },
    sent("text/plain; charset=utf-8", "é"),
  ),
  body("csv", { "text/csv": { schema: STRING } }, { body: "a,b\n1,2\n" }, sent("text/csv", "a,b\n1,2\n")),
  body("markdown", { "text/markdown": {} }, { body: "# a" }, sent("text/markdown", "# a")),
  body("html", { "text/html": {} }, { body: "<p>é" }, sent("text/html", "<p>é")),
  body(
    "XML",
    { "application/xml": { schema: object({ a: STRING }) } },
    { body: "<a>é</a>" },
    sent("application/xml", "<a>é</a>"),
  ),
  body("text/xml", { "text/xml": {} }, { body: "<a/>" }, sent("text/xml", "<a/>")),
  body("+xml", { "image/svg+xml": {} }, { body: "<svg/>" }, sent("image/svg+xml", "<svg/>")),
  body("optional, and absent", { "text/plain": {} }, {}, "POST /x", { required: false }),
]);

const LINES: Json = [{ a: 1, b: null }, "é", 2, null, [3], { c: "x\ny" }];
const LINES_TEXT = '{"a":1,"b":null}\n"é"\n2\nnull\n[3]\n{"c":"x\\ny"}\n';

probe("sequences", {}, [
  ...["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"].map(
    (type) =>
      body(
        type,
        { [type]: { schema: { type: "array", items: {} } } },
        { body: LINES },
        sent(type, LINES_TEXT),
      ),
  ),
  body(
    "empty",
    { "application/x-ndjson": { schema: { type: "array", items: {} } } },
    { body: [] },
    sent("application/x-ndjson", ""),
  ),
  body(
    "one",
    { "application/x-ndjson": { schema: { type: "array", items: {} } } },
    { body: [1] },
    sent("application/x-ndjson", "1\n"),
  ),
  body(
    "with an object for a schema, which documents of 3.0 mean as that of a line",
    { "application/x-ndjson": { schema: object({ a: STRING }) } },
    { body: [{ a: "1" }, { a: "2" }] },
    sent("application/x-ndjson", '{"a":"1"}\n{"a":"2"}\n'),
  ),
]);

const SCHEMA = { schema: object({ a: STRING }) };
const FORM_TYPE = "application/x-www-form-urlencoded";
const CHOICES: readonly [type: string, media: JsonObject, args: JsonObject, body: string][] = [
  [JSON_TYPE, SCHEMA, { a: "1" }, '{"a":"1"}'],
  ["application/vnd.a+json", SCHEMA, { a: "1" }, '{"a":"1"}'],
  [FORM_TYPE, SCHEMA, { a: "1" }, "a=1"],
  [
    "multipart/form-data",
    SCHEMA,
    { a: "1" },
    '--BOUNDARY\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--BOUNDARY--\r\n',
  ],
  ["application/x-ndjson", { schema: { type: "array", items: {} } }, { body: [1] }, "1\n"],
  ["text/plain", { schema: STRING }, { body: "1" }, "1"],
  ["application/xml", {}, { body: "<a/>" }, "<a/>"],
  ["image/png", {}, { body: "YQ==" }, "a"],
];

probe("several media types", {}, [
  // Each is chosen over all after it, wherever it stands in the document.
  ...CHOICES.flatMap(([type, , args, text], i): Row[] => {
    const content = Object.fromEntries(
      CHOICES.slice(i).map(([name, media]): [string, Json] => [name, media]),
    );
    const reversed = Object.fromEntries(Object.entries(content).reverse());
    const want = type.startsWith("multipart/")
      ? {
          request: "POST /x",
          headers: { "content-type": "multipart/form-data; boundary=BOUNDARY" },
          parts: ['Content-Disposition: form-data; name="a"\r\n\r\n1'],
        }
      : sent(type, text);
    return [body(`${type} first`, content, args, want), body(`${type} last`, reversed, args, want)];
  }),
  body(
    "two of a kind: the document's first",
    { "image/png": {}, "image/jpeg": {} },
    { body: "YQ==" },
    sent("image/png", "a"),
  ),
  body(
    "something concrete rather than a range",
    { "*/*": {}, "image/png": {} },
    { body: "YQ==" },
    sent("image/png", "a"),
  ),
  body("JSON rather than a range", { "*/*": {}, [JSON_TYPE]: SCHEMA }, { a: "1" }, json('{"a":"1"}')),
]);
