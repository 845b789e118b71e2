/** The additions of OpenAPI 3.2.0. Expected values are from the specification. */

import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../generator/json.ts";
import type { ParameterStyle } from "../../runtime/contract/http-binding.ts";
import { normalised, operationOf, reported } from "../support/normalise.ts";

type Fields = Record<string, Json>;

function openapi(item: Fields, root: Fields = {}, version = "3.2.0"): JsonObject {
  return { openapi: version, info: { title: "API", version: "1" }, paths: { "/a/{id}": item }, ...root };
}

function operation(fields: Fields, root: Fields = {}, version = "3.2.0") {
  return operationOf(openapi({ post: fields }, root, version));
}

describe("versions", () => {
  it.each([["3.2.0"], ["3.2.1"], ["3.2"], [3.2], ["3.2.0-rc1"]])("accepts %j", (version) => {
    expect(normalised(openapi({}, { openapi: version })).document.operations).toEqual([]);
  });
  it.each([["3.3.0"], ["3.20"], ["03.2.0"], ["3.2.0.1"], [null], [{}]])("rejects %j", (version) => {
    expect(reported(openapi({}, { openapi: version }), "unsupported-version")).toHaveLength(1);
  });
  it("accepts a document without paths", () => {
    const { document } = normalised({ openapi: "3.2.0", info: { title: "API", version: "1" }, webhooks: {} });
    expect(document.operations).toEqual([]);
  });
});

