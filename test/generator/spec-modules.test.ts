/** The package.json of the folder of tool specs, which declares the code in it as ESM. */
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
  it("gets a package.json if it has code and the nearest package.json does not declare ESM", async () => {
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
    ["if the nearest declares ESM", { ...CODE, "package.json": '{"type":"module"}' }],
    ["if it has no code", { ...NO_CODE, "package.json": '{"type":"commonjs"}' }],
  ])("gets no package.json %s", async (_name, files) => {
    const folder = new Folder(files);
    expect((await folder.generate()).failed).toBe(false);
    expect(folder.list("specs")).not.toContain("specs/package.json");
  });

  it("keeps its own package.json, and reports that its type is wrong", async () => {
    const folder = new Folder({ ...CODE, "specs/package.json": '{"name":"mine"}' });
    const { text, changes } = await folder.generate();
    expect(text).toContain('specs/package.json error not-a-module: expected `"type": "module"`');
    expect(changes).toEqual([]);
    expect(folder.list("specs")).toEqual(["specs/hello.mcp.yaml", "specs/package.json"]);
  });
});
