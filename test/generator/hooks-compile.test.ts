/** Code around a tool is checked against the tool: what goes from the document goes from the compiler, by name. */
import { expect, it } from "vitest";
import { compile } from "../support/compile.ts";
import { Folder } from "../support/folders.ts";

const operation = (id: string, path: string) => `  ${path}:
    get:
      operationId: ${id}
      tags: [issues]
      parameters: [{ name: state, in: query, schema: { enum: [open, closed] } }]
      responses:
        "200":
          description: ok
          content: { application/json: { schema: { type: object, properties: { total: { type: integer } } } } }
`;
const documentOf = (...operations: readonly string[]) => `openapi: 3.1.0
info: { title: Acme, version: "1" }
servers: [{ url: "https://api.example" }]
paths:
${operations.join("")}`;
const LIST = operation("listIssues", "/issues");
const GET = operation("getIssue", "/issue");

const HOOKS = `import { hook } from "speclathe/handler";
import { listIssues } from "../generated/acme/tools/issues.ts";

export default [
  hook(listIssues, {
    before: (args) => ({ ...args, state: args.state ?? "open" }),
    after: (result) => ({ ...result, total: (result.total ?? 0) + 1 }),
  }),
];
`;

it("an operation that is removed fails the hook that used it, with its name", {
  timeout: 60_000,
}, async () => {
  const folder = new Folder({
    "specs/acme.openapi.yaml": documentOf(LIST, GET),
    "specs/acme.hooks.ts": HOOKS,
  });
  const generate = () => folder.generate({ out: folder.at("generated") });
  expect((await generate()).failed).toBe(false);
  expect(folder.read("generated/acme/index.ts")).toContain(
    'hooks: () => import("../../specs/acme.hooks.ts"),',
  );
  expect(await compile(folder)).toBe("");

  folder.put("specs/acme.openapi.yaml", documentOf(GET));
  expect((await generate()).failed).toBe(false);
  const faults = await compile(folder);
  expect(faults).toMatch(/specs\/acme\.hooks\.ts\(2,10\): error TS\d+: .*listIssues/);

  // So does an argument that is gone, or takes another value than the hook gives it.
  folder.put("specs/acme.openapi.yaml", documentOf(LIST.replace("[open, closed]", "[todo, done]")));
  await generate();
  expect(await compile(folder)).toMatch(
    /specs\/acme\.hooks\.ts\(\d+,\d+\): error TS\d+: .*'state' are incompatible/s,
  );
});