describe("methods", () => {
  const methods = (item: Fields, version?: string) => {
    const { document, messages } = normalised(openapi(item, {}, version));
    return { methods: document.operations.map(({ method }) => method), messages };
  };

  it("reads the field `query`", () => {
    expect(methods({ query: {}, get: {} })).toEqual({ methods: ["GET", "QUERY"], messages: [] });
  });

  it("keeps the spelling of methods of additional operations", () => {
    const additional = { COPY: {}, "M-SEARCH": {}, link: {}, "x-own": {}, "!#$%&'*+-.^_`|~1": {} };
    expect(methods({ additionalOperations: additional })).toEqual({
      methods: ["COPY", "M-SEARCH", "link", "x-own", "!#$%&'*+-.^_`|~1"],
      messages: [],
    });
  });

  const wrong: [method: string, why: RegExp][] = [
    ["POST", /`post`/],
    ["QUERY", /`query`/],
    ["get", /`get`/],
    ["CONNECT", /CONNECT/],
    ["A B", /expected an HTTP method/],
    ["A\r\nHost: evil", /expected an HTTP method/],
    ["", /expected an HTTP method/],
    ["GÉT", /expected an HTTP method/],
  ];
  it.each(wrong)("rejects %j as the method of an additional operation", (method, why) => {
    const { methods: found, messages } = methods({ additionalOperations: { [method]: {}, COPY: {} } });
    expect(found).toEqual(["COPY"]);
    expect(messages).toEqual([expect.stringMatching(why)]);
    expect(messages[0]).toMatch(/^invalid-operation at \/paths\/~1a~1\{id\}\/additionalOperations\//);
  });

  it.each([["3.0.4"], ["3.1.1"]])("ignores both in %s", (version) => {
    expect(methods({ query: {}, additionalOperations: { COPY: {} } }, version).methods).toEqual([]);
  });

  it.each([[[]], [null], ["COPY"], [1]])("ignores additionalOperations that are %j", (additional) => {
    expect(methods({ additionalOperations: additional }).methods).toEqual([]);
  });
});

describe("querystring parameters", () => {
  const content = {
    "application/x-www-form-urlencoded": {
      schema: { type: "object", properties: { a: { type: "array", items: { type: "string" } } } },
      encoding: { a: { style: "form", explode: false } },
      example: { a: ["x"] },
    },
  };
  const whole = { name: "query", in: "querystring", required: true, content };

  it("reads one as the whole query, a value of a media type", () => {
    const { parameters, messages } = operation({ parameters: [whole] });
    expect(messages).toEqual([]);
    expect(parameters).toEqual([
      {
        name: "query",
        in: "querystring",
        required: true,
        deprecated: false,
        schema: content["application/x-www-form-urlencoded"].schema,
        style: "form",
        explode: true,
        allowReserved: false,
        contentType: "application/x-www-form-urlencoded",
        encoding: new Map([["a", { style: "form", explode: false }]]),
        examples: [{ a: ["x"] }],
        pointer: ["paths", "/a/{id}", "post", "parameters", 0],
      },
    ]);
  });

  it("accepts any media type", () => {
    const json = { ...whole, content: { "application/json": { schema: { type: "object" } } } };
    expect(operation({ parameters: [json] }).parameters[0]).toMatchObject({
      contentType: "application/json",
      schema: { type: "object" },
    });
  });

  const wrong: [parameters: Json[], at: number, why: RegExp][] = [
    [[{ ...whole, content: undefined as never, schema: { type: "string" } }], 0, /expected `content`/],
    [[{ ...whole, content: {} }], 0, /expected `content`/],
    [[{ ...whole, content: [] }], 0, /expected `content`/],
    [[whole, { name: "b", in: "query", schema: {} }], 0, /expected no parameter in `query`/],
    [[whole, { ...whole, name: "other" }], 1, /expected one parameter/],
  ];
  it.each(wrong)("rejects one of %j", (parameters, at, why) => {
    const { parameters: read, messages } = operation({ parameters });
    expect(read).toHaveLength(parameters.length - 1);
    expect(messages).toEqual([expect.stringMatching(why)]);
    expect(messages[0]).toMatch(
      new RegExp(`^unsupported-parameter at /paths/~1a~1\\{id\\}/post/parameters/${at}: `),
    );
  });

  it.each([["3.0.4"], ["3.1.1"]])("rejects them in %s", (version) => {
    const { parameters, messages } = operation({ parameters: [whole] }, {}, version);
    expect(parameters).toEqual([]);
    expect(messages).toEqual([expect.stringContaining("path, query, header or cookie")]);
  });
});

describe("styles", () => {
  const read = (fields: Fields, version?: string) =>
    operation({ parameters: [{ name: "p", schema: {}, ...fields }] }, {}, version).parameters[0];

  const cookies: [fields: Fields, version: string, style: ParameterStyle, explode: boolean][] = [
    [{}, "3.2.0", "form", true],
    [{ style: "cookie" }, "3.2.0", "cookie", true],
    [{ style: "cookie", explode: false }, "3.2.0", "cookie", false],
    [{ style: "cookie" }, "3.1.1", "form", true],
    // A name that needs encoding cannot be sent without.
    [{ style: "cookie", name: "a;b=c" }, "3.2.0", "form", true],
  ];
  it.each(cookies)("reads a cookie with %j in %s as %s, explode %s", (fields, version, style, explode) => {
    expect(read({ in: "cookie", ...fields }, version)).toMatchObject({ style, explode });
  });

  const reserved: [fields: Fields, version: string, want: boolean][] = [
    [{ in: "query" }, "3.0.4", true],
    [{ in: "query" }, "3.2.0", true],
    [{ in: "path" }, "3.1.1", false],
    [{ in: "path" }, "3.2.0", true],
    [{ in: "cookie" }, "3.1.1", false],
    [{ in: "cookie" }, "3.2.0", true],
    // Without percent-encoding it has no effect.
    [{ in: "cookie", style: "cookie" }, "3.2.0", false],
    [{ in: "header" }, "3.2.0", false],
  ];
  it.each(reserved)("reads allowReserved with %j in %s as %s", (fields, version, want) => {
    expect(read({ allowReserved: true, ...fields }, version)?.allowReserved).toBe(want);
    expect(read(fields, version)?.allowReserved).toBe(false);
  });
});

describe("Media Type Objects", () => {
  const jsonl = (media: Json, root: Fields = {}, version?: string) =>
    operation(
      { responses: { "200": { summary: "Lines.", content: { "application/jsonl": media } } } },
      root,
      version,
    ).responses[0]?.content[0];

  it("reads the schema of the items of a sequence", () => {
    expect(jsonl({ itemSchema: { type: "integer" } })).toEqual({
      type: "application/jsonl",
      schema: true,
      itemSchema: { type: "integer" },
      encoding: new Map(),
      examples: [],
    });
    expect(jsonl({ schema: { type: "array" }, itemSchema: false })).toMatchObject({
      schema: { type: "array" },
      itemSchema: false,
    });
    expect(jsonl({ itemSchema: { type: "integer" } }, {}, "3.1.1")).not.toHaveProperty("itemSchema");
  });

  it("follows references to them", () => {
    const components = {
      schemas: { Line: { type: "string" } },
      mediaTypes: {
        Lines: { itemSchema: { $ref: "#/components/schemas/Line" } },
        Alias: { $ref: "#/components/mediaTypes/Lines" },
      },
    };
    const found = jsonl({ $ref: "#/components/mediaTypes/Alias" }, { components });
    expect(found?.itemSchema).toEqual({ $ref: "#/$defs/Line" });
    const wrong = { $ref: "#/components/mediaTypes/default" };
    const root = { components: { mediaTypes: { default: { $ref: "#/components/mediaTypes/None" } } } };
    expect(
      reported(
        openapi({ get: { requestBody: { content: { "text/plain": wrong } } } }, root),
        "unresolved-reference",
      ),
    ).toEqual([expect.stringMatching(/^\/components\/mediaTypes\/default\/\$ref: /)]);
  });

  const examples: [type: string, example: Fields, want: Json[]][] = [
    ["application/json", { dataValue: { a: 1 } }, [{ a: 1 }]],
    ["application/json", { dataValue: null, serializedValue: "1" }, [null]],
    ["application/json", { value: null }, [null]],
    ["application/json", { dataValue: 1, value: 2 }, [1]],
    ["application/json", { serializedValue: '{"a":1}' }, [{ a: 1 }]],
    ["application/problem+json; charset=utf-8", { serializedValue: "[1]" }, [[1]]],
    ["application/json", { serializedValue: '{"a":' }, []],
    ["text/plain", { serializedValue: "a\nb" }, ["a\nb"]],
    ["application/xml", { serializedValue: "<a/>" }, []],
    ["application/json", { serializedValue: 1 }, []],
    ["application/json", { externalValue: "./a.json" }, []],
    ["application/json", { summary: "Nothing." }, []],
  ];
  it.each(examples)("reads the %s example %j as %j", (type, example, want) => {
    const body = { content: { [type]: { examples: { one: example } } } };
    expect(operation({ requestBody: body }).body?.content[0]?.examples).toEqual(want);
  });

  it("reads the data of a parameter's example, not its serialisation", () => {
    const parameter = {
      name: "p",
      in: "query",
      schema: { type: "array" },
      examples: { a: { dataValue: ["x"], serializedValue: "p=x" }, b: { serializedValue: "p=y" } },
    };
    expect(operation({ parameters: [parameter] }).parameters[0]?.examples).toEqual([["x"]]);
  });
});

it("drops fields that do not affect a call", () => {
  const root = {
    $self: "https://specs.example/api",
    jsonSchemaDialect: "https://example.com/dialect",
    servers: [{ url: "https://api.example", name: "production" }],
    tags: [
      { name: "a", summary: "A", parent: "b", kind: "nav" },
      { name: "b", parent: "a" },
    ],
    components: {
      schemas: {
        Pet: {
          type: "object",
          discriminator: {
            propertyName: "kind",
            mapping: { cat: "#/components/schemas/Cat" },
            defaultMapping: "#/components/schemas/Cat",
          },
          properties: { kind: { type: "string" } },
        },
        Cat: { type: "object", xml: { nodeType: "element" } },
      },
    },
  };
  const { document, messages } = normalised(
    openapi(
      {
        get: {
          tags: ["a"],
          responses: {
            "200": {
              summary: "A pet.",
              content: { "application/json": { schema: { $ref: "#/components/schemas/Pet" } } },
            },
          },
        },
      },
      root,
    ),
  );
  expect(messages).toEqual([]);
  expect(document.baseUrl).toBe("https://api.example");
  expect(document.operations[0]?.tags).toEqual(["a"]);
  expect(Object.fromEntries(document.schemas)).toEqual({
    Pet: { type: "object", properties: { kind: { type: "string" } } },
  });
});

describe("security", () => {
  const device = {
    type: "oauth2",
    deprecated: true,
    oauth2MetadataUrl: "https://auth.example/.well-known/oauth-authorization-server",
    flows: {
      deviceAuthorization: {
        deviceAuthorizationUrl: "https://auth.example/device",
        tokenUrl: "https://auth.example/token",
        scopes: { read: "Read." },
      },
    },
  };
  const components = { securitySchemes: { device, "#/components/securitySchemes/odd": device } };

  it("keeps schemes unchanged", () => {
    const { document } = normalised(openapi({}, { components }));
    expect(document.securitySchemes.get("device")).toEqual(device);
  });

  const rows: [given: Json, want: Json][] = [
    [[{ device: ["read"] }], [{ device: ["read"] }]],
    [[{ "#/components/securitySchemes/device": ["read"] }], [{ device: ["read"] }]],
    // The name of a scheme takes precedence over a URI.
    [[{ "#/components/securitySchemes/odd": [] }], [{ "#/components/securitySchemes/odd": [] }]],
    [[{ none: [] }], [{ none: [] }]],
    [
      [{ device: "read" }, null, [], { device: [1, "read"] }],
      [{ device: [] }, { device: ["read"] }],
    ],
    ["device", []],
  ];
  it.each(rows)("reads the requirements %j as %j", (security, want) => {
    expect(operation({ security }, { components }).security).toEqual(want);
  });
});
