/** What holds in every version: path items, references, and whatever else a document can have wrong. */
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../generator/json.ts";
import { documentOf } from "../support/documents.ts";
import { normalised, operationOf, reported } from "../support/normalise.ts";

function openapi(paths: Json, components: Json = {}, version = "3.1.0"): JsonObject {
  return { ...documentOf(paths, {}, version), components };
}

describe("a path behind a reference", () => {
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
  const { document, said } = normalised(openapi({ "/x": item }, { pathItems: { Shared: shared } }));
  const [get, put] = document.operations;

  it("has the operations of both, its own before the others", () => {
    expect(said).toEqual([]);
    expect(document.operations.map(({ operationId, pointer }) => [operationId, pointer])).toEqual([
      ["ownGet", ["paths", "/x", "get"]],
      ["sharedPut", ["components", "pathItems", "Shared", "put"]],
    ]);
  });

  it("has the parameters of both, its own in place of the others", () => {
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

  it("has its own fields before those it refers to", () => {
    for (const operation of [get, put])
      expect(operation).toMatchObject({
        summary: "Own.",
        description: "Of the component.",
        server: "https://shared.example",
      });
  });

  it("can be reached in several steps, and not at all in a circle", () => {
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

it.each([[null], [[]], ["get"], [1], [{}]])("a path item that is %j has no operations", (item) => {
  expect(normalised(openapi({ "/x": item })).document.operations).toEqual([]);
});

describe("what stands in an operation and is no such thing", () => {
  const rows: [fields: Record<string, Json>, said: RegExp[]][] = [
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
  it.each(rows)("%j", (fields, want) => {
    const { said, ...operation } = operationOf(openapi({ "/x": { get: fields } }));
    expect(said).toEqual(want.map((pattern) => expect.stringMatching(pattern)));
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

  it.each([[null], [[]], ["x"], [1]])("an operation that is %j is left out", (operation) => {
    const { document, said } = normalised(openapi({ "/x": { get: operation, put: { responses: {} } } }));
    expect(document.operations.map(({ method }) => method)).toEqual(["PUT"]);
    expect(said).toEqual([expect.stringMatching(/^invalid-operation at \/paths\/~1x\/get: /)]);
  });

  it.each([[{}], ["key"], [null]])("security that is %j takes nothing away", (security) => {
    const root = { ...openapi({ "/x": { get: { security } } }), security: [{ key: [] }] };
    expect(operationOf(root).security).toEqual([{ key: [] }]);
  });

  it("a tag that is no text does not hide the others", () => {
    expect(operationOf(openapi({ "/x": { get: { tags: [1, null, "", " a ", "b", "a"] } } })).tags).toEqual([
      "a",
      "b",
    ]);
  });
});

describe("a reference that leads nowhere", () => {
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
  it.each(places)("in %j, %j", (paths, components, at) => {
    const [said] = reported(openapi(paths, components, "3.2.0"), "unresolved-reference");
    expect(said?.slice(0, said.indexOf(": "))).toBe(at);
  });

  it.each([
    ["3.0.4", 1],
    ["3.1.0", 0],
    ["3.2.0", 0],
  ])("an anchor, in %s", (version, errors) => {
    const schemas = { Pet: { $anchor: "pet", type: "object" } };
    const schema = { $ref: "#pet" };
    const paths = { "/x": { post: { requestBody: { content: { "application/json": { schema } } } } } };
    const root = openapi(paths, { schemas }, version);
    expect(reported(root, "unresolved-reference")).toHaveLength(errors);
    if (errors === 0) expect(operationOf(root).body?.content[0]?.schema).toEqual({ $ref: "#/$defs/Pet" });
  });
});
