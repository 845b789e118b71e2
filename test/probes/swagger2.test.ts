/** Swagger 2.0: "Parameter Object" (collectionFormat, formData, file), "Items Object", host, basePath, schemes, consumes, produces. */
import type { Json, JsonObject } from "../../generator/json.ts";
import { type DocumentOptions, probe, type Row } from "./harness.ts";
import { OBJECT, object, STRING } from "./rows.ts";

const V2: DocumentOptions = { version: "2.0" };
const root = (fields: JsonObject): DocumentOptions => ({ version: "2.0", root: fields });

const COLORS = ["blue", "black", "brown"];
const FORM = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data";

const param = (location: string, name: string, more: JsonObject = { type: "string" }): JsonObject => ({
  name,
  in: location,
  ...(location === "path" && { required: true }),
  ...more,
});

const list = (collectionFormat?: string): JsonObject => ({
  type: "array",
  items: { type: "string" },
  ...(collectionFormat !== undefined && { collectionFormat }),
});

const sends = (
  name: string,
  parameters: JsonObject[],
  args: Row["args"] & object,
  want: Row["sends"] & object,
): Row => ({ name, operation: { parameters }, args, sends: want });
const get = (name: string, parameters: JsonObject[], args: Row["args"] & object, request: string): Row => ({
  name,
  operation: { parameters },
  args,
  sends: request,
});

const query = (format: string | undefined, value: Json, wire: string): Row =>
  get(
    `${format ?? "no format"}, ${JSON.stringify(value)}`,
    [param("query", "color", list(format))],
    { color: value },
    `GET /x${wire}`,
  );

probe("Swagger 2.0, lists in the query", V2, [
  query(undefined, COLORS, "?color=blue,black,brown"),
  query("csv", COLORS, "?color=blue,black,brown"),
  query("csv", ["blue"], "?color=blue"),
  query("csv", ["a,b", "c d"], "?color=a%2Cb,c%20d"),
  query("csv", [], ""),
  query("ssv", COLORS, "?color=blue%20black%20brown"),
  query("tsv", COLORS, "?color=blue%09black%09brown"),
  query("pipes", COLORS, "?color=blue%7Cblack%7Cbrown"),
  query("multi", COLORS, "?color=blue&color=black&color=brown"),
  query("multi", ["blue"], "?color=blue"),
  query("multi", [], ""),
  get(
    "numbers",
    [param("query", "n", { type: "array", items: { type: "integer" } })],
    { n: [1, 2] },
    "GET /x?n=1,2",
  ),
  get(
    "lists in a list",
    [
      param("query", "n", {
        type: "array",
        items: { type: "array", items: { type: "integer" }, collectionFormat: "pipes" },
      }),
    ],
    // The inner lists are text: only the document knows their separator.
    { n: ["1|2", "3|4"] },
    "GET /x?n=1%7C2,3%7C4",
  ),
]);

probe("Swagger 2.0, primitives", V2, [
  get(
    "in the query",
    ["string", "integer", "boolean", "number"].map((type) => param("query", type, { type })),
    { string: "a b", integer: 1, boolean: false, number: 0.5 },
    "GET /x?string=a%20b&integer=1&boolean=false&number=0.5",
  ),
  get("a default is not sent", [param("query", "n", { type: "integer", default: 5 })], {}, "GET /x"),
  get(
    "an empty value",
    [param("query", "a", { type: "string", allowEmptyValue: true })],
    { a: "" },
    "GET /x?a=",
  ),
  {
    name: "in the path",
    path: "/{id}/x",
    operation: { parameters: [param("path", "id")] },
    args: { id: "a/b" },
    sends: "GET /a%2Fb/x",
  },
  sends("in a header", [param("header", "X-A")], ["a b"], { request: "GET /x", headers: { "x-a": "a b" } }),
]);

const inPath = (format: string | undefined, wire: string): Row => ({
  name: format ?? "no format",
  path: "/{color}",
  operation: { parameters: [param("path", "color", list(format))] },
  args: { color: COLORS },
  sends: `GET /${wire}`,
});

