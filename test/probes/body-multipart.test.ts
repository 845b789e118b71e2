/**
 * OpenAPI 3.1.1, "Encoding multipart Media Types" and the examples there; RFC 7578; RFC 2046, section 5.1. What
 * RFC 7578 leaves open is as WHATWG HTML has it ("multipart form data"): names as UTF-8, and in them a quote as
 * %22, a line feed as %0A and a carriage return as %0D. A file is a string: base64, base64url, or a data URI.
 */
import type { Json, JsonObject } from "../../generator/json.ts";
import { probe, type Row } from "./harness.ts";
import { COLORS, OBJECT, object, RGB, STRING, schemaOf } from "./rows.ts";

const FILE_31: JsonObject = { contentMediaType: "application/octet-stream" };
const FILE_30: JsonObject = { type: "string", format: "binary" };
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0xfe]);
const PNG_BASE64 = PNG.toString("base64");

/** The header fields of a part and its content. */
const part = (headers: string[], content: string | Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${headers.join("\r\n")}\r\n\r\n`), Buffer.from(content as string)]);

const named = (name: string): string => `Content-Disposition: form-data; name="${name}"`;
const textPart = (name: string, content: string): Buffer => part([named(name)], content);
const jsonPart = (name: string, content: string): Buffer =>
  part([named(name), "Content-Type: application/json"], content);
const filePart = (name: string, filename: string, type: string, content: string | Uint8Array): Buffer =>
  part([`${named(name)}; filename="${filename}"`, `Content-Type: ${type}`], content);

const multipart = (properties: JsonObject, encoding?: JsonObject): JsonObject => ({
  "multipart/form-data": { schema: object(properties), ...(encoding && { encoding }) },
});

const sends = (name: string, content: JsonObject, args: Row["args"] & object, ...parts: Buffer[]): Row => ({
  name,
  method: "POST",
  operation: { requestBody: { required: true, content } },
  args,
  sends: {
    request: "POST /x",
    headers: { "content-type": "multipart/form-data; boundary=BOUNDARY" },
    parts,
  },
});

const field = (value: Json, ...parts: Buffer[]): Row =>
  sends(
    JSON.stringify(value),
    multipart({ color: schemaOf(value), last: STRING }),
    { color: value, last: "1" },
    ...parts,
    textPart("last", "1"),
  );

probe("multipart, without an Encoding Object", {}, [
  field("blue", textPart("color", "blue")),
  field("", textPart("color", "")),
  field(100, textPart("color", "100")),
  field(-1.5, textPart("color", "-1.5")),
  field(true, textPart("color", "true")),
  // Appendix B: how null is sent is open; here it is left out.
  field(null),
  // RFC 7578, section 4.3: one part for each value, all of the same name.
  field(COLORS, textPart("color", "blue"), textPart("color", "black"), textPart("color", "brown")),
  field(["blue"], textPart("color", "blue")),
  field([1, 2], textPart("color", "1"), textPart("color", "2")),
  field([]),
  field(RGB, jsonPart("color", '{"R":100,"G":200,"B":150}')),
  field({}, jsonPart("color", "{}")),
  field({ R: null }, jsonPart("color", '{"R":null}')),
  field([{ R: 1 }, { R: 2 }], jsonPart("color", '{"R":1}'), jsonPart("color", '{"R":2}')),
  field("a\r\nb\n é 😀 \"'", textPart("color", "a\r\nb\n é 😀 \"'")),
  // "URI percent-encoding MUST NOT be applied."
  field("a b&c=d %41", textPart("color", "a b&c=d %41")),
  field("--BOUNDARY--\r\n--\r\n", textPart("color", "--BOUNDARY--\r\n--\r\n")),
  sends(
    "fields in the order of the document",
    multipart({ b: STRING, a: STRING }),
    { a: "1", b: "2" },
    textPart("b", "2"),
    textPart("a", "1"),
  ),
]);

const fileField = (schema: JsonObject, encoding?: JsonObject) =>
  multipart({ file: schema }, encoding && { file: encoding });

for (const [version, schema] of [
  ["3.0.4", FILE_30],
  ["3.1.1", FILE_31],
  ["3.1.1", FILE_30],
  ["3.1.1", {}],
  ["3.2.0", {}],
] as const)
  probe(`multipart, files in ${version} that are ${JSON.stringify(schema)}`, { version }, [
    sends(
      "base64",
      fileField(schema),
      { file: PNG_BASE64 },
      filePart("file", "file", "application/octet-stream", PNG),
    ),
    sends(
      "base64url without padding",
      fileField(schema),
      { file: PNG.toString("base64url") },
      filePart("file", "file", "application/octet-stream", PNG),
    ),
    sends(
      "a data URI with type and name",
      fileField(schema),
      { file: `data:image/png;name=photo.png;base64,${PNG_BASE64}` },
      filePart("file", "photo.png", "image/png", PNG),
    ),
    sends(
      "a data URI with a type",
      fileField(schema),
      { file: `data:image/png;base64,${PNG_BASE64}` },
      filePart("file", "file", "image/png", PNG),
    ),
    sends(
      "several files",
      fileField({ type: "array", items: schema }),
      { file: [PNG_BASE64, `data:text/plain;name=b.txt;base64,${Buffer.from("b").toString("base64")}`] },
      filePart("file", "file", "application/octet-stream", PNG),
      filePart("file", "b.txt", "text/plain", "b"),
    ),
    sends(
      "an empty file",
      fileField(schema),
      { file: "" },
      filePart("file", "file", "application/octet-stream", ""),
    ),
    {
      name: "what is no base64",
      method: "POST",
      operation: { requestBody: { required: true, content: fileField(schema) } },
      args: { file: "é?" },
      refuses: "file",
    },
  ]);

probe("multipart, files and other fields", {}, [
  sends(
    "the basic example",
    multipart({
      id: { type: "string", format: "uuid" },
      profileImage: {},
      addresses: { type: "array", items: OBJECT },
    }),
    { id: "1", profileImage: PNG_BASE64, addresses: [{ a: 1 }, { a: 2 }] },
    textPart("id", "1"),
    filePart("profileImage", "profileImage", "application/octet-stream", PNG),
    jsonPart("addresses", '{"a":1}'),
    jsonPart("addresses", '{"a":2}'),
  ),
  sends(
    "a file whose content looks like a delimiter",
    multipart({ file: FILE_31 }),
    { file: Buffer.from("\r\n--BOUNDARY\r\n\r\n--").toString("base64") },
    filePart("file", "file", "application/octet-stream", "\r\n--BOUNDARY\r\n\r\n--"),
  ),
  sends(
    "a data URI that is not base64",
    multipart({ file: FILE_31 }),
    { file: "data:text/plain,a%20b%0A" },
    filePart("file", "file", "text/plain", "a b\n"),
  ),
  sends(
    "a data URI with a parameter of its type",
    multipart({ file: FILE_31 }),
    { file: `data:text/plain;charset=utf-8;name=a.txt;base64,${Buffer.from("é").toString("base64")}` },
    filePart("file", "a.txt", "text/plain;charset=utf-8", "é"),
  ),
]);

// RFC 7578, section 5.1: UTF-8; section 4.2: no filename*; WHATWG for what would end the quoted string.
probe("multipart, names", {}, [
  sends("that are not ASCII", multipart({ é日: STRING }), ["1"], textPart("é日", "1")),
  sends("with a quote", multipart({ 'a"b': STRING }), ["1"], textPart("a%22b", "1")),
  sends("with a line break", multipart({ "a\r\nX: y": STRING }), ["1"], textPart("a%0D%0AX: y", "1")),
  sends(
    "with a percent sign and a backslash",
    multipart({ "a%41\\b": STRING }),
    ["1"],
    textPart("a%41\\b", "1"),
  ),
  sends(
    "with brackets",
    multipart({ "files[]": { type: "array", items: STRING } }),
    [["1", "2"]],
    textPart("files[]", "1"),
    textPart("files[]", "2"),
  ),
  sends("__proto__", multipart({ ["__proto__"]: STRING }), ["1"], textPart("__proto__", "1")),
  sends(
    "of a file, not ASCII",
    multipart({ file: FILE_31 }),
    { file: "data:text/plain;name=%C3%A9%20%F0%9F%98%80.txt;base64,YQ==" },
    filePart("file", "é 😀.txt", "text/plain", "a"),
  ),
  sends(
    "of a file, with what would end the header",
    multipart({ file: FILE_31 }),
    { file: "data:text/plain;name=a%22%0D%0Ab.txt;base64,YQ==" },
    filePart("file", "a%22%0D%0Ab.txt", "text/plain", "a"),
  ),
  sends(
    "of a file's field, not ASCII",
    multipart({ ü: FILE_31 }),
    ["YQ=="],
    filePart("ü", "ü", "application/octet-stream", "a"),
  ),
]);

probe("multipart, contentType of an Encoding Object", {}, [
  sends(
    "of a file",
    fileField(FILE_31, { contentType: "image/png" }),
    { file: PNG_BASE64 },
    filePart("file", "file", "image/png", PNG),
  ),
  sends(
    "of a file that says its own",
    fileField(FILE_31, { contentType: "image/png, image/jpeg" }),
    { file: "data:image/jpeg;name=a.jpg;base64,YQ==" },
    filePart("file", "a.jpg", "image/jpeg", "a"),
  ),
  sends(
    "of a file that does not say which of several",
    fileField(FILE_31, { contentType: "image/png, image/jpeg" }),
    { file: "YQ==" },
    filePart("file", "file", "application/octet-stream", "a"),
  ),
  sends(
    "of a file, a wildcard",
    fileField(FILE_31, { contentType: "image/*" }),
    { file: "YQ==" },
    filePart("file", "file", "application/octet-stream", "a"),
  ),
  sends(
    "of a string",
    multipart({ a: STRING }, { a: { contentType: "text/csv" } }),
    { a: "x,y" },
    part([named("a"), "Content-Type: text/csv"], "x,y"),
  ),
  sends(
    "of a string, JSON",
    multipart({ a: STRING }, { a: { contentType: "application/json" } }),
    { a: "x" },
    jsonPart("a", '"x"'),
  ),
  sends(
    "of a number",
    multipart({ a: { type: "number" } }, { a: { contentType: "text/plain; charset=utf-8" } }),
    { a: 1 },
    part([named("a"), "Content-Type: text/plain; charset=utf-8"], "1"),
  ),
  sends(
    "of an object",
    multipart({ a: OBJECT }, { a: { contentType: "application/vnd.a+json" } }),
    { a: { b: 1 } },
    part([named("a"), "Content-Type: application/vnd.a+json"], '{"b":1}'),
  ),
  sends(
    "of each item of an array",
    multipart(
      { a: { type: "array", items: OBJECT } },
      { a: { contentType: "application/json; charset=utf-8" } },
    ),
    { a: [{ b: 1 }, { b: 2 }] },
    part([named("a"), "Content-Type: application/json; charset=utf-8"], '{"b":1}'),
    part([named("a"), "Content-Type: application/json; charset=utf-8"], '{"b":2}'),
  ),
]);

// Appendix C: names go into `name`, values into the content; nothing is percent-encoded (3.2.0).
probe("multipart, style of an Encoding Object", {}, [
  ...(
    [
      [{ style: "form" }, COLORS, [textPart("a", "blue"), textPart("a", "black"), textPart("a", "brown")]],
      [{ style: "form", explode: false }, COLORS, [textPart("a", "blue,black,brown")]],
      [{ explode: false }, COLORS, [textPart("a", "blue,black,brown")]],
      [
        { style: "form", explode: true },
        RGB,
        [textPart("R", "100"), textPart("G", "200"), textPart("B", "150")],
      ],
      [{ style: "form", explode: false }, RGB, [textPart("a", "R,100,G,200,B,150")]],
      [
        { style: "deepObject", explode: true },
        RGB,
        [textPart("a[R]", "100"), textPart("a[G]", "200"), textPart("a[B]", "150")],
      ],
      [{ style: "pipeDelimited", explode: false }, COLORS, [textPart("a", "blue|black|brown")]],
      [{ style: "spaceDelimited", explode: false }, COLORS, [textPart("a", "blue black brown")]],
      [{ style: "form", contentType: "application/json" }, { R: 1 }, [textPart("R", "1")]],
      [{ style: "form" }, "a b/%41", [textPart("a", "a b/%41")]],
    ] as const
  ).map(([encoding, value, parts]) =>
    sends(
      `${JSON.stringify(encoding)} ${JSON.stringify(value)}`,
      multipart({ a: schemaOf(value as Json) }, { a: encoding }),
      { a: value as Json },
      ...parts,
    ),
  ),
]);

probe("multipart, the body as a whole", {}, [
  {
    name: "optional, and without any field",
    method: "POST",
    operation: { requestBody: { content: multipart({ a: STRING }) } },
    args: {},
    sends: "POST /x",
  },
  sends("required, and without any field", multipart({ a: STRING }), {}),
  {
    name: "PUT",
    method: "PUT",
    operation: { requestBody: { required: true, content: multipart({ a: STRING }) } },
    args: { a: "1" },
    sends: {
      request: "PUT /x",
      headers: { "content-type": "multipart/form-data; boundary=BOUNDARY" },
      parts: [textPart("a", "1")],
    },
  },
]);

// 3.1.1: a string with contentEncoding is the encoded text, and stays it. That it is "equivalent to" a header
// Content-Transfer-Encoding does not make one: RFC 7578, section 4.7, says that senders should not generate it.
probe("multipart, strings that are encoded already", {}, [
  ...[
    { type: "string", contentEncoding: "base64" },
    { type: "string", contentEncoding: "base64", contentMediaType: "image/png" },
  ].map((schema) =>
    sends(
      JSON.stringify(schema),
      multipart({ file: schema }),
      { file: PNG_BASE64 },
      textPart("file", PNG_BASE64),
    ),
  ),
]);
