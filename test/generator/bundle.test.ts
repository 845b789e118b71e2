/** Bundling of several files into one document: names of components, copies, and positions. */
import { describe, expect, it } from "vitest";
import { type Json, type JsonObject, lookup } from "../../generator/json.ts";
import { localDocument } from "../../generator/load/document-files.ts";
import { loadDocument } from "../../generator/load/load.ts";
import type { SourceDocument } from "../../generator/load/loaded-server.ts";
import { Folder } from "../support/folders.ts";

const json = (value: unknown): string => JSON.stringify(value);

function documentOf(fields: JsonObject): string {
  return json({ openapi: "3.1.0", info: { title: "API", version: "1" }, paths: {}, ...fields });
}

async function bundled(
  files: Record<string, string>,
): Promise<{ source: SourceDocument; reported: string[] }> {
  const folder = new Folder(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`specs/${name}`, text])),
  );
  const main = Object.keys(files)[0] as string;
  const { source, diagnostics } = await loadDocument("api", localDocument(folder.at(`specs/${main}`), {}));
  if (!source) throw new Error(json(diagnostics.items));
  const reported = diagnostics.items.map(({ message }) => message);
  return { source, reported };
}

/** A document whose schemas are references to some targets, by number. */
function schemas(targets: readonly string[]): JsonObject {
  return Object.fromEntries(targets.map(($ref, i) => [`s${i}`, { $ref }]));
}

describe("a component from another file is named", () => {
  const rows: [string, files: Record<string, string>, targets: string[], names: string[]][] = [
    ["after its file", { "models/pet_tag.json": "{}" }, ["models/pet_tag.json"], ["pet_tag"]],
    ["after its key", { "all.json": '{"Pet":{}}' }, ["all.json#/Pet"], ["Pet"]],
    [
      "with its folder if another file has the same name",
      { "a/pet.json": "{}", "b/pet.json": "{}" },
      ["a/pet.json", "b/pet.json"],
      ["a_pet", "b_pet"],
    ],
    [
      "independently of the order of references",
      { "a/pet.json": "{}", "b/pet.json": "{}" },
      ["b/pet.json", "a/pet.json"],
      ["b_pet", "a_pet"],
    ],
    ["with its folder if the document has the name", { "a/taken.json": "{}" }, ["a/taken.json"], ["a_taken"]],
    [
      "with its folder if the names differ only in case",
      { "a/TAKEN.json": "{}" },
      ["a/TAKEN.json"],
      ["a_TAKEN"],
    ],
    [
      "with the key before it if its key is a number",
      { "all.json": '{"oneOf":[{},{}]}' },
      ["all.json#/oneOf/1"],
      ["oneOf_1"],
    ],
    [
      "without the keys of OpenAPI before it",
      { "x.json": '{"components":{"schemas":{"Pet":{},"taken":{}}}}' },
      ["x.json#/components/schemas/Pet", "x.json#/components/schemas/taken"],
      ["Pet", "x_taken"],
    ],
    ["without punctuation around its name", { "_my pet%.json": "{}" }, ["_my%20pet%25.json"], ["my_pet"]],
    [
      "once for all notations of its reference",
      { "pet.json": "{}" },
      ["pet.json", "./pet.json", "pet.json#", "a/../pet.json"],
      ["pet", "pet", "pet", "pet"],
    ],
    [
      "after the end of a chain of references",
      { "a.json": '{"$ref":"b.json#/x"}', "b.json": '{"x":{"$ref":"#/y"},"y":{}}' },
      ["a.json"],
      ["y"],
    ],
    [
      "with a number if nothing else differs",
      { "pet.json": "{}", "pet.yaml": "{}" },
      ["pet.json", "pet.yaml"],
      ["pet_1", "pet_2"],
    ],
  ];
  it.each(rows)("%s", async (_title, files, targets, names) => {
    const { source, reported } = await bundled({
      "api.json": documentOf({ components: { schemas: { ...schemas(targets), taken: {} } } }),
      ...files,
    });
    expect(reported).toEqual([]);
    const at = (i: number): Json | undefined =>
      lookup(source.root, ["components", "schemas", `s${i}`, "$ref"]);
    const found = targets.map((_, i) => String(at(i)).replace("#/components/schemas/", ""));
    expect(found).toEqual(names);
  });
});

