/**
 * Tests the validator of `npm run corpus` against the specification: it must accept correct raw requests, and report
 * each fault of incorrect ones.
 */
import { describe, expect, it } from "vitest";
import { Folder } from "../../support/folders.ts";
import { operationsOf } from "./validator/declared.ts";
import type { Json, JsonObject } from "./validator/json.ts";
import type { Recorded } from "./validator/recorded.ts";
import { Schemas } from "./validator/schema.ts";
import { brokenReason, Source } from "./validator/source.ts";
import { type Call, validate } from "./validator/validate.ts";

interface Exchange {
  readonly version?: "2.0" | "3.0.3" | "3.1.1" | "3.2.0";
  /** The default is `GET /x`. */
  readonly operation?: string;
  readonly declared: JsonObject;
  readonly components?: JsonObject;
  readonly call?: Partial<Call>;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

function source(document: JsonObject, files: Record<string, string> = {}): Source {
  const folder = new Folder({ "api.json": JSON.stringify(document), ...files });
  return new Source(folder.at("api.json"), folder.path);
}

function judge(exchange: Exchange, files: Record<string, string> = {}): string[] {
  const { version = "3.1.1", operation = "GET /x", declared, components, call, headers = {} } = exchange;
  const [method = "", path = ""] = operation.split(" ");
  const document: JsonObject = {
    ...(version === "2.0" ? { swagger: version } : { openapi: version }),
    info: { title: "Rows", version: "1" },
    paths: { [path]: { [method.toLowerCase()]: { responses: {}, ...declared } } },
    ...(components &&
      (version === "2.0" ? { definitions: components } : { components: { schemas: components } })),
  };
  const read = source(document, files);
  const [found] = operationsOf(read);
  if (!found) throw new Error("expected an operation in the row, found none");
  const request: Recorded = {
    method,
    target: exchange.target ?? path,
    headers: Object.entries({ host: "127.0.0.1", accept: "*/*", ...headers }),
    body: Buffer.from(exchange.body ?? ""),
  };
  return validate(request, found, { parameters: [], ...call }, "", {
    source: read,
    schemas: new Schemas(read),
  });
}

// ------------------------------------------------------------------------------------------- styles

const LIST = ["blue", "black", "brown"];
const RGB = { R: 100, G: 200, B: 150 };

type StyleRow = readonly [place: string, style: string, explode: boolean, value: Json, written: string];

/** OpenAPI 3.1.1, "Style Examples", without those marked n/a. */
const WRITTEN: readonly StyleRow[] = [
  ["path", "matrix", false, "blue", ";color=blue"],
  ["path", "matrix", false, LIST, ";color=blue,black,brown"],
  ["path", "matrix", false, RGB, ";color=R,100,G,200,B,150"],
  ["path", "matrix", true, LIST, ";color=blue;color=black;color=brown"],
  ["path", "matrix", true, RGB, ";R=100;G=200;B=150"],
  ["path", "label", false, "blue", ".blue"],
  ["path", "label", false, LIST, ".blue,black,brown"],
  ["path", "label", true, LIST, ".blue.black.brown"],
  ["path", "label", false, RGB, ".R,100,G,200,B,150"],
  ["path", "label", true, RGB, ".R=100.G=200.B=150"],
  ["path", "simple", false, "a/b?c", "a%2Fb%3Fc"],
  ["path", "simple", false, LIST, "blue,black,brown"],
  ["path", "simple", false, RGB, "R,100,G,200,B,150"],
  ["path", "simple", true, RGB, "R=100,G=200,B=150"],
  ["header", "simple", false, LIST, "blue,black,brown"],
  ["header", "simple", true, RGB, "R=100,G=200,B=150"],
  ["query", "form", false, LIST, "color=blue,black,brown"],
  ["query", "form", true, LIST, "color=blue&color=black&color=brown"],
  ["query", "form", false, RGB, "color=R,100,G,200,B,150"],
  ["query", "form", true, RGB, "R=100&G=200&B=150"],
  ["query", "form", true, "", "color="],
  ["query", "form", true, "é & +", "color=%C3%A9%20%26%20%2B"],
  ["query", "form", false, ["a,b", "c"], "color=a%2Cb,c"],
  ["query", "spaceDelimited", false, LIST, "color=blue%20black%20brown"],
  ["query", "pipeDelimited", false, LIST, "color=blue%7Cblack%7Cbrown"],
  ["query", "deepObject", true, RGB, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
  ["cookie", "form", false, LIST, "color=blue,black,brown"],
];

/** Each is serialised in another style, or with a fault. */
const MISWRITTEN: readonly StyleRow[] = [
  ["path", "matrix", false, LIST, ";color=blue;color=black;color=brown"],
  ["path", "matrix", true, "blue", ";colour=blue"],
  ["path", "label", false, LIST, ".blue.black.brown"],
  ["path", "simple", false, RGB, "R=100,G=200,B=150"],
  ["path", "simple", false, "blue", "black"],
  ["path", "simple", false, "50%", "50%"],
  ["header", "simple", false, LIST, "blue,black"],
  ["query", "form", false, LIST, "color=blue&color=black&color=brown"],
  ["query", "form", true, LIST, "color=blue,black,brown"],
  ["query", "form", true, LIST, "color=brown&color=black&color=blue"],
  ["query", "form", false, ["a,b", "c"], "color=a,b,c"],
  ["query", "form", true, 7, "color=07.5"],
  ["query", "form", true, "a&b", "color=a&b"],
  ["query", "form", true, "%41", "color=%41"],
  ["query", "form", true, RGB, "R=100&G=200"],
  ["query", "deepObject", true, RGB, "color.R=100&color.G=200&color.B=150"],
  ["query", "pipeDelimited", false, LIST, "color=blue,black,brown"],
  ["cookie", "form", false, "a b", "color=a b"],
];

function written([place, style, explode, value, raw]: StyleRow): string[] {
  const isPath = place === "path";
  return judge({
    operation: isPath ? "GET /x/{color}/y" : "GET /x",
    declared: { parameters: [{ name: "color", in: place, required: isPath, style, explode, schema: {} }] },
    call: { parameters: [{ in: place, name: "color", value }] },
    target: isPath ? `/x/${raw}/y` : place === "query" ? `/x?${raw}` : "/x",
    ...(place === "header" && { headers: { Color: raw } }),
    ...(place === "cookie" && { headers: { cookie: raw } }),
  });
}

describe("styles", () => {
  it.each(WRITTEN)("accepts for %s %s, explode %s: %j as %s", (...row) => {
    expect(written(row)).toEqual([]);
  });
  it.each(MISWRITTEN)("refuses for %s %s, explode %s: %j as %s", (...row) => {
    expect(written(row).join("\n")).toMatch(
      /: expected |is undeclared|only (?:URL|cookie) characters|that matches/,
    );
  });
});

// ----------------------------------------------------------------------------------------- requests

interface Row extends Exchange {
  readonly what: string;
  /** The expected faults, in order; none for a correct request. */
  readonly faults: readonly RegExp[];
}

const json = (schema: Json, more: JsonObject = {}): JsonObject => ({
  requestBody: { content: { "application/json": { schema } }, ...more },
});
const JSON_TYPE = { "content-type": "application/json" };
const FORM_TYPE = { "content-type": "application/x-www-form-urlencoded" };
const QUERY = {
  parameters: [{ name: "n", in: "query", required: true, schema: { type: "integer", minimum: 1 } }],
};

const PARAMETERS: readonly Row[] = [
  {
    what: "a value that does not fit its schema",
    declared: QUERY,
    call: { parameters: [{ in: "query", name: "n", value: 0 }] },
    target: "/x?n=0",
    faults: [/query n violates its schema: it must be >= 1/],
  },
  {
    what: "a required parameter that is not sent",
    declared: QUERY,
    faults: [/required query parameter n/],
  },
  {
    what: "an undeclared parameter",
    declared: {},
    target: "/x?debug=1",
    headers: { "X-Extra": "1", cookie: "a=b" },
    faults: [/no query parameter debug/, /no header X-Extra/, /no cookie a/],
  },
  {
    what: "an argument without a parameter in the document",
    declared: {},
    call: { parameters: [{ in: "header", name: "X-A", value: "1" }] },
    headers: { "X-A": "1" },
    faults: [/parameter of the document for the argument header X-A/, /no header X-A/],
  },
  {
    what: "ignored headers, and header names in any case",
    declared: {
      parameters: [
        { name: "Authorization", in: "header", required: true, schema: { type: "string" } },
        { name: "X-A", in: "header", schema: { type: "string" } },
      ],
    },
    call: { parameters: [{ in: "header", name: "x-a", value: "1" }] },
    headers: { "x-a": "1" },
    faults: [],
  },
  {
    what: "a path that does not match the template",
    operation: "GET /a/{b}",
    declared: { parameters: [{ name: "b", in: "path", required: true, schema: {} }] },
    call: { parameters: [{ in: "path", name: "b", value: "c/d" }] },
    target: "/a/c/d",
    faults: [/path that matches .*, found \/a\/c\/d/],
  },
  {
    what: "adjacent variables, and text that is percent-encoded or not",
    operation: "GET /a:b/{c}-{d}.json",
    declared: { parameters: ["c", "d"].map((name) => ({ name, in: "path", required: true, schema: {} })) },
    call: {
      parameters: [
        { in: "path", name: "c", value: "1-2" },
        { in: "path", name: "d", value: "3" },
      ],
    },
    target: "/a%3Ab/1-2-3.json",
    faults: [],
  },
  {
    what: "a segment that leads upwards",
    operation: "GET /a/{b}/c",
    declared: { parameters: [{ name: "b", in: "path", required: true, schema: {} }] },
    call: { parameters: [{ in: "path", name: "b", value: ".." }] },
    target: "/a/../c",
    faults: [/no segment \.\./],
  },
  {
    what: "a parameter with content",
    declared: { parameters: [{ name: "f", in: "query", content: { "application/json": { schema: {} } } }] },
    call: { parameters: [{ in: "query", name: "f", value: { a: [1] } }] },
    target: "/x?f=%7B%22a%22%3A%5B1%5D%7D",
    faults: [],
  },
  {
    what: "a parameter with content that is sent in a style",
    declared: { parameters: [{ name: "f", in: "query", content: { "application/json": { schema: {} } } }] },
    call: { parameters: [{ in: "query", name: "f", value: { a: 1 } }] },
    target: "/x?a=1",
    faults: [/query parameter f \(application\/json\): expected/, /no query parameter a/],
  },
  {
    what: "exploded objects with members of the same name",
    declared: { parameters: ["a", "b"].map((name) => ({ name, in: "query", schema: { type: "object" } })) },
    call: {
      parameters: [
        { in: "query", name: "a", value: { on: true } },
        { in: "query", name: "b", value: { on: false } },
      ],
    },
    target: "/x?on=true&on=false",
    faults: [],
  },
  {
    what: "a missing value, beside an equal one of another parameter",
    declared: { parameters: ["a", "b"].map((name) => ({ name, in: "query", schema: { type: "object" } })) },
    call: {
      parameters: [
        { in: "query", name: "a", value: { on: true } },
        { in: "query", name: "b", value: { on: true } },
      ],
    },
    target: "/x?on=true",
    faults: [/query parameter b \(form, exploded\): expected/],
  },
  {
    what: "the whole query as one parameter",
    version: "3.2.0",
    declared: {
      parameters: [
        { name: "q", in: "querystring", content: { "application/x-www-form-urlencoded": { schema: {} } } },
      ],
    },
    call: { parameters: [{ in: "querystring", name: "q", value: { a: "b c", d: 1 } }] },
    target: "/x?a=b+c&d=1",
    faults: [],
  },
  {
    what: "collection formats",
    version: "2.0",
    declared: {
      parameters: ["csv", "ssv", "tsv", "pipes", "multi"].map((collectionFormat) => ({
        ...{ name: collectionFormat, in: "query", type: "array", items: { type: "string" } },
        collectionFormat,
      })),
    },
    call: {
      parameters: ["csv", "ssv", "tsv", "pipes", "multi"].map((name) => ({
        in: "query",
        name,
        value: ["a", "b"],
      })),
    },
    target: "/x?csv=a,b&ssv=a%20b&tsv=a%09b&pipes=a%7Cb&multi=a&multi=b",
    faults: [],
  },
];

const BODIES: readonly Row[] = [
  {
    what: "a JSON body",
    operation: "POST /x",
    declared: json({ $ref: "#/components/schemas/A" }),
    components: { A: { type: "object", required: ["a"], properties: { a: { type: "integer" } } } },
    call: { body: { a: 1 } },
    headers: JSON_TYPE,
    body: '{"a":1}',
    faults: [],
  },
  {
    what: "a JSON body that differs from the argument and violates its schema",
    operation: "POST /x",
    declared: json({ type: "object", required: ["a"] }),
    call: { body: { b: 1 } },
    headers: JSON_TYPE,
    body: '{"b":2}',
    faults: [/expected the body \{"b":1\}, found \{"b":2\}/, /required property 'a'/],
  },
  {
    what: "an undeclared body",
    operation: "POST /x",
    declared: {},
    headers: JSON_TYPE,
    body: "{}",
    faults: [/expected no body.*, found application\/json/],
  },
  {
    what: "a required body that is missing",
    operation: "POST /x",
    declared: json({}, { required: true }),
    faults: [/expected a body, which the document requires/],
  },
  {
    what: "a media type that is not declared",
    operation: "POST /x",
    declared: json({}),
    call: { body: "a" },
    headers: { "content-type": "text/plain" },
    body: "a",
    faults: [/expected a body of the type application\/json, found text\/plain/],
  },
  {
    what: "a media type in a declared range",
    operation: "POST /x",
    declared: { requestBody: { content: { "image/*": {} } } },
    call: { body: "AAEC" },
    headers: { "content-type": "image/png" },
    body: Buffer.from([0, 1, 2]),
    faults: [],
  },
  {
    what: "base64 that was not decoded",
    operation: "POST /x",
    declared: { requestBody: { content: { "application/octet-stream": {} } } },
    call: { body: "AAEC" },
    headers: { "content-type": "application/octet-stream" },
    body: "AAEC",
    faults: [/expected the bytes of "AAEC"/],
  },
  {
    what: "read-only members",
    operation: "POST /x",
    declared: json({
      required: ["id", "a"],
      properties: { id: { readOnly: true, type: "string" }, a: { type: "string" } },
    }),
    call: { body: { a: "b" } },
    headers: JSON_TYPE,
    body: '{"a":"b"}',
    faults: [],
  },
  {
    what: "a read-only member that is sent",
    operation: "POST /x",
    declared: json({ properties: { id: { readOnly: true, type: "string" } } }),
    call: { body: { id: "b" } },
    headers: JSON_TYPE,
    body: '{"id":"b"}',
    faults: [/\/id boolean schema is false/],
  },
  {
    what: "null and bounds of 3.0",
    version: "3.0.3",
    operation: "POST /x",
    declared: json({
      properties: {
        a: { type: "string", nullable: true, enum: ["x"] },
        b: { type: "number", minimum: 1, exclusiveMinimum: true },
      },
    }),
    call: { body: { a: null, b: 1 } },
    headers: JSON_TYPE,
    body: '{"a":null,"b":1}',
    faults: [/\/b must be > 1/],
  },
  {
    what: "siblings of a reference, ignored before 3.1",
    version: "3.0.3",
    operation: "POST /x",
    declared: json({ $ref: "#/components/schemas/A", maxLength: 1 }),
    components: { A: { type: "string" } },
    call: { body: "long" },
    headers: JSON_TYPE,
    body: '"long"',
    faults: [],
  },
  {
    what: "siblings of a reference, in effect since 3.1",
    operation: "POST /x",
    declared: json({ $ref: "#/components/schemas/A", maxLength: 1 }),
    components: { A: { type: "string" } },
    call: { body: "long" },
    headers: JSON_TYPE,
    body: '"long"',
    faults: [/must NOT have more than 1 characters/],
  },
  {
    what: "lines of JSON",
    version: "3.2.0",
    operation: "POST /x",
    declared: {
      requestBody: { content: { "application/jsonl": { itemSchema: { type: "object", required: ["a"] } } } },
    },
    call: { body: [{ a: 1 }, { b: 2 }] },
    headers: { "content-type": "application/jsonl" },
    body: '{"a":1}\n{"b":2}\n',
    faults: [/an item of the body violates its schema: it must have required property 'a'/],
  },
  {
    what: "a response type that Accept excludes",
    declared: { responses: { "200": { description: "ok", content: { "text/csv": {} } } } },
    headers: { accept: "application/json" },
    faults: [/expected Accept to include text\/csv, found "application\/json"/],
  },
];

const FORM = {
  type: "object",
  properties: { a: { type: "string" }, list: { type: "array" }, deep: { type: "object" } },
};
const form = (encoding: JsonObject = {}, schema: JsonObject = FORM): JsonObject => ({
  requestBody: { content: { "application/x-www-form-urlencoded": { schema, encoding } } },
});
const multipart = (schema: JsonObject, encoding: JsonObject = {}): JsonObject => ({
  requestBody: { content: { "multipart/form-data": { schema, encoding } } },
});
const MULTIPART_TYPE = { "content-type": "multipart/form-data; boundary=b" };
const part = (headers: string, content: string): string =>
  `--b\r\nContent-Disposition: form-data; ${headers}\r\n\r\n${content}\r\n`;
const FILES = {
  type: "object",
  properties: {
    file: { type: "string", format: "binary" },
    tags: { type: "array", items: { type: "string" } },
    meta: { type: "object" },
  },
};

const FORMS: readonly Row[] = [
  {
    what: "fields of a form",
    operation: "POST /x",
    declared: form(),
    call: { body: { a: "1 + 1 = é", list: ["b", "c"], deep: { d: 1 } } },
    headers: FORM_TYPE,
    body: "a=1+%2B+1+%3D+%C3%A9&list=b&list=c&deep=%7B%22d%22%3A1%7D",
    faults: [],
  },
  {
    what: "fields with styles",
    operation: "POST /x",
    declared: form({ deep: { style: "deepObject", explode: true }, list: { explode: false } }),
    call: { body: { list: ["b", "c"], deep: { d: { e: 1 }, f: ["g", "h"] } } },
    headers: FORM_TYPE,
    body: "list=b,c&deep%5Bd%5D%5Be%5D=1&deep%5Bf%5D%5B0%5D=g&deep%5Bf%5D%5B1%5D=h",
    faults: [],
  },
  {
    what: "a field in another style than declared",
    operation: "POST /x",
    declared: form({ deep: { style: "deepObject", explode: true } }),
    call: { body: { deep: { d: 1 } } },
    headers: FORM_TYPE,
    body: "deep=%7B%22d%22%3A1%7D",
    faults: [/field deep: expected \{"d":1\}/],
  },
  {
    what: "a plus sign that becomes a space",
    operation: "POST /x",
    declared: form(),
    call: { body: { a: "1+1" } },
    headers: FORM_TYPE,
    body: "a=1+1",
    faults: [/field a: expected "1\+1"/],
  },
  {
    what: "parts of a file, a list and an object",
    operation: "POST /x",
    declared: multipart(FILES),
    call: { body: { file: "data:image/png;name=p.png;base64,AAEC", tags: ["a", "b"], meta: { c: 1 } } },
    headers: MULTIPART_TYPE,
    body: [
      part('name="file"; filename="p.png"\r\nContent-Type: image/png', "\u0000\u0001\u0002"),
      part('name="tags"', "a"),
      part('name="tags"', "b"),
      part('name="meta"\r\nContent-Type: application/json', '{"c":1}'),
      "--b--\r\n",
    ].join(""),
    faults: [],
  },
  {
    what: "parts with a wrong name, type and number",
    operation: "POST /x",
    declared: multipart(FILES),
    call: { body: { file: "data:image/png;name=p.png;base64,AAEC", tags: ["a", "b"], meta: { c: 1 } } },
    headers: MULTIPART_TYPE,
    body: [
      part('name="file"; filename="file"', "\u0000\u0001\u0002"),
      part('name="tags"', '["a","b"]'),
      part('name="meta"', '{"c":1}'),
      "--b--\r\n",
    ].join(""),
    faults: [
      /file file: expected the file name "p.png", found "file"/,
      /file file: expected the type image\/png, found text\/plain/,
      /field tags: expected parts .*, found 1/,
      /part meta: expected the type application\/json, found text\/plain/,
    ],
  },
  {
    what: "a part of another type than its encoding declares",
    operation: "POST /x",
    declared: multipart(FILES, { file: { contentType: "image/*, application/pdf" } }),
    call: { body: { file: "AAEC" } },
    headers: MULTIPART_TYPE,
    body: `${part('name="file"; filename="f"\r\nContent-Type: text/csv', "\u0000\u0001\u0002")}--b--`,
    faults: [/part file: expected the type image\/\*, application\/pdf, found text\/csv/],
  },
  {
    what: "a file that was not decoded, and an additional part",
    operation: "POST /x",
    declared: multipart(FILES),
    call: { body: { file: "AAEC" } },
    headers: MULTIPART_TYPE,
    body: `${part('name="file"; filename="f"', "AAEC")}${part('name="more"', "1")}--b--`,
    faults: [/part file: expected "AAEC", found "AAEC"/, /no part more/],
  },
  {
    what: "parts in a style of 3.1",
    operation: "POST /x",
    declared: multipart(FILES, { tags: { style: "form", explode: false }, meta: { style: "deepObject" } }),
    call: { body: { tags: ["a", "b"], meta: { c: 1, d: "e" } } },
    headers: MULTIPART_TYPE,
    body: `${part('name="tags"', "a,b")}${part('name="meta[c]"', "1")}${part('name="meta[d]"', "e")}--b--`,
    faults: [],
  },
  {
    what: "a style in 3.0, which has no styles for parts",
    version: "3.0.3",
    operation: "POST /x",
    declared: multipart(FILES, { tags: { style: "form", explode: false } }),
    call: { body: { tags: ["a", "b"] } },
    headers: MULTIPART_TYPE,
    body: `${part('name="tags"', "a,b")}--b--`,
    faults: [/field tags: expected parts .*, found 1/],
  },
  {
    what: "parts by position",
    version: "3.2.0",
    operation: "POST /x",
    declared: {
      requestBody: {
        content: {
          "multipart/mixed": {
            schema: { prefixItems: [{ type: "object", required: ["a"] }], items: { type: "string" } },
            itemEncoding: { contentType: "text/csv" },
          },
        },
      },
    },
    call: { body: [{ b: 1 }, "1,2"] },
    headers: { "content-type": "multipart/mixed; boundary=b" },
    body: '--b\r\nContent-Type: application/json\r\n\r\n{"b":1}\r\n--b\r\nContent-Type: text/csv\r\n\r\n1,2\r\n--b--',
    faults: [/part 0: expected the type text\/csv, found application\/json/, /part 0 violates its schema/],
  },
  {
    what: "a multipart body without the last boundary",
    operation: "POST /x",
    declared: multipart(FILES),
    call: { body: { tags: ["a"] } },
    headers: MULTIPART_TYPE,
    body: part('name="tags"', "a"),
    faults: [/expected a multipart body, found an error: the last boundary is missing/],
  },
  {
    what: "a form of Swagger 2.0",
    version: "2.0",
    operation: "POST /x",
    declared: {
      consumes: ["multipart/form-data"],
      parameters: [
        { name: "f", in: "formData", type: "file", required: true },
        { name: "ids", in: "formData", type: "array", items: { type: "integer" }, collectionFormat: "csv" },
      ],
    },
    call: { body: { f: "AAEC", ids: [1, 2] } },
    headers: MULTIPART_TYPE,
    body: `${part('name="f"; filename="f"\r\nContent-Type: application/octet-stream', "\u0000\u0001\u0002")}${part('name="ids"', "1,2")}--b--`,
    faults: [],
  },
  {
    what: "a body of Swagger 2.0",
    version: "2.0",
    operation: "POST /x",
    declared: {
      parameters: [{ name: "b", in: "body", required: true, schema: { $ref: "#/definitions/B" } }],
    },
    components: { B: { type: "object", required: ["c"] } },
    call: { body: { d: 1 } },
    headers: JSON_TYPE,
    body: '{"d":1}',
    faults: [/required property 'c'/],
  },
];

describe.each([
  ["parameters", PARAMETERS],
  ["bodies", BODIES],
  ["forms", FORMS],
])("%s", (_, rows) => {
  it.each(rows)("judges $what", ({ faults, what: _what, ...exchange }) => {
    const found = judge(exchange);
    expect(found).toHaveLength(faults.length);
    for (const [i, pattern] of faults.entries()) expect(found[i]).toMatch(pattern);
  });
});

// ---------------------------------------------------------------------------------------- documents

describe("documents", () => {
  it("follows references into other files", () => {
    const declared = json({ $ref: "schemas/a.yaml#/A" });
    const files = {
      "schemas/a.yaml": "A: { properties: { b: { $ref: 'b.yaml' } } }\n",
      "schemas/b.yaml": "type: integer\n",
    };
    const exchange = { operation: "POST /x", declared, headers: JSON_TYPE, body: '{"b":"c"}' };
    expect(judge({ ...exchange, call: { body: { b: "c" } } }, files)).toEqual([
      expect.stringMatching(/\/b must be integer/),
    ]);
  });

  const info = { title: "Rows", version: "1" };
  it.each([
    ["a whole document", { openapi: "3.1.0", info, paths: {} }, undefined],
    ["3.1 without paths", { openapi: "3.1.0", info, components: {} }, undefined],
    [
      "a data member called $ref",
      { openapi: "3.1.0", info, paths: {}, "x-a": { $ref: "nowhere.json" } },
      undefined,
    ],
    ["no version", { openapi: "4.0", info, paths: {} }, /no known version/],
    ["no info", { openapi: "3.0.0", paths: {} }, /no info/],
    ["no paths", { openapi: "3.0.0", info }, /no paths/],
    [
      "a reference without a target",
      { openapi: "3.0.0", info, paths: { "/a": { $ref: "#/b" } } },
      /#\/b has no target/,
    ],
    [
      "a missing file",
      { openapi: "3.0.0", info, paths: { "/a": { $ref: "b.yaml" } } },
      /b\.yaml cannot be read/,
    ],
    [
      "a file of another folder",
      { openapi: "3.0.0", info, paths: { "/a": { $ref: "../b.yaml" } } },
      /file of the folder, found \.\.\/b\.yaml outside/,
    ],
  ] as const)("reports errors of documents: %s", (_, document, why) => {
    const found = brokenReason(source(document as unknown as JsonObject));
    if (why === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(why);
  });

  it("counts operations behind references, and those of 3.2", () => {
    const read = source({
      openapi: "3.2.0",
      info,
      paths: {
        "/a": { $ref: "#/components/pathItems/A" },
        "/b": { query: {}, additionalOperations: { COPY: {} }, parameters: [] },
        "x-c": { get: {} },
      },
      components: { pathItems: { A: { get: {}, trace: {} } } },
    });
    expect([...operationsOf(read)].map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /a",
      "TRACE /a",
      "QUERY /b",
      "COPY /b",
    ]);
  });
});