probe("Swagger 2.0, lists in the path", V2, [
  inPath(undefined, "blue,black,brown"),
  inPath("csv", "blue,black,brown"),
  inPath("ssv", "blue%20black%20brown"),
  inPath("tsv", "blue%09black%09brown"),
  inPath("pipes", "blue%7Cblack%7Cbrown"),
]);

const inHeader = (format: string | undefined, value: string): Row =>
  sends(
    format ?? "no format",
    [param("header", "color", list(format))],
    { color: COLORS },
    { request: "GET /x", headers: { color: value } },
  );

probe("Swagger 2.0, lists in a header", V2, [
  inHeader(undefined, "blue,black,brown"),
  inHeader("csv", "blue,black,brown"),
  inHeader("ssv", "blue black brown"),
  inHeader("tsv", "blue\tblack\tbrown"),
  inHeader("pipes", "blue|black|brown"),
]);

const post = (
  name: string,
  consumes: readonly string[] | undefined,
  parameters: JsonObject[],
  args: Row["args"] & object,
  type: string,
  content: string | Uint8Array,
): Row => ({
  name,
  method: "POST",
  operation: { parameters, ...(consumes && { consumes: [...consumes] }) },
  args,
  sends: { request: "POST /x", headers: { "content-type": type }, body: content },
});
const form = (
  name: string,
  parameters: JsonObject[],
  args: Row["args"] & object,
  content: string,
  consumes: readonly string[] | undefined = [FORM],
): Row => post(name, consumes, parameters, args, FORM, content);

probe("Swagger 2.0, forms", V2, [
  form(
    "primitives",
    [param("formData", "name"), param("formData", "n", { type: "integer" })],
    { name: "a b&", n: 1 },
    "name=a%20b%26&n=1",
  ),
  form("without consumes", [param("formData", "a")], { a: "1" }, "a=1", undefined),
  form("with consumes of both", [param("formData", "a")], { a: "1" }, "a=1", [MULTIPART, FORM]),
  form("with consumes of JSON, which a form cannot be", [param("formData", "a")], { a: "1" }, "a=1", [
    "application/json",
  ]),
  form("a list", [param("formData", "color", list())], { color: COLORS }, "color=blue,black,brown"),
  form("a list, csv", [param("formData", "color", list("csv"))], { color: COLORS }, "color=blue,black,brown"),
  form(
    "a list, ssv",
    [param("formData", "color", list("ssv"))],
    { color: COLORS },
    "color=blue%20black%20brown",
  ),
  form(
    "a list, tsv",
    [param("formData", "color", list("tsv"))],
    { color: COLORS },
    "color=blue%09black%09brown",
  ),
  form(
    "a list, pipes",
    [param("formData", "color", list("pipes"))],
    { color: COLORS },
    "color=blue%7Cblack%7Cbrown",
  ),
  form(
    "a list, multi",
    [param("formData", "color", list("multi"))],
    { color: COLORS },
    "color=blue&color=black&color=brown",
  ),
  form(
    "an empty list",
    [param("formData", "color", list("multi")), param("formData", "a")],
    { color: [], a: "1" },
    "a=1",
  ),
  {
    name: "beside parameters of the path and the query",
    method: "POST",
    path: "/{id}",
    operation: {
      consumes: [FORM],
      parameters: [
        param("path", "id"),
        param("query", "q"),
        param("formData", "a", { type: "string", required: true }),
      ],
    },
    args: { id: "1", q: "2", a: "3" },
    sends: { request: "POST /1?q=2", headers: { "content-type": FORM }, body: "a=3" },
  },
]);

const parts = (
  name: string,
  consumes: readonly string[] | undefined,
  parameters: JsonObject[],
  args: Row["args"] & object,
  ...wanted: string[]
): Row => ({
  name,
  method: "POST",
  operation: { parameters, ...(consumes && { consumes: [...consumes] }) },
  args,
  sends: {
    request: "POST /x",
    headers: { "content-type": `${MULTIPART}; boundary=BOUNDARY` },
    parts: wanted,
  },
});
const FILE = param("formData", "file", { type: "file" });
const part = (name: string, content: string): string =>
  `Content-Disposition: form-data; name="${name}"\r\n\r\n${content}`;
