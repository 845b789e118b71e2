/** Code around a tool is checked against the tool: what goes from the document goes from the compiler, by name. */
import { beforeAll, describe, expect, it } from "vitest";
import { compileAll } from "../support/compile.ts";
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

describe("a hook", () => {
  let errors: string[] = [];

  beforeAll(async () => {
    const folders: Folder[] = [];
    for (const document of [
      documentOf(LIST, GET),
      documentOf(GET),
      documentOf(LIST.replace("[open, closed]", "[todo, done]")),
    ]) {
      const folder = new Folder({ "specs/acme.openapi.yaml": document, "specs/acme.hooks.ts": HOOKS }, true);
      expect((await folder.generate({ out: folder.at("generated") })).failed).toBe(false);
      expect(folder.read("generated/acme/index.ts")).toContain(
        'hooks: () => import("../../specs/acme.hooks.ts"),',
      );
      folders.push(folder);
    }
    errors = await compileAll(folders);
    return () => {
      for (const folder of folders) folder.remove();
    };
  });

  it("compiles with the tools that it is around", () => {
    expect(errors[0]).toBe("");
  });

  it("fails to compile when its operation is removed, with the name of the operation", () => {
    expect(errors[1]).toMatch(/specs\/acme\.hooks\.ts\(2,10\): error TS\d+: .*listIssues/);
  });

  it("fails to compile when an argument takes another value than it gives", () => {
    expect(errors[2]).toMatch(/specs\/acme\.hooks\.ts\(\d+,\d+\): error TS\d+: .*'state' are incompatible/s);
  });
});
