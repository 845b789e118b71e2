/** Swagger 2.0, section by section. Expected values are from the specification. */
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../generator/json.ts";
import type { Schema } from "../../generator/json-schema.ts";
import type { ApiEncoding } from "../../generator/normalise/api-document.ts";
import { normalised, operationOf, reported } from "../support/normalise.ts";

type Fields = Record<string, Json>;

/** A document with one operation, POST /a/{id}. */
function swagger(operation: Fields, root: Fields = {}, item: Fields = {}): JsonObject {
  return {
    swagger: "2.0",
    info: { title: "API", version: "1" },
    paths: { "/a/{id}": { post: { responses: {}, ...operation }, ...item } },
    ...root,
  };
}

function parameter(fields: Fields) {
  const { parameters, messages } = operationOf(swagger({ parameters: [{ name: "p", ...fields }] }));
  return { ...parameters[0], messages };
}

describe("Swagger Object: host, basePath, schemes", () => {
  const rows: [root: Fields, baseUrl: string | undefined][] = [
    [{ host: "api.example", basePath: "/v1", schemes: ["https"] }, "https://api.example/v1"],
    [{ host: "api.example", basePath: "/v1/", schemes: ["http"] }, "http://api.example/v1"],
    [{ host: "api.example", schemes: ["http", "https"] }, "https://api.example"],
    [{ host: "api.example", basePath: "/", schemes: ["ws", "http"] }, "http://api.example"],
    [{ host: "api.example:8080", basePath: "/v1" }, "https://api.example:8080/v1"],
    [{ host: "api.example", schemes: [] }, "https://api.example"],
    [{ host: "api.example", basePath: "v1" }, "https://api.example/v1"],
    [{ host: "api.example", schemes: ["ws", "wss"] }, undefined],
    [{ host: "https://api.example", basePath: "/v1" }, undefined],
    [{ host: "user:secret@api.example" }, undefined],
    [{ host: "{tenant}.example" }, undefined],
    [{ host: "api.example", basePath: "/{version}" }, undefined],
    [{ host: "", basePath: "/v1" }, undefined],
    [{ host: 1, basePath: [], schemes: "https" }, undefined],
    [{}, undefined],
  ];
  it.each(rows)("reads %j as the base URL %s", (root, want) => {
    expect(normalised(swagger({}, root)).document.baseUrl).toBe(want);
  });

  it("suggests a URL with the base path of a document without a host", () => {
    const [messages] = reported(swagger({}, { basePath: "/v1", schemes: ["https"] }), "no-base-url");
    expect(messages).toMatch(/^\/host: .*--base-url api=https:\/\/HOST\/v1\b.*`host`/);
    expect(reported(swagger({}), "no-base-url")).toEqual([expect.stringContaining("--base-url api=URL")]);
  });

  const own: [schemes: Json, want: string | undefined][] = [
    [["http"], "http://api.example/v1"],
    [["https"], undefined],
    [["http", "https"], undefined],
    [["wss"], undefined],
  ];
  it.each(own)("prefers the schemes %j of an operation to those of the document", (schemes, want) => {
    const root = { host: "api.example", basePath: "/v1", schemes: ["https"] };
    expect(operationOf(swagger({ schemes }, root)).server).toBe(want);
  });
});

describe("versions", () => {
  it.each([["2.0"], [2]])("accepts %j", (version) => {
    expect(normalised(swagger({}, { swagger: version })).document.operations).toHaveLength(1);
  });
  it.each([["1.2"], ["2.1"], ["2"], [null], [3]])("rejects %j", (version) => {
    const [messages] = reported(swagger({}, { swagger: version }), "unsupported-version");
    expect(messages).toMatch(/^\/swagger: .*Swagger 2\.0/);
  });
});