const filePart = (
  name: string,
  content: string,
  type = "application/octet-stream",
  filename = name,
): string =>
  `Content-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: ${type}\r\n\r\n${content}`;

probe("Swagger 2.0, multipart", V2, [
  parts(
    "fields",
    [MULTIPART],
    [param("formData", "a"), param("formData", "n", { type: "integer" })],
    { a: "é", n: 1 },
    part("a", "é"),
    part("n", "1"),
  ),
  parts(
    "a list, csv",
    [MULTIPART],
    [param("formData", "color", list())],
    { color: COLORS },
    part("color", "blue,black,brown"),
  ),
  parts(
    "a list, pipes",
    [MULTIPART],
    [param("formData", "color", list("pipes"))],
    { color: COLORS },
    part("color", "blue|black|brown"),
  ),
  parts(
    "a list, multi",
    [MULTIPART],
    [param("formData", "color", list("multi"))],
    { color: COLORS },
    part("color", "blue"),
    part("color", "black"),
    part("color", "brown"),
  ),
  parts("a file", [MULTIPART], [FILE], { file: "YWI=" }, filePart("file", "ab")),
  parts(
    "a file of a type and a name",
    [MULTIPART],
    [FILE],
    { file: "data:image/png;name=a.png;base64,YWI=" },
    filePart("file", "ab", "image/png", "a.png"),
  ),
  parts(
    "a file and a field",
    [MULTIPART],
    [param("formData", "a"), FILE],
    { a: "1", file: "YWI=" },
    part("a", "1"),
    filePart("file", "ab"),
  ),
  parts("a file without consumes", undefined, [FILE], { file: "YWI=" }, filePart("file", "ab")),
  parts("a file with consumes of both", [FORM, MULTIPART], [FILE], { file: "YWI=" }, filePart("file", "ab")),
  parts(
    "a file with consumes of JSON, which a form cannot be",
    ["application/json"],
    [FILE],
    { file: "YWI=" },
    filePart("file", "ab"),
  ),
]);

const bodyParam = (schema: JsonObject, required = true): JsonObject => ({
  name: "payload",
  in: "body",
  required,
  schema,
});
const JSON_TYPE = "application/json";

probe("Swagger 2.0, bodies", V2, [
  post("JSON", [JSON_TYPE], [bodyParam(object({ a: STRING }))], { a: "1" }, JSON_TYPE, '{"a":"1"}'),
  post("without consumes", undefined, [bodyParam(object({ a: STRING }))], { a: "1" }, JSON_TYPE, '{"a":"1"}'),
  post(
    "a list",
    [JSON_TYPE],
    [bodyParam({ type: "array", items: { type: "integer" } })],
    { body: [1] },
    JSON_TYPE,
    "[1]",
  ),
  post(
    "free-form",
    [JSON_TYPE],
    [bodyParam({ type: "object" })],
    { body: { a: null } },
    JSON_TYPE,
    '{"a":null}',
  ),
  post(
    "+json",
    ["application/vnd.a+json"],
    [bodyParam(object({ a: STRING }))],
    { a: "1" },
    "application/vnd.a+json",
    '{"a":"1"}',
  ),
  post(
    "JSON rather than XML",
    ["application/xml", JSON_TYPE],
    [bodyParam(object({ a: STRING }))],
    { a: "1" },
    JSON_TYPE,
    '{"a":"1"}',
  ),
  post(
    "XML",
    ["application/xml"],
    [bodyParam(object({ a: STRING }))],
    { body: "<a/>" },
    "application/xml",
    "<a/>",
  ),
  post("text", ["text/plain"], [bodyParam(STRING)], { body: "é" }, "text/plain", "é"),
  post(
    "bytes",
    ["application/octet-stream"],
    [bodyParam({ type: "string", format: "binary" })],
    { body: "AP8=" },
    "application/octet-stream",
    Buffer.from([0, 255]),
  ),
  {
    name: "optional, and absent",
    method: "POST",
    operation: { parameters: [bodyParam(object({ a: STRING }), false)] },
    args: {},
    sends: "POST /x",
  },
  {
    name: "a reference to a definition",
    method: "POST",
    operation: { parameters: [bodyParam({ type: "object", properties: { a: { type: "object" } } })] },
    args: { a: { b: 1 } },
    sends: { request: "POST /x", headers: { "content-type": JSON_TYPE }, body: '{"a":{"b":1}}' },
  },
]);

