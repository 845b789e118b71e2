/**
 * The result of a success answer: README, "Names and arguments"; OpenAPI 3.2.0, "Sequential Media Types" and
 * "Special Considerations for Server-Sent Events"; WHATWG HTML, "Parsing an event stream"; RFC 9110, section 8.3.
 */
import { expect } from "vitest";
import type { Json, JsonObject } from "../../generator/json.ts";
import { probe, type Row, type WantedResult } from "./harness.ts";
import { OBJECT, object, STRING } from "./rows.ts";
import type { Answer } from "./upstream.ts";

const returning = (content: JsonObject, status = "200"): JsonObject => ({
  responses: { [status]: { description: "ok", content } },
});

const answer = (type: string | undefined, body: string | Uint8Array, status = 200): Answer => ({
  status,
  headers: type === undefined ? {} : { "content-type": type },
  body,
});

const text = (value: string) => [{ type: "text", text: value }];

const JSON_TYPE = "application/json";
const ANY: JsonObject = { schema: {} };

/** An answer of JSON, whose text is passed on beside what is structured. */
const json = (name: string, body: string, structured: Json, schema: JsonObject = {}): Row => ({
  name,
  operation: returning({ [JSON_TYPE]: { schema } }),
  answer: answer(JSON_TYPE, body),
  returns: { structured, content: text(body) },
});

probe("answers of JSON", {}, [
  json("an object", '{"a":1,"b":[null,"é"]}', { a: 1, b: [null, "é"] }),
  json("an object with the schema of one", '{"a":"1"}', { a: "1" }, object({ a: STRING })),
  json(
    "an object with members that are not in its schema",
    '{"a":"1","b":2}',
    { a: "1", b: 2 },
    object({ a: STRING }),
  ),
  json("an empty object", "{}", {}, OBJECT),
  json("an array", "[1,2]", { result: [1, 2] }, { type: "array", items: { type: "integer" } }),
  json("an empty array", "[]", { result: [] }, { type: "array", items: {} }),
  json("a string", '"a"', { result: "a" }, STRING),
  json("a number", "1.5", { result: 1.5 }, { type: "number" }),
  json("false", "false", { result: false }, { type: "boolean" }),
  json("null", "null", { result: null }, { type: ["object", "null"] }),
  json("numbers that JavaScript cannot hold stay in the text", '{"id":12345678901234567890}', {
    id: Number("12345678901234567890"),
  }),
  json(
    "odd names",
    '{"__proto__":{"a":1},"constructor":2,"":3}',
    JSON.parse('{"__proto__":{"a":1},"constructor":2,"":3}') as Json,
  ),
  {
    name: "a charset",
    operation: returning({ [JSON_TYPE]: ANY }),
    answer: answer("application/json; charset=utf-8", '{"a":"é"}'),
    returns: { structured: { a: "é" }, content: text('{"a":"é"}') },
  },
  {
    name: "in capitals",
    operation: returning({ [JSON_TYPE]: ANY }),
    answer: answer("Application/JSON", "[1]"),
    returns: { structured: { result: [1] } },
  },
  {
    name: "+json",
    operation: returning({ "application/hal+json": ANY }),
    answer: answer("application/hal+json", '{"a":1}'),
    returns: { structured: { a: 1 }, content: text('{"a":1}') },
  },
  {
    name: "+json where the document says JSON",
    operation: returning({ [JSON_TYPE]: ANY }),
    answer: answer("application/vnd.a.v1+json; charset=utf-8", '{"a":1}'),
    returns: { structured: { a: 1 } },
  },
  {
    name: "a byte order mark",
    operation: returning({ [JSON_TYPE]: ANY }),
    answer: answer(JSON_TYPE, '\uFEFF{"a":1}'),
    returns: { structured: { a: 1 } },
  },
  {
    name: "that is none",
    operation: returning({ [JSON_TYPE]: ANY }),
    answer: answer(JSON_TYPE, "{"),
    returns: { error: { kind: "bad_response", status: 200 } },
  },
]);

