/** Code beside tool specs is ESM, whatever `npm init` wrote. */
import { describe, expect, it } from "vitest";
import { Folder } from "../support/folders.ts";

const spec = (tool: object): string =>
  JSON.stringify({
    speclathe: 1,
    upstreams: { api: { baseUrl: "https://api.example" } },
    tools: { greet: { description: "Greet.", input: {}, ...tool } },
  });

const CODE = { "specs/hello.mcp.yaml": spec({ handler: "./hello.handlers.ts#greet" }) };
const NO_CODE = { "specs/hello.mcp.yaml": spec({ http: { get: "/a" } }) };
const MODULE = '{\n  "type": "module"\n}\n';

describe("the folder of specs", () => {
  it("gets a package.json where there is code and none around it says that it is ESM", async () => {
    const folder = new Folder({ ...CODE, "package.json": '{"type":"commonjs"}' });
    const check = await folder.generate({ check: true });
    expect(check.stubs.map(({ path }) => path.split("/").at(-1))).toEqual([
      "hello.handlers.ts",
      "package.json",
    ]);
    expect(folder.list("specs")).toEqual(["specs/hello.mcp.yaml"]);
    await folder.generate();
    expect(folder.read("specs/package.json")).toBe(MODULE);
    const again = await folder.generate({ check: true });
    expect(again).toMatchObject({ failed: false, stubs: [], text: "" });
  });

  it.each([
    ["where one around it says so", { ...CODE, "package.json": '{"type":"module"}' }],
    ["where there is no code", { ...NO_CODE, "package.json": '{"type":"commonjs"}' }],
  ])("gets none %s", async (_name, files) => {
    const folder = new Folder(files);
    expect((await folder.generate()).failed).toBe(false);
    expect(folder.list("specs")).not.toContain("specs/package.json");
  });

  it("keeps its own, which is told to be wrong", async () => {
    const folder = new Folder({ ...CODE, "specs/package.json": '{"name":"mine"}' });
    const { text, changes } = await folder.generate();
    expect(text).toContain('specs/package.json error not-a-module: expected `"type": "module"`');
    expect(changes).toEqual([]);
    expect(folder.list("specs")).toEqual(["specs/hello.mcp.yaml", "specs/package.json"]);
  });
});
