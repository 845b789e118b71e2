/** Upstreams and operations of a tool spec, from the file to the code. */
import { describe, expect, it } from "vitest";
import { Folder, PETS } from "../support/folders.ts";

const NOWHERE = PETS.replace(/servers: .*\n/, "");
const OWN = PETS.replace("operationId:", "servers: [{ url: '{host}' }], operationId:");
const SPEC = "speclathe: 1\nupstreams: { pets: { baseUrl: https://chosen.example } }\n";

it.each([
  ["a document without a server", NOWHERE],
  ["an operation whose own server is none", OWN],
])("%s is allowed if the tool spec sets the base URL", async (_, document) => {
  const folder = new Folder({ "specs/pets.openapi.yaml": document });
  expect((await folder.generate()).diagnostics.map(({ code }) => code)).toEqual(["no-base-url"]);

  folder.put("specs/pets.mcp.yaml", SPEC);
  expect((await folder.generate()).text).toBe("");
  expect(folder.read("out/pets/index.ts")).toContain('baseUrl: "https://chosen.example"');
  expect(folder.read("out/pets/tools/pets.ts")).not.toContain("server:");
});

it("an upstream without a document needs a base URL", async () => {
  const folder = new Folder({
    "specs/pets.mcp.yaml": `speclathe: 1
upstreams: { chat: {} }
tools:
  ask: { description: Asks., input: { q: string }, http: { upstream: chat, get: /ask, query: { q: $inputs.q } } }
`,
  });
  const { text, failed } = await folder.generate();
  expect(failed).toBe(false);
  expect(text).toContain(
    'specs/pets.mcp.yaml:2:20 warning no-base-url at /upstreams/chat: expected a base URL for "chat", found none',
  );
});

describe("a schema in an override of an argument", () => {
  const generate = async (schema: string) => {
    const folder = new Folder({
      "specs/pets.openapi.yaml": PETS.replace(
        "responses:",
        "parameters: [{ name: f, in: query, schema: { type: string, maxLength: 9 } }], responses:",
      ),
      "specs/pets.mcp.yaml": `speclathe: 1
upstreams: { pets: { operations: { listPets: { args: { f: { schema: ${schema} } } } } } }
`,
    });
    const { text, failed } = await folder.generate();
    return { text, code: failed ? "" : folder.read("out/pets/tools/pets.ts") };
  };

  it.each([
    ["{ minLength: 2 }", "f: z.string().min(2).max(9).optional(),"],
    ["{ maxLength: 3, description: Short. }", 'f: z.string().max(3).optional().describe("Short."),'],
    ["{ type: integer, maxLength: null }", "f: integer().optional(),"],
    ["{ default: a }", 'f: z.string().max(9).default("a"),'],
    [
      '{ $ref: "#/$defs/few", $defs: { few: { enum: [a, b] } } }',
      "ListPetsArgsFFew(),\n      z.string().max(9),",
    ],
  ])("is merged: %s", async (schema, want) => {
    const { text, code } = await generate(schema);
    expect(text).toBe("");
    expect(code).toContain(want);
  });

  it.each([
    [
      "{ type: strng }",
      "warning unsupported-schema at /upstreams/pets/operations/listPets/args/f/schema/type",
    ],
    ['{ maxLength: "1); evil(" }', "warning unsupported-schema"],
    ["{ enum: 5 }", "warning unsupported-schema"],
    ["{ allOf: {} }", ""],
    ['{ pattern: "(" }', "warning unsupported-schema"],
    ['{ $ref: "#/components/schemas/X" }', "error invalid-value"],
  ])("is reported and never printed: %s", async (schema, want) => {
    const { text, code } = await generate(schema);
    expect(text).toContain(want);
    expect(code).not.toContain("evil");
    if (!want.startsWith("error")) expect(code).toContain("f: z.string().max(9).optional(),");
  });
});
