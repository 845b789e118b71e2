/**
 * The bundler and swagger-parser agree about documents of several files: after dereferencing, the operations are equal.
 * swagger-parser is only a second opinion: it also follows references in examples, and keeps neither names nor positions.
 */
import SwaggerParser from "@apidevtools/swagger-parser";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../generator/json.ts";
import { localDocument } from "../../generator/load/document-files.ts";
import { loadDocument } from "../../generator/load/load.ts";
import { Folder } from "../support/folders.ts";

const HEAD = 'openapi: 3.0.3\ninfo: { title: T, version: "1" }\n';

const ROWS: [string, Record<string, string>][] = [
  [
    "schemas in other files, by fragment and as a whole",
    {
      "main.yaml": `${HEAD}paths:
  /pets:
    get:
      parameters: [{ $ref: "./parts/parameters.yaml#/Limit" }]
      responses: { "200": { $ref: "parts/responses.yaml#/Pets" } }
`,
      "parts/parameters.yaml": "Limit: { name: limit, in: query, schema: { $ref: 'types/limit.json' } }\n",
      "parts/responses.yaml":
        "Pets: { description: ok, content: { application/json: { schema: { type: array, items: { $ref: './schemas.yaml#/Pet' } } } } }\n",
      "parts/schemas.yaml":
        "Pet: { type: object, properties: { name: { $ref: '#/Name' }, owner: { $ref: '../main.yaml#/components/schemas/Owner' } } }\nName: { type: string }\n",
      "parts/types/limit.json": '{ "type": "integer", "maximum": 10 }',
    },
  ],
  [
    "path items in other files, with local references",
    {
      "main.yaml": `${HEAD}paths:
  /a: { $ref: "paths/a.yaml" }
  /b: { $ref: "paths/b.yaml#/item" }
`,
      "paths/a.yaml": "get: { responses: { '200': { description: a } } }\n",
      "paths/b.yaml":
        "item: { post: { requestBody: { $ref: '#/body' }, responses: { '204': { description: b } } } }\nbody: { content: { application/json: { schema: { type: string } } } }\n",
    },
  ],
  [
    "the same file by several ways, and names that need escaping",
    {
      "main.yaml": `${HEAD}paths:
  /a:
    get:
      parameters:
        - { $ref: "x.json#/a~1b" }
        - { $ref: "./x.json#/c%20d" }
        - { $ref: "sub/../x.json#/e" }
      responses: { "200": { description: ok } }
`,
      "x.json": JSON.stringify({
        "a/b": { name: "a", in: "query", schema: { type: "string" } },
        "c d": { name: "c", in: "query", schema: { type: "string" } },
        e: { name: "e", in: "query", schema: { type: "object" } },
      }),
    },
  ],
];

describe("bundles as swagger-parser does:", () => {
  it.each(ROWS)("%s", async (_, files) => {
    const owner =
      "components: { schemas: { Owner: { type: object, properties: { id: { type: integer } } } } }\n";
    const folder = new Folder(
      Object.fromEntries(
        Object.entries(files).map(([path, text]) => [
          `specs/${path}`,
          path === "main.yaml" ? text + owner : text,
        ]),
      ),
    );
    const file = folder.at("specs/main.yaml");
    const { source, diagnostics } = await loadDocument("main", localDocument(file, {}));
    expect(diagnostics.items).toEqual([]);
    const ours = structuredClone(source?.root) as JsonObject;
    const written = (await SwaggerParser.dereference(ours as never)) as unknown as JsonObject;
    const theirs = (await SwaggerParser.dereference(file)) as unknown as JsonObject;
    expect(written.paths).toEqual(theirs.paths);
  });
});