describe("Parameter Object", () => {
  const schemas: [fields: Fields, want: Schema][] = [
    [
      { type: "integer", format: "int32", minimum: 1, maximum: 9, exclusiveMaximum: true, multipleOf: 2 },
      { type: "integer", format: "int32", minimum: 1, exclusiveMaximum: 9, multipleOf: 2 },
    ],
    [
      { type: "string", minLength: 1, maxLength: 5, pattern: "^a", default: "a", enum: ["a", "ab"] },
      { type: "string", minLength: 1, maxLength: 5, pattern: "^a", default: "a", enum: ["a", "ab"] },
    ],
    [
      { type: "array", items: { type: "integer", maximum: 3 }, minItems: 1, maxItems: 2, uniqueItems: true },
      { type: "array", items: { type: "integer", maximum: 3 }, minItems: 1, maxItems: 2, uniqueItems: true },
    ],
    [{ type: "string", "x-nullable": true }, { type: ["string", "null"] }],
    [{ type: "boolean", allowEmptyValue: true }, { type: "boolean" }],
    [{}, { type: "string" }],
    // An array in an array is one string with its own separator.
    [
      { type: "array", items: { type: "array", items: { type: "integer" } } },
      { type: "array", items: { type: "string", description: "Values separated by commas." } },
    ],
    [
      { type: "array", items: { type: "array", collectionFormat: "pipes", items: { type: "integer" } } },
      { type: "array", items: { type: "string", description: "Values separated by |." } },
    ],
    // Not allowed, but common.
    [{ schema: { type: "integer" } }, { type: "integer" }],
  ];
  it.each(schemas)("reads the schema of %j as %j", (fields, want) => {
    const { schema, messages } = parameter({ in: "query", ...fields });
    expect(schema).toEqual(want);
    expect(messages).toEqual([]);
  });

  const list = { type: "array", items: { type: "string" } };
  const styles: [where: string, collectionFormat: Json, style: string, explode: boolean][] = [
    ["query", null, "form", false],
    ["query", "csv", "form", false],
    ["query", "ssv", "spaceDelimited", false],
    ["query", "tsv", "tabDelimited", false],
    ["query", "pipes", "pipeDelimited", false],
    ["query", "multi", "form", true],
    ["query", "json", "form", false],
    ["path", null, "simple", false],
    ["path", "csv", "simple", false],
    ["path", "ssv", "spaceDelimited", false],
    ["path", "tsv", "tabDelimited", false],
    ["path", "pipes", "pipeDelimited", false],
    ["path", "multi", "simple", false],
    ["header", "csv", "simple", false],
    ["header", "ssv", "spaceDelimited", false],
    ["header", "tsv", "tabDelimited", false],
    ["header", "pipes", "pipeDelimited", false],
  ];
  it.each(styles)(
    "a list in %s with collectionFormat %j is %s, explode %s",
    (where, format, style, explode) => {
      const fields = { in: where, ...list, ...(format !== null && { collectionFormat: format }) };
      expect(parameter(fields)).toMatchObject({ style, explode });
    },
  );

  it("ignores the collectionFormat of a parameter that is not an array", () => {
    expect(parameter({ in: "query", type: "string", collectionFormat: "pipes" })).toMatchObject({
      style: "form",
      explode: true,
    });
    expect(parameter({ in: "header", type: "string", collectionFormat: "pipes" })).toMatchObject({
      style: "simple",
      explode: false,
    });
  });

  const required: [fields: Fields, want: boolean][] = [
    [{ in: "query" }, false],
    [{ in: "query", required: true }, true],
    [{ in: "query", required: "true" }, false],
    [{ in: "path" }, true],
    [{ in: "path", required: false }, true],
  ];
  it.each(required)("reads %j as required %s", (fields, want) => {
    expect(parameter({ type: "string", ...fields }).required).toBe(want);
  });

  const examples: [fields: Fields, want: Json[]][] = [
    [{ "x-example": "a" }, ["a"]],
    [{ "x-example": null }, [null]],
    [{ "x-examples": { one: "a", two: "b" } }, ["a", "b"]],
    [{ "x-examples": ["a", "b"] }, ["a", "b"]],
    [{}, []],
  ];
  it.each(examples)("reads the examples of %j as %j", (fields, want) => {
    expect(parameter({ in: "query", type: "string", ...fields }).examples).toEqual(want);
  });

  it("replaces parameters of the path in their places by those of the operation", () => {
    const { parameters } = operationOf(
      swagger(
        {
          parameters: [
            { name: "b", in: "query", type: "integer" },
            { name: "a", in: "query", type: "integer" },
          ],
        },
        {},
        {
          parameters: [
            { name: "a", in: "query", type: "string" },
            { name: "a", in: "header", type: "string" },
          ],
        },
      ),
    );
    expect(parameters.map(({ name, in: where, schema }) => [name, where, schema])).toEqual([
      ["a", "query", { type: "integer" }],
      ["a", "header", { type: "string" }],
      ["b", "query", { type: "integer" }],
    ]);
  });

  it("keeps the pointers of the parameters that references lead to", () => {
    const { parameters } = operationOf(
      swagger(
        { parameters: [{ $ref: "#/parameters/Limit" }] },
        { parameters: { Limit: { name: "limit", in: "query", type: "integer" } } },
      ),
    );
    expect(parameters).toMatchObject([{ name: "limit", pointer: ["parameters", "Limit"] }]);
  });

  const wrong: [entry: Json, want: RegExp][] = [
    [
      { in: "query", type: "string" },
      /^unsupported-parameter at .*\/parameters\/0: expected a string in `name`/,
    ],
    [
      { name: "a", in: "cookie", type: "string" },
      /^unsupported-parameter at .*\/parameters\/0: .*formData or body in `in`, found "cookie"/,
    ],
    [
      { name: "a b", in: "header", type: "string" },
      /^unsupported-parameter at .*expected a valid header name/,
    ],
    ["limit", /^unsupported-parameter at .*\/parameters\/0: /],
    [
      { name: "a", in: "query", type: "object" },
      // Swagger 2.0 does not allow objects here; they are kept.
      /^$/,
    ],
    [
      { name: "a", in: "query", type: "file" },
      /^unsupported-schema at \/paths\/~1a~1\{id\}\/post\/parameters\/0\/type: /,
    ],
    [
      { name: "a", in: "query", type: "array", items: { type: "any" } },
      /^unsupported-schema at \/paths\/~1a~1\{id\}\/post\/parameters\/0\/items\/type: /,
    ],
  ];
  it.each(wrong)("reports %j at its own place", (entry, want) => {
    expect(operationOf(swagger({ parameters: [entry] })).messages.join("\n")).toMatch(want);
  });

  it("reports a fault of a shared parameter once", () => {
    const { messages } = normalised({
      ...swagger({}, { parameters: { P: { name: "p", in: "query", type: "any" } } }),
      paths: Object.fromEntries(
        ["/a", "/b"].map((path) => [
          path,
          { get: { parameters: [{ $ref: "#/parameters/P" }], responses: {} } },
        ]),
      ),
    });
    expect(messages).toEqual([expect.stringContaining("unsupported-schema at /parameters/P/type")]);
  });
});