probe(
  "Swagger 2.0, fields of the root",
  root({
    consumes: ["application/vnd.root+json"],
    produces: ["application/vnd.root+json"],
    parameters: { Q: param("query", "q", list("pipes")), B: bodyParam({ $ref: "#/definitions/A" }) },
    definitions: { A: object({ a: STRING }) },
    responses: { R: { description: "ok", schema: OBJECT } },
  }),
  [
    {
      name: "consumes and produces",
      method: "POST",
      operation: {
        parameters: [bodyParam(object({ a: STRING }))],
        responses: { "200": { description: "ok", schema: OBJECT } },
      },
      args: { a: "1" },
      sends: {
        request: "POST /x",
        headers: { "content-type": "application/vnd.root+json", accept: "application/vnd.root+json" },
        body: '{"a":"1"}',
      },
    },
    {
      name: "consumes and produces of the operation",
      method: "POST",
      operation: {
        consumes: ["application/json"],
        produces: ["application/json"],
        parameters: [bodyParam(object({ a: STRING }))],
        responses: { "200": { description: "ok", schema: OBJECT } },
      },
      args: { a: "1" },
      sends: {
        request: "POST /x",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: '{"a":"1"}',
      },
    },
    {
      name: "referenced parameters, definitions and responses",
      method: "POST",
      operation: {
        parameters: [{ $ref: "#/parameters/Q" }, { $ref: "#/parameters/B" }],
        responses: { "200": { $ref: "#/responses/R" } },
      },
      args: { q: ["1", "2"], a: "3" },
      sends: {
        request: "POST /x?q=1%7C2",
        headers: { "content-type": "application/vnd.root+json", accept: "application/vnd.root+json" },
        body: '{"a":"3"}',
      },
    },
  ],
);

probe("Swagger 2.0, answers", V2, [
  {
    name: "JSON",
    operation: {
      produces: [JSON_TYPE],
      responses: { "200": { description: "ok", schema: { type: "array", items: STRING } } },
    },
    answer: { headers: { "content-type": JSON_TYPE }, body: '["a"]' },
    returns: { structured: { result: ["a"] } },
  },
  {
    name: "a file",
    operation: {
      produces: ["image/png"],
      responses: { "200": { description: "ok", schema: { type: "file" } } },
    },
    answer: { headers: { "content-type": "image/png" }, body: "ab" },
    returns: { content: [{ type: "image", data: "YWI=", mimeType: "image/png" }] },
  },
  {
    name: "nothing",
    operation: { responses: { "204": { description: "ok" } } },
    answer: { status: 204, reason: "No Content" },
    returns: { content: [{ type: "text", text: "204 No Content" }] },
  },
]);

const at = (name: string, fields: JsonObject, request: string, operation: JsonObject = {}): void =>
  probe(`Swagger 2.0, ${name}`, root(fields), [{ name: "is where it is sent", operation, sends: request }]);

at("no base path", {}, "GET /x");
at("a base path", { basePath: "/v1/api" }, "GET /v1/api/x");
at("a base path of a slash", { basePath: "/" }, "GET /x");
at("a base path with a slash at its end", { basePath: "/v1/" }, "GET /v1/x");
at("schemes of which one is HTTP", { schemes: ["ws", "http"] }, "GET /x");
at("schemes of the operation", { schemes: ["https"] }, "GET /x", { schemes: ["http"] });
