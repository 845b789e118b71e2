/** Path items, references and malformed parts of documents, which all versions treat alike. */
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../generator/json.ts";
import { documentOf } from "../support/documents.ts";
import { normalised, operationOf, reported } from "../support/normalise.ts";

function openapi(paths: Json, components: Json = {}, version = "3.1.0"): JsonObject {
  return { ...documentOf(paths, {}, version), components };
}

describe("reads a path item with a $ref", () => {
  const query = (name: string, type: string): Json => ({ name, in: "query", schema: { type } });
  const shared = {
    summary: "Shared.",
    description: "Of the component.",
    servers: [{ url: "https://shared.example" }],
    parameters: [query("a", "string"), query("b", "string")],
    get: { operationId: "sharedGet", responses: {} },
    put: { operationId: "sharedPut", responses: {} },
  };
  const item = {
    $ref: "#/components/pathItems/Shared",
    summary: "Own.",
    parameters: [query("b", "integer"), query("c", "integer")],
    get: { operationId: "ownGet", responses: {} },
  };
  const { document, messages } = normalised(openapi({ "/x": item }, { pathItems: { Shared: shared } }));
  const [get, put] = document.operations;

  it("takes the operations of both, those beside the reference first", () => {
    expect(messages).toEqual([]);
    expect(document.operations.map(({ operationId, pointer }) => [operationId, pointer])).toEqual([
      ["ownGet", ["paths", "/x", "get"]],
      ["sharedPut", ["components", "pathItems", "Shared", "put"]],
    ]);
  });

  it("takes the parameters of both, and replaces those of the target", () => {
    const read = (operation: typeof get) =>
      operation?.parameters.map(({ name, schema, pointer }) => [name, schema, pointer[0]]);
    const want = [
      ["a", { type: "string" }, "components"],
      ["b", { type: "integer" }, "paths"],
      ["c", { type: "integer" }, "paths"],
    ];
    expect(read(get)).toEqual(want);
    expect(read(put)).toEqual(want);
  });

  it("prefers the fields beside the reference", () => {
    for (const operation of [get, put])
      expect(operation).toMatchObject({
        summary: "Own.",
        description: "Of the component.",
        server: "https://shared.example",
      });
  });

  it("follows chains of references, and ends circles", () => {
    const pathItems = {
      A: { $ref: "#/components/pathItems/B", put: { responses: {} } },
      B: { $ref: "#/components/pathItems/A", get: { responses: {} } },
    };
    const { document: circular } = normalised(
      openapi({ "/x": { $ref: "#/components/pathItems/A" } }, { pathItems }),
    );
    expect(circular.operations.map(({ method }) => method)).toEqual(["GET", "PUT"]);
  });
});

it.each([[null], [[]], ["get"], [1], [{}]])("reads no operations of a path item that is %j", (item) => {
  expect(normalised(openapi({ "/x": item })).document.operations).toEqual([]);
});

describe("skips malformed parts of an operation", () => {
  const rows: [fields: Record<string, Json>, messages: RegExp[]][] = [
    [{ parameters: { a: { name: "a", in: "query" } } }, []],
    [{ parameters: [null] }, [/unsupported-parameter at \/paths\/~1x\/get\/parameters\/0: /]],
    [{ parameters: [[]] }, [/unsupported-parameter at \/paths\/~1x\/get\/parameters\/0: /]],
    [{ parameters: [{ name: 1, in: "query" }] }, [/unsupported-parameter /]],
    [{ parameters: [{ name: "a", in: ["query"] }] }, [/unsupported-parameter /]],
    [{ requestBody: [] }, []],
    [{ requestBody: { content: [] } }, []],
    [{ responses: [] }, []],
    [{ responses: { "200": "ok", "2xx": null, default: 1 } }, []],
    [{ tags: "a" }, []],
    [{ tags: { a: 1 } }, []],
    [{ security: {} }, []],
    [{ servers: {} }, []],
    [{ operationId: 1, summary: [], description: {}, deprecated: "true" }, []],
  ];
  it.each(rows)("reads the fields %j", (fields, want) => {
    const { messages, ...operation } = operationOf(openapi({ "/x": { get: fields } }));
    expect(messages).toEqual(want.map((pattern) => expect.stringMatching(pattern)));
    expect(operation).toEqual({
      method: "GET",
      path: "/x",
      tags: [],
      deprecated: false,
      parameters: [],
      ...("requestBody" in fields && !Array.isArray(fields.requestBody) && { body: expect.anything() }),
      responses: [],
      security: [],
      pointer: ["paths", "/x", "get"],
    });
  });

  it.each([[null], [[]], ["x"], [1]])("skips an operation that is %j", (operation) => {
    const { document, messages } = normalised(openapi({ "/x": { get: operation, put: { responses: {} } } }));
    expect(document.operations.map(({ method }) => method)).toEqual(["PUT"]);
    expect(messages).toEqual([expect.stringMatching(/^invalid-operation at \/paths\/~1x\/get: /)]);
  });

  it.each([[{}], ["key"], [null]])("ignores security that is %j", (security) => {
    const root = { ...openapi({ "/x": { get: { security } } }), security: [{ key: [] }] };
    expect(operationOf(root).security).toEqual([{ key: [] }]);
  });

  it("ignores tags that are not strings", () => {
    expect(operationOf(openapi({ "/x": { get: { tags: [1, null, "", " a ", "b", "a"] } } })).tags).toEqual([
      "a",
      "b",
    ]);
  });
});

describe("reports a reference without a target", () => {
  const none = { $ref: "#/components/schemas/None" };
  const places: [paths: Json, components: Json, at: string][] = [
    [{ "/x": none }, {}, "/paths/~1x/$ref"],
    [
      { "/x": { additionalOperations: { "x-own": { requestBody: none } } } },
      {},
      "/paths/~1x/additionalOperations/x-own/requestBody/$ref",
    ],
    [{}, { mediaTypes: { example: none } }, "/components/mediaTypes/example/$ref"],
    [{}, { pathItems: { default: none } }, "/components/pathItems/default/$ref"],
    [{}, { securitySchemes: { const: none } }, "/components/securitySchemes/const/$ref"],
    [{}, { callbacks: { enum: none } }, "/components/callbacks/enum/$ref"],
    [{}, { links: { "x-a": none } }, "/components/links/x-a/$ref"],
    [
      {
        "/x": {
          post: { requestBody: { content: { a: { encoding: { default: { headers: { A: none } } } } } } },
        },
      },
      {},
      "/paths/~1x/post/requestBody/content/a/encoding/default/headers/A/$ref",
    ],
  ];
  it.each(places)("finds one in the paths %j and components %j", (paths, components, at) => {
    const [messages] = reported(openapi(paths, components, "3.2.0"), "unresolved-reference");
    expect(messages?.slice(0, messages.indexOf(": "))).toBe(at);
  });

  it.each([
    ["3.0.4", 1],
    ["3.1.0", 0],
    ["3.2.0", 0],
  ])("resolves anchors in %s: %i errors", (version, errors) => {
    const schemas = { Pet: { $anchor: "pet", type: "object" } };
    const schema = { $ref: "#pet" };
    const paths = { "/x": { post: { requestBody: { content: { "application/json": { schema } } } } } };
    const root = openapi(paths, { schemas }, version);
    expect(reported(root, "unresolved-reference")).toHaveLength(errors);
    if (errors === 0) expect(operationOf(root).body?.content[0]?.schema).toEqual({ $ref: "#/$defs/Pet" });
  });
});
