/** Where an API is has to be said once: by the document, or by the spec. */
import { expect, it } from "vitest";
import { Folder, PETS } from "../support/folders.ts";

const NOWHERE = PETS.replace(/servers: .*\n/, "");
const OWN = PETS.replace("operationId:", "servers: [{ url: '{host}' }], operationId:");
const SPEC = "speclathe: 1\nupstreams: { pets: { baseUrl: https://chosen.example } }\n";

it.each([
  ["a document without a server", NOWHERE],
  ["an operation whose own server is none", OWN],
])("%s is no matter where the spec says it", async (_, document) => {
  const folder = new Folder({ "specs/pets.openapi.yaml": document });
  expect((await folder.generate()).diagnostics.map(({ code }) => code)).toEqual(["no-base-url"]);

  folder.put("specs/pets.mcp.yaml", SPEC);
  expect((await folder.generate()).text).toBe("");
  expect(folder.read("out/pets/index.ts")).toContain('baseUrl: "https://chosen.example"');
  expect(folder.read("out/pets/tools/pets.ts")).not.toContain("server:");
});

it("an upstream without a document needs a URL", async () => {
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
    'specs/pets.mcp.yaml:2:20 warning no-base-url at /upstreams/chat: it is not said where "chat" is',
  );
});
