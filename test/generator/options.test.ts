/** Options of generate(). */
import { expect, it } from "vitest";
import { Folder } from "../support/folders.ts";

const DOCUMENT = `openapi: 3.1.0
info: { title: T, version: "1" }
servers: [{ url: "https://api.example" }]
paths:
  /x:
    post:
      operationId: send
      tags: [x]
      requestBody:
        content:
          text/plain: {}
          application/xml: {}
          multipart/form-data: { schema: { type: object, properties: { a: { type: string } } } }
          application/json: { schema: { type: object, properties: { a: { type: string } } } }
      responses:
        "200": { description: ok, content: { application/json: { schema: { type: object, properties: { a: { type: string } } } } } }
`;

it.each<[readonly string[], string]>([
  [[], "application/json"],
  [["multipart/form-data"], "multipart/form-data"],
  [["image/png", "application/xml", "text/plain"], "application/xml"],
  [["Text/Plain"], "text/plain"],
])("prefers %j for the body, and takes %s", async (prefer, type) => {
  const folder = new Folder({ "specs/a.yaml": DOCUMENT });
  await folder.generate({ prefer });
  expect(folder.read("out/a/tools/x.ts")).toContain(`body: { type: "${type}"`);
});

it.each([
  [undefined, true],
  [1000, true],
  [20, false],
  [0, false],
])("limits output schemas to %s characters: a small one is advertised: %s", async (maxOutputSchema, is) => {
  const folder = new Folder({ "specs/a.yaml": DOCUMENT });
  await folder.generate(maxOutputSchema === undefined ? {} : { maxOutputSchema });
  const surface = JSON.parse(folder.read("out/a/surface.json")) as { tools: object[] };
  expect("outputSchema" in (surface.tools[0] as object)).toBe(is);
  // The code has the full type in both cases.
  expect(folder.read("out/a/tools/x.ts")).toContain("output: () =>");
});