probe("answers of JSON without a schema", {}, [
  {
    name: "an object",
    operation: returning({ [JSON_TYPE]: {} }),
    answer: answer(JSON_TYPE, '{"a":1}'),
    returns: { structured: { a: 1 } },
  },
  {
    name: "an array",
    operation: returning({ [JSON_TYPE]: {} }),
    answer: answer(JSON_TYPE, "[1]"),
    returns: { structured: { result: [1] } },
  },
]);

const STATUS_200: Answer = { status: 200, reason: "OK" };

probe("answers without content", {}, [
  { name: "200", answer: STATUS_200, returns: { content: text("200 OK") } },
  {
    name: "200 where JSON is documented",
    operation: returning({ [JSON_TYPE]: ANY }),
    answer: STATUS_200,
    returns: { content: text("200 OK") },
  },
  {
    name: "204",
    operation: { responses: { "204": { description: "gone" } } },
    answer: { status: 204, reason: "No Content" },
    returns: { content: text("204 No Content") },
  },
  {
    name: "204 where the document says 200",
    answer: { status: 204, reason: "No Content" },
    returns: { content: text("204 No Content") },
  },
  {
    name: "204 of a tool with an output schema",
    operation: returning({ [JSON_TYPE]: { schema: object({ a: STRING }, { required: ["a"] }) } }),
    answer: { status: 204, reason: "No Content" },
    returns: { content: text("204 No Content") },
  },
  {
    name: "202",
    operation: { responses: { "202": { description: "later" } } },
    answer: { status: 202, reason: "Accepted" },
    returns: { content: text("202 Accepted") },
  },
  { name: "HEAD", method: "HEAD", answer: STATUS_200, returns: { content: text("200 OK") } },
]);

const plain = (name: string, type: string, body: string | Uint8Array, want: string): Row => ({
  name,
  operation: returning({ [type]: {} }),
  answer: answer(type, body),
  returns: { content: text(want) },
});

probe("answers of text", {}, [
  plain("plain", "text/plain", "a é\r\n", "a é\r\n"),
  plain("plain, UTF-8", "text/plain; charset=utf-8", "é😀", "é😀"),
  // RFC 9110, section 8.3.2: the charset parameter says how it is encoded.
  plain("plain, Latin-1", "text/plain; charset=iso-8859-1", Buffer.from([0x61, 0xe9]), "aé"),
  plain("plain, a charset in quotes", 'text/plain; charset="ISO-8859-1"', Buffer.from([0xe9]), "é"),
  plain("plain, UTF-16", "text/plain; charset=utf-16le", Buffer.from("é", "utf16le"), "é"),
  plain("csv", "text/csv", "a,b\n", "a,b\n"),
  plain("HTML", "text/html", "<p>a</p>", "<p>a</p>"),
  plain("XML", "application/xml", "<a>é</a>", "<a>é</a>"),
  plain("+xml", "application/atom+xml", "<a/>", "<a/>"),
  plain("YAML", "application/yaml", "a: 1\n", "a: 1\n"),
  plain("JavaScript", "text/javascript", "1", "1"),
]);

const BYTES = Buffer.from([0x00, 0xff, 0x0d, 0x0a, 0xfe]);
const BASE64 = BYTES.toString("base64");

const binary = (type: string, want: object): Row => ({
  name: type,
  operation: returning({ [type]: {} }),
  answer: answer(type, BYTES),
  returns: { content: [want] },
});

probe("answers of bytes", {}, [
  binary("image/png", { type: "image", data: BASE64, mimeType: "image/png" }),
  binary("image/jpeg", { type: "image", data: BASE64, mimeType: "image/jpeg" }),
  binary("audio/mpeg", { type: "audio", data: BASE64, mimeType: "audio/mpeg" }),
  binary("audio/wav", { type: "audio", data: BASE64, mimeType: "audio/wav" }),
  ...["application/octet-stream", "application/pdf", "application/zip", "video/mp4"].map((type) =>
    binary(type, { type: "resource", resource: { uri: expect.any(String), mimeType: type, blob: BASE64 } }),
  ),
  {
    name: "a content type that is more exact than the document's",
    operation: returning({ "image/*": {} }),
    answer: answer("image/webp", BYTES),
    returns: { content: [{ type: "image", data: BASE64, mimeType: "image/webp" }] },
  },
  {
    name: "3.0's way of saying it",
    operation: returning({ "image/png": { schema: { type: "string", format: "binary" } } }),
    answer: answer("image/png", BYTES),
    returns: { content: [{ type: "image", data: BASE64, mimeType: "image/png" }] },
  },
]);