it("adds each kind of component to its section, also in Swagger 2.0", async () => {
  const operation = {
    parameters: [{ $ref: "p.yaml#/parameter" }],
    requestBody: { $ref: "p.yaml#/body" },
    responses: { 200: { $ref: "p.yaml#/response" } },
    callbacks: { called: { $ref: "p.yaml#/callback" } },
  };
  const parts = `
parameter: { name: q, in: query, schema: { $ref: "#/schema" }, examples: { one: { $ref: "#/example" } } }
schema: { type: string }
example: { value: { $ref: "#/data" } }
body: { content: { application/json: { schema: { $ref: "#/schema" } } } }
response: { description: ok, headers: { X: { $ref: "#/header" } }, links: { next: { $ref: "#/link" } } }
header: { schema: { $ref: "#/schema" } }
link: { operationId: x }
callback: { "{$request.body}": { $ref: "#/item" } }
item: { post: { responses: { 200: { description: ok } } } }
`;
  const three = await bundled({
    "api.json": documentOf({ paths: { "/x": { post: operation } } }),
    "p.yaml": parts,
  });
  expect(three.reported).toEqual([]);
  expect(
    Object.entries(three.source.root.components as JsonObject).map(([key, section]) => [
      key,
      Object.keys(section as JsonObject),
    ]),
  ).toEqual([
    ["parameters", ["parameter"]],
    ["requestBodies", ["body"]],
    ["responses", ["response"]],
    ["callbacks", ["callback"]],
    ["schemas", ["schema"]],
    ["examples", ["example"]],
    ["headers", ["header"]],
    ["links", ["link"]],
    ["pathItems", ["item"]],
  ]);
  expect(lookup(three.source.root, ["components", "examples", "example", "value"])).toEqual({
    $ref: "#/data",
  });

  const { requestBody: _body, callbacks: _callbacks, ...old } = operation;
  const two = await bundled({
    "api.json": json({ swagger: "2.0", info: {}, paths: { "/x": { get: old } } }),
    "p.yaml":
      "parameter: { name: q, in: query, type: string }\nresponse: { description: ok, schema: { $ref: '#/schema' } }\nschema: {}\n",
  });
  expect(lookup(two.source.root, ["parameters", "parameter", "type"])).toBe("string");
  expect(lookup(two.source.root, ["responses", "response", "schema"])).toEqual({
    $ref: "#/definitions/schema",
  });
});