describe("body parameters", () => {
  const schema = { type: "object", properties: { a: { type: "string" } } };
  const body = { name: "pet", in: "body", required: true, description: "A pet.", schema };

  it("reads one as the body", () => {
    const { body: read, parameters } = operationOf(swagger({ parameters: [body] }));
    expect(parameters).toEqual([]);
    expect(read).toEqual({
      required: true,
      description: "A pet.",
      content: [{ type: "application/json", schema, encoding: new Map(), examples: [] }],
      pointer: ["paths", "/a/{id}", "post", "parameters", 0],
    });
  });

  const types: [operation: Json, root: Json, want: string[]][] = [
    [null, null, ["application/json"]],
    [null, ["text/xml"], ["text/xml"]],
    [["application/xml", "application/json"], ["text/xml"], ["application/xml", "application/json"]],
    // An empty list removes those of the document.
    [[], ["text/xml"], ["application/json"]],
    [null, [], ["application/json"]],
    [["text/plain", 1, " ", "text/plain"], null, ["text/plain"]],
    ["text/plain", ["text/xml"], ["text/xml"]],
  ];
  it.each(types)(
    "reads consumes %j of the operation and %j of the document as %j",
    (operation, root, want) => {
      const { body: read } = operationOf(
        swagger(
          { parameters: [body], ...(operation !== null && { consumes: operation }) },
          { ...(root !== null && { consumes: root }) },
        ),
      );
      expect(read?.content.map(({ type }) => type)).toEqual(want);
    },
  );

  it("accepts one without a name", () => {
    const { body: read, messages } = operationOf(swagger({ parameters: [{ in: "body", schema }] }));
    expect(read).toMatchObject({ required: false, content: [{ schema }] });
    expect(messages).toEqual([]);
  });

  it("replaces the body of the path by that of the operation, whatever their names", () => {
    const { body: read } = operationOf(
      swagger(
        { parameters: [{ name: "b", in: "body", schema: { type: "integer" } }] },
        {},
        { parameters: [body] },
      ),
    );
    expect(read?.content[0]?.schema).toEqual({ type: "integer" });
  });

  const examples: [fields: Fields, want: Json[]][] = [
    [{ "x-example": { a: "1" } }, [{ a: "1" }]],
    [{ "x-examples": { "application/json": { a: "1" } } }, [{ a: "1" }]],
    [{ "x-examples": { "application/xml": "<a/>" } }, []],
    [{ "x-examples": { one: { a: "1" } } }, [{ a: "1" }]],
  ];
  it.each(examples)("reads the examples of %j as %j", (fields, want) => {
    const { body: read } = operationOf(swagger({ parameters: [{ ...body, ...fields }] }));
    expect(read?.content[0]?.examples).toEqual(want);
  });

  it("reports form fields beside a body", () => {
    const field = { name: "f", in: "formData", type: "string" };
    const { body: read, messages } = operationOf(swagger({ parameters: [field, body] }));
    expect(read?.content[0]?.schema).toEqual(schema);
    expect(messages).toEqual([
      expect.stringMatching(/^unsupported-parameter at \/paths\/~1a~1\{id\}\/post\/parameters\/0: .*form/),
    ]);
  });
});