const EVENTS = "text/event-stream";

/** An answer of server-sent events, and the events that a parser of them dispatches. */
const events = (name: string, stream: string | Uint8Array, ...result: JsonObject[]): Row => ({
  name,
  operation: returning({ [EVENTS]: { schema: STRING } }),
  answer: answer(EVENTS, stream),
  returns: { structured: { result } },
});

probe("answers of server-sent events", {}, [
  events("one", "data: a\n\n", { data: "a" }),
  events("several", "data: a\n\ndata: b\n\n", { data: "a" }, { data: "b" }),
  events("a name and an id", "event: add\nid: 7\ndata: a\n\n", { event: "add", id: "7", data: "a" }),
  events("several lines of data", "data: a\ndata: b\ndata\ndata: c\n\n", { data: "a\nb\n\nc" }),
  events(
    "only the first space is not part of a value",
    "data:a\n\ndata:  b\n\n",
    { data: "a" },
    { data: " b" },
  ),
  events("a colon in a value", "data: a: b\n\n", { data: "a: b" }),
  events("comments and unknown fields", ": hello\nfoo: bar\ndata: a\n:\n\n", { data: "a" }),
  events("an event without data is none", "event: ping\n\ndata: a\n\n", { data: "a" }),
  events("an event with empty data", "data:\n\n", { data: "" }),
  events("CRLF", "event: e\r\ndata: a\r\ndata: b\r\n\r\n", { event: "e", data: "a\nb" }),
  events("CR", "data: a\r\rdata: b\r\r", { data: "a" }, { data: "b" }),
  events("a byte order mark", "\uFEFFdata: a\n\n", { data: "a" }),
  events(
    "data that is an object or a list, which is parsed",
    'data: {"a":1}\n\ndata: [1]\n\n',
    { data: { a: 1 } },
    { data: [1] },
  ),
  events("data that is a number, which stays text with all of its digits", "data: 12345678901234567890\n\n", {
    data: "12345678901234567890",
  }),
  events("none", ": nothing\n\n"),
  events("characters that are not ASCII", "data: é😀\n\n", { data: "é😀" }),
  // A browser discards it; a model can still use it.
  events("one that the end cut off", "data: a\n\ndata: b", { data: "a" }, { data: "b" }),
  {
    name: "the example of 3.2.0",
    operation: returning({ [EVENTS]: {} }),
    answer: answer(
      EVENTS,
      "event: addString\ndata: This data is formatted\ndata: across two lines\nretry: 5\n\n" +
        "event: addInt64\ndata: 1234.5678\nunknownField: this is ignored\n\n" +
        ': This is a comment\nevent: addJSON\ndata: {"foo": 42}\n\n',
    ),
    returns: {
      structured: {
        result: [
          { event: "addString", data: "This data is formatted\nacross two lines" },
          { event: "addInt64", data: "1234.5678" },
          { event: "addJSON", data: { foo: 42 } },
        ],
      },
    },
  },
  {
    name: "a charset",
    operation: returning({ [EVENTS]: {} }),
    answer: answer("text/event-stream; charset=utf-8", "data: é\n\n"),
    returns: { structured: { result: [{ data: "é" }] } },
  },
]);

const lines = (type: string, name: string, body: string, returns: WantedResult): Row => ({
  name: `${type}, ${name}`,
  operation: returning({ [type]: { schema: { type: "array", items: {} } } }),
  answer: answer(type, body),
  returns,
});