it("copies a value that cannot be a component into its place, with its references", async () => {
  const { source, reported } = await bundled({
    "api.yaml": `openapi: 3.1.0
info: { title: API, version: "1", description: { $ref: "texts.yaml#/about" } }
tags: { $ref: "tags.yaml" }
paths: { $ref: "paths/all.yaml" }
`,
    "texts.yaml": "about: About this API\n",
    "tags.yaml": "- name: pets\n",
    "paths/all.yaml": '/pets: { get: { $ref: "get.yaml" } }\n',
    "paths/get.yaml": `parameters: { $ref: "../parameters.yaml" }
responses:
  200: { description: ok, content: { application/json: { schema: { properties: { $ref: "../properties.yaml" } } } } }
`,
    "parameters.yaml": '- $ref: "#/1"\n- { name: q, in: query, schema: { type: string } }\n',
    "properties.yaml": 'a: { type: string }\nb: { $ref: "#/a" }\n',
  });
  expect(reported).toEqual([]);
  expect(source.root).toMatchObject({
    info: { description: "About this API" },
    tags: [{ name: "pets" }],
    paths: {
      "/pets": { get: { parameters: [{ $ref: "#/components/parameters/parameters_1" }, { name: "q" }] } },
    },
    components: { schemas: { a: { type: "string" } }, parameters: { parameters_1: { name: "q" } } },
  });
  const schema = ["paths", "/pets", "get", "responses", "200", "content", "application/json", "schema"];
  expect(lookup(source.root, schema)).toEqual({
    properties: { a: { type: "string" }, b: { $ref: "#/components/schemas/a" } },
  });
  const places = source.locate([
    schema,
    [...schema, "properties", "b"],
    ["info", "title"],
    ["paths", "/pets", "get"],
  ]);
  expect(places.map(({ file, line, column }) => [file?.replace(/^.*specs\//, ""), line, column])).toEqual([
    ["paths/get.yaml", 3, 66],
    ["properties.yaml", 2, 4],
    [undefined, 2, 16],
    ["paths/get.yaml", 1, 1],
  ]);
});

it("copies a list of the document itself", async () => {
  const { source, reported } = await bundled({
    "api.json": documentOf({
      paths: { "/x": { parameters: { $ref: "#/components/x-lists/all" } } },
      components: { "x-lists": { all: [{ $ref: "#/components/parameters/Q" }] }, parameters: { Q: {} } },
    }),
  });
  expect(reported).toEqual([]);
  expect(lookup(source.root, ["paths", "/x", "parameters"])).toEqual([{ $ref: "#/components/parameters/Q" }]);
});

it("locates a value of another file in that file", async () => {
  const { source } = await bundled({
    "api.json": documentOf({ components: { schemas: schemas(["all.yaml#/Pet"]) } }),
    "all.yaml": "# pets\nPet:\n  properties:\n    name: { type: text }\n",
  });
  const [place] = source.locate([["components", "schemas", "Pet", "properties", "name", "type"]]);
  expect(place).toMatchObject({ line: 4, column: 19, pointer: ["Pet", "properties", "name", "type"] });
  expect(place?.file).toMatch(/specs\/all\.yaml$/);
});

it("resolves the mapping of a discriminator like other references", async () => {
  const mapping = { dog: "dog.json", cat: "#/components/schemas/Cat", bird: "Bird", fish: "none.json" };
  const { source, reported } = await bundled({
    "api.json": documentOf({
      components: {
        schemas: {
          Pet: { oneOf: [{ $ref: "dog.json" }], discriminator: { propertyName: "kind", mapping } },
          Cat: {},
        },
      },
    }),
    "dog.json": "{}",
  });
  expect(reported).toEqual([]);
  expect(lookup(source.root, ["components", "schemas", "Pet", "discriminator", "mapping"])).toEqual({
    ...mapping,
    dog: "#/components/schemas/dog",
  });
});

it("does not fetch the $id of a schema of the document, and removes those of other files", async () => {
  const { source, reported } = await bundled({
    "api.json": documentOf({
      components: {
        schemas: {
          Pet: { $id: "https://example.com/pet" },
          Owner: {
            properties: {
              pet: { $ref: "https://example.com/pet" },
              same: { $ref: "pet#/x" },
              other: { $ref: "other.json" },
            },
          },
        },
      },
    }),
    "other.json": json({ $id: "https://example.com/other", items: { $ref: "#/$defs/x" }, $defs: { x: {} } }),
  });
  expect(reported).toEqual([]);
  expect(lookup(source.root, ["components", "schemas", "Owner", "properties", "pet"])).toEqual({
    $ref: "https://example.com/pet",
  });
  expect(lookup(source.root, ["components", "schemas", "other"])).toEqual({
    items: { $ref: "#/components/schemas/x" },
    $defs: { x: {} },
  });
});

describe("a document with $self (OpenAPI 3.2)", () => {
  const rows: [self: string, reference: string, want: string][] = [
    ["https://specs.example/api", "https://specs.example/api#/components/schemas/Pet", "Pet"],
    ["https://specs.example/api", "/api#/components/schemas/Pet", "Pet"],
    ["https://specs.example/api", "api#/components/schemas/Pet", "Pet"],
    ["https://specs.example/v1/api", "../v1/./api#/components/schemas/Pet", "Pet"],
    ["/v1/api", "api#/components/schemas/Pet", "Pet"],
    ["urn:example:api", "urn:example:api#/components/schemas/Pet", "Pet"],
    ["https://specs.example/api#", "#/components/schemas/Pet", "Pet"],
    // Another document, in a file of its own.
    ["https://specs.example/api", "api.yaml#/components/schemas/Pet", "api_Pet"],
    ["https://specs.example/v1/api", "api.yaml#/components/schemas/Pet", "api_Pet"],
  ];
  const other = "components: { schemas: { Pet: { type: string } } }";
  it.each(rows)("%s can refer to itself by %s", async (self, $ref, want) => {
    const components = { schemas: { Pet: {}, Other: { $ref } } };
    const main = documentOf({ openapi: "3.2.0", $self: self, components });
    const { source, reported } = await bundled({ "main.json": main, "api.yaml": other });
    expect(reported).toEqual([]);
    expect(lookup(source.root, ["components", "schemas", "Other"])).toEqual({
      $ref: `#/components/schemas/${want}`,
    });
  });

  it("cannot refer to itself by its URI before 3.2", async () => {
    const self = "https://specs.example/api";
    const components = { schemas: { Pet: {}, Other: { $ref: `${self}#/components/schemas/Pet` } } };
    const { reported } = await bundled({ "main.json": documentOf({ $self: self, components }) });
    expect(reported).toHaveLength(1);
  });
});