describe("formData parameters", () => {
  const form = (fields: Fields[], consumes?: string[], root: Fields = {}) =>
    operationOf(
      swagger(
        {
          parameters: fields.map((field) => ({ in: "formData", type: "string", ...field })),
          ...(consumes && { consumes }),
        },
        root,
      ),
    ).body;

  it("reads them as one object, in their order", () => {
    const body = form([
      { name: "b", required: true, description: "B.", "x-example": "x" },
      { name: "a", type: "integer", maximum: 3 },
      { name: "__proto__", required: true },
    ]);
    expect(body).toEqual({
      required: true,
      content: [
        {
          type: "application/x-www-form-urlencoded",
          schema: {
            type: "object",
            properties: JSON.parse(
              `{"b":{"type":"string","description":"B.","examples":["x"]},
                "a":{"type":"integer","maximum":3},"__proto__":{"type":"string"}}`,
            ),
            required: ["b", "__proto__"],
          },
          encoding: new Map(),
          examples: [],
        },
      ],
      pointer: ["paths", "/a/{id}", "post"],
    });
    expect(form([{ name: "a" }])?.required).toBe(false);
  });

  const file = { name: "f", type: "file" };
  const URLENCODED = "application/x-www-form-urlencoded";
  const types: [fields: Fields[], consumes: string[] | undefined, want: string[]][] = [
    [[{ name: "a" }], undefined, [URLENCODED]],
    [[{ name: "a" }], [URLENCODED], [URLENCODED]],
    [[{ name: "a" }], ["multipart/form-data"], ["multipart/form-data"]],
    [[{ name: "a" }], ["multipart/form-data", URLENCODED], ["multipart/form-data", URLENCODED]],
    [[{ name: "a" }], ["application/json"], [URLENCODED]],
    [[file], undefined, ["multipart/form-data"]],
    [[file], [URLENCODED], ["multipart/form-data"]],
    [[file], [URLENCODED, "multipart/form-data"], ["multipart/form-data"]],
    [[file], ["application/json"], ["multipart/form-data"]],
  ];
  it.each(types)("sends %j consuming %j as %j", (fields, consumes, want) => {
    expect(form(fields, consumes)?.content.map(({ type }) => type)).toEqual(want);
  });

  it("takes the media types of the document", () => {
    const body = form([{ name: "a" }], undefined, { consumes: ["multipart/form-data"] });
    expect(body?.content.map(({ type }) => type)).toEqual(["multipart/form-data"]);
    expect(form([{ name: "a" }], [], { consumes: ["multipart/form-data"] })?.content[0]?.type).toBe(
      URLENCODED,
    );
  });

  it("reads files as binary strings", () => {
    expect(form([{ ...file, description: "A file." }])?.content[0]?.schema).toEqual({
      type: "object",
      properties: { f: { type: "string", format: "binary", description: "A file." } },
    });
  });

  const formats: [format: Json, want: ApiEncoding][] = [
    [null, { style: "form", explode: false }],
    ["csv", { style: "form", explode: false }],
    ["ssv", { style: "spaceDelimited", explode: false }],
    ["tsv", { style: "tabDelimited", explode: false }],
    ["pipes", { style: "pipeDelimited", explode: false }],
    ["multi", { style: "form", explode: true }],
  ];
  it.each(formats)("encodes an array with collectionFormat %j as %j", (format, want) => {
    const field = { name: "a", type: "array", items: { type: "string" } };
    const body = form([{ ...field, ...(format !== null && { collectionFormat: format }) }, { name: "b" }]);
    expect([...(body?.content[0]?.encoding ?? [])]).toEqual([["a", want]]);
  });
});