probe("answers of lines of JSON", {}, [
  ...["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"].map(
    (type) =>
      lines(type, "several", '{"a":1}\n"é"\nnull\n[2]\n', {
        structured: { result: [{ a: 1 }, "é", null, [2]] },
      }),
  ),
  ...["application/x-ndjson"].flatMap((type) => [
    lines(type, "none at the end", '{"a":1}\n{"a":2}', { structured: { result: [{ a: 1 }, { a: 2 }] } }),
    lines(type, "CRLF and empty lines", '{"a":1}\r\n\r\n{"a":2}\r\n\n', {
      structured: { result: [{ a: 1 }, { a: 2 }] },
    }),
    lines(type, "one", '{"a":1}\n', { structured: { result: [{ a: 1 }] } }),
    // It departs from the document and reaches the model all the same.
    lines(type, "a line that is no JSON", '{"a":1}\n{\n', { structured: { result: [{ a: 1 }, "{"] } }),
  ]),
]);

probe("answers of several statuses and types", {}, [
  {
    name: "200 of two",
    operation: {
      responses: {
        "200": { description: "there", content: { [JSON_TYPE]: { schema: object({ a: STRING }) } } },
        "201": { description: "made", content: { [JSON_TYPE]: { schema: { type: "array", items: {} } } } },
      },
    },
    answer: answer(JSON_TYPE, '{"a":"1"}', 200),
    returns: { structured: { a: "1" } },
  },
  {
    name: "201 of two",
    operation: {
      responses: {
        "200": { description: "there", content: { [JSON_TYPE]: { schema: object({ a: STRING }) } } },
        "201": { description: "made", content: { [JSON_TYPE]: { schema: { type: "array", items: {} } } } },
      },
    },
    answer: answer(JSON_TYPE, "[1]", 201),
    returns: { structured: { result: [1] } },
  },
  {
    name: "204 beside 200",
    operation: {
      responses: {
        "200": { description: "there", content: { [JSON_TYPE]: { schema: object({ a: STRING }) } } },
        "204": { description: "nothing" },
      },
    },
    answer: { status: 204, reason: "No Content" },
    returns: { content: text("204 No Content") },
  },
  {
    name: "a status that is not documented",
    operation: returning({ [JSON_TYPE]: ANY }),
    answer: answer(JSON_TYPE, '{"a":1}', 203),
    returns: { structured: { a: 1 } },
  },
  {
    name: "2XX",
    operation: returning({ [JSON_TYPE]: ANY }, "2XX"),
    answer: answer(JSON_TYPE, '{"a":1}', 226),
    returns: { structured: { a: 1 } },
  },
  {
    name: "default",
    operation: returning({ [JSON_TYPE]: ANY }, "default"),
    answer: answer(JSON_TYPE, '{"a":1}'),
    returns: { structured: { a: 1 } },
  },
  {
    name: "text where JSON is documented",
    operation: returning({ [JSON_TYPE]: ANY }),
    answer: answer("text/plain", "a"),
    returns: { content: text("a") },
  },
  {
    name: "JSON where text is documented",
    operation: returning({ "text/plain": {} }),
    answer: answer(JSON_TYPE, '{"a":1}'),
    returns: { structured: { a: 1 }, content: text('{"a":1}') },
  },
  {
    name: "an image where JSON is documented",
    operation: returning({ [JSON_TYPE]: ANY, "image/png": {} }),
    answer: answer("image/png", BYTES),
    returns: { content: [{ type: "image", data: BASE64, mimeType: "image/png" }] },
  },
  {
    name: "no content type",
    operation: returning({ "text/plain": {} }),
    answer: answer(undefined, "a"),
    returns: { content: text("a") },
  },
]);

// RFC 9110, section 12.5.1. Where there is JSON it is asked for; it is what becomes structured content.
const accepts = (name: string, responses: JsonObject, accept: string): Row => ({
  name,
  operation: { responses },
  sends: { request: "GET /x", headers: { accept } },
});
const ok = (...types: string[]): JsonObject => ({
  description: "ok",
  content: Object.fromEntries(types.map((type) => [type, ANY])),
});

probe("the Accept header of a request", {}, [
  accepts("JSON", { "200": ok(JSON_TYPE) }, "application/json"),
  accepts("JSON of two", { "200": ok("application/xml", JSON_TYPE) }, "application/json"),
  accepts("an image", { "200": ok("image/png") }, "image/png"),
  accepts("nothing in particular", { "204": { description: "ok" } }, "*/*"),
  accepts("of one answer of two", { "200": ok(JSON_TYPE), "404": ok("text/plain") }, "application/json"),
]);