describe("Response Objects", () => {
  const content = (response: Fields, operation: Fields = {}, root: Fields = {}) =>
    operationOf(swagger({ responses: { "200": { description: "ok", ...response } }, ...operation }, root))
      .responses[0]?.content;
  const schema = { type: "object", properties: { a: { type: "string" } } };

  it("repeats the schema in all media types that are produced", () => {
    expect(content({ schema }, { produces: ["application/json", "application/xml"] })).toEqual([
      { type: "application/json", schema, encoding: new Map(), examples: [] },
      { type: "application/xml", schema, encoding: new Map(), examples: [] },
    ]);
  });

  const types: [operation: Json, root: Json, want: string[]][] = [
    [null, null, ["application/json"]],
    [null, ["text/xml"], ["text/xml"]],
    [["text/plain"], ["text/xml"], ["text/plain"]],
    [[], ["text/xml"], ["application/json"]],
  ];
  it.each(types)(
    "reads produces %j of the operation and %j of the document as %j",
    (operation, root, want) => {
      const found = content(
        { schema },
        { ...(operation !== null && { produces: operation }) },
        { ...(root !== null && { produces: root }) },
      );
      expect(found?.map(({ type }) => type)).toEqual(want);
    },
  );

  it("reads no content without a schema", () => {
    expect(content({}, { produces: ["application/json"] })).toEqual([]);
  });

  const binary: Schema = { type: "string", format: "binary" };
  const files: [produces: string[] | undefined, want: [string, Schema][]][] = [
    [
      ["image/png", "application/pdf"],
      [
        ["image/png", binary],
        ["application/pdf", binary],
      ],
    ],
    [undefined, [["application/octet-stream", binary]]],
    [["application/json"], [["application/json", true]]],
  ];
  it.each(files)("reads a file of the media types %j", (produces, want) => {
    const found = content({ schema: { type: "file" } }, produces && { produces });
    expect(found?.map((media) => [media.type, media.schema])).toEqual(want);
  });

  it("reads examples by media type", () => {
    const examples = { "text/plain": "hello", "text/csv": "a,b" };
    const found = content(
      { schema: { type: "string" }, examples },
      { produces: ["text/plain", "text/html"] },
    );
    expect(found?.map((media) => media.examples)).toEqual([["hello"], []]);
  });

  it("follows references to responses of the document", () => {
    const { responses } = operationOf(
      swagger(
        { responses: { "200": { $ref: "#/responses/Ok" }, default: { description: "error" }, "404": {} } },
        { responses: { Ok: { description: "ok", schema } } },
      ),
    );
    expect(responses.map(({ status, content: { length } }) => [status, length])).toEqual([
      ["200", 1],
      ["404", 0],
      ["default", 0],
    ]);
  });
});

describe("Schema Objects", () => {
  it("keeps the names of definitions, and their cycles", () => {
    const { document } = normalised(
      swagger(
        { parameters: [{ name: "b", in: "body", schema: { $ref: "#/definitions/Tree" } }] },
        {
          definitions: {
            Tree: {
              type: "object",
              properties: { left: { $ref: "#/definitions/Tree" }, leaf: { $ref: "#/definitions/Leaf" } },
            },
            Leaf: { type: "string", "x-nullable": true, "x-example": "x" },
          },
        },
      ),
    );
    expect(document.operations[0]?.body?.content[0]?.schema).toEqual({ $ref: "#/$defs/Tree" });
    expect(Object.fromEntries(document.schemas)).toEqual({
      Tree: {
        type: "object",
        properties: { left: { $ref: "#/$defs/Tree" }, leaf: { $ref: "#/$defs/Leaf" } },
      },
      Leaf: { type: ["string", "null"], examples: ["x"] },
    });
  });

  const rows: [given: Json, want: Schema][] = [
    [
      {
        type: "object",
        discriminator: "kind",
        required: ["kind"],
        properties: { kind: { type: "string", readOnly: true, xml: { attribute: true } } },
      },
      { type: "object", required: ["kind"], properties: { kind: { type: "string", readOnly: true } } },
    ],
    // Many documents set `required` at the property, as at a parameter.
    [
      { type: "object", properties: { a: { type: "string", required: true } } },
      { type: "object", properties: { a: { type: "string" } } },
    ],
    [
      { type: "number", minimum: 1, exclusiveMinimum: true },
      { type: "number", exclusiveMinimum: 1 },
    ],
    [{ $ref: "#/definitions/A", type: "string", minLength: 2 }, { $ref: "#/$defs/A" }],
    [
      { type: "string", example: "x", "x-example": "y" },
      { type: "string", examples: ["x"] },
    ],
  ];
  it.each(rows)("converts %j to %j", (schema, want) => {
    const root = { definitions: { A: { type: "integer" } } };
    const { body, messages } = operationOf(swagger({ parameters: [{ in: "body", schema }] }, root));
    expect(body?.content[0]?.schema).toEqual(want);
    expect(messages).toEqual([]);
  });

  it("reports a fault in a definition at its own place", () => {
    const { messages } = operationOf(
      swagger(
        { parameters: [{ in: "body", schema: { $ref: "#/definitions/A" } }] },
        { definitions: { A: { properties: { b: { type: "file" } } } } },
      ),
    );
    expect(messages).toEqual([
      expect.stringMatching(/^unsupported-schema at \/definitions\/A\/properties\/b\/type: /),
    ]);
  });
});

describe("security", () => {
  const authorizationUrl = "https://auth.example/authorize";
  const tokenUrl = "https://auth.example/token";
  const scopes = { "read:pets": "Read.", "x-internal": { a: 1 } };
  const rows: [given: Fields, want: Fields][] = [
    [
      { type: "basic", description: "Who you are." },
      { type: "http", scheme: "basic", description: "Who you are." },
    ],
    [
      { type: "apiKey", name: "X-Key", in: "header" },
      { type: "apiKey", name: "X-Key", in: "header" },
    ],
    [
      { type: "oauth2", flow: "implicit", authorizationUrl, scopes },
      { type: "oauth2", flows: { implicit: { authorizationUrl, scopes: { "read:pets": "Read." } } } },
    ],
    [
      { type: "oauth2", flow: "password", tokenUrl, authorizationUrl, scopes: {} },
      { type: "oauth2", flows: { password: { tokenUrl, scopes: {} } } },
    ],
    [
      { type: "oauth2", flow: "application", tokenUrl, scopes },
      { type: "oauth2", flows: { clientCredentials: { tokenUrl, scopes: { "read:pets": "Read." } } } },
    ],
    [
      { type: "oauth2", flow: "accessCode", authorizationUrl, tokenUrl, description: "d" },
      {
        type: "oauth2",
        flows: { authorizationCode: { authorizationUrl, tokenUrl, scopes: {} } },
        description: "d",
      },
    ],
    [
      { type: "oauth2", flow: "other" },
      { type: "oauth2", flows: {} },
    ],
  ];
  it.each(rows)("converts the scheme %j to %j", (given, want) => {
    const { document } = normalised(swagger({}, { securityDefinitions: { auth: given } }));
    expect(Object.fromEntries(document.securitySchemes)).toEqual({ auth: want });
  });

  const requirements: [operation: Json, want: Json][] = [
    [null, [{ key: [] }]],
    [[], []],
    [
      [{ oauth: ["read"], key: [] }, {}],
      [{ oauth: ["read"], key: [] }, {}],
    ],
  ];
  it.each(requirements)("reads the requirements %j of an operation", (security, want) => {
    const { security: read } = operationOf(
      swagger({ ...(security !== null && { security }) }, { security: [{ key: [] }] }),
    );
    expect(read).toEqual(want);
  });
});

it("reads a path that refers to another and adds to it", () => {
  const { document } = normalised({
    ...swagger({}),
    paths: {
      "/a": {
        get: { summary: "A", responses: {} },
        parameters: [{ name: "p", in: "query", type: "string" }],
      },
      "/b": { $ref: "#/paths/~1a", post: { responses: {} } },
    },
  });
  expect(
    document.operations.map(({ method, path, parameters }) => [method, path, parameters.length]),
  ).toEqual([
    ["GET", "/a", 1],
    ["GET", "/b", 1],
    ["POST", "/b", 1],
  ]);
});

it("ignores TRACE and the methods that came with OpenAPI 3", () => {
  const { document } = normalised({
    ...swagger({}),
    paths: { "/a": { trace: { responses: {} }, query: { responses: {} }, additionalOperations: { X: {} } } },
  });
  expect(document.operations).toEqual([]);
});
