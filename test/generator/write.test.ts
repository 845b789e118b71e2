/** Writing of files: all or none, and only files that speclathe generated. */
import { mkdirSync } from "node:fs";
import { relative } from "node:path";
import { describe, expect, it } from "vitest";
import { Folder, PETS } from "../support/folders.ts";

const FILES = ["index.ts", "surface.json", "tools/pets.test.ts", "tools/pets.ts"];
const of = (server: string): string[] => FILES.map((file) => `out/${server}/${file}`);
const MODULE = { "package.json": '{"type":"module"}' };

it("writes the files of each document, and no file the second time", async () => {
  const folder = new Folder({
    ...MODULE,
    "specs/pets.openapi.yaml": PETS,
    "specs/dogs.json": JSON.stringify(PETS_JSON),
  });
  const first = await folder.generate();
  expect(first.failed).toBe(false);
  expect(folder.list()).toEqual([...of("dogs"), ...of("pets")]);
  expect(first.changes.map(({ path, kind }) => `${kind} ${path}`)).toEqual(
    folder.list().map((path) => `added ${path.slice("out/".length)}`),
  );
  expect((await folder.generate()).changes).toEqual([]);
});

it("writes no file if one of several documents has an error", async () => {
  const folder = new Folder({ ...MODULE, "specs/pets.yaml": PETS, "specs/broken.yaml": "openapi: 4.0.0\n" });
  const { failed, changes, servers } = await folder.generate();
  expect({ failed, changes, servers }).toEqual({ failed: true, changes: [], servers: [] });
  expect(folder.list()).toEqual([]);
});

describe("removes", () => {
  it("files that a document no longer has, and empty folders", async () => {
    const folder = new Folder({ ...MODULE, "specs/pets.yaml": PETS });
    await folder.generate();
    folder.put("specs/pets.yaml", PETS.replace("tags: [pets]", "tags: [animals]"));
    await folder.generate();
    expect(folder.list()).toEqual([
      "out/pets/index.ts",
      "out/pets/surface.json",
      "out/pets/tools/animals.test.ts",
      "out/pets/tools/animals.ts",
    ]);
  });

  it("the output of missing documents, if all servers are generated", async () => {
    const folder = new Folder({ ...MODULE, "specs/a.yaml": PETS, "specs/b.yaml": PETS });
    await folder.generate();
    folder.put(
      "out/gone/index.ts",
      "// Generated from specs/gone.yaml. Do not edit; run `speclathe generate`.\n",
    );
    await folder.generate({ names: ["a"] });
    expect(folder.list()).toContain("out/gone/index.ts");
    await folder.generate();
    expect(folder.list()).toEqual([...of("a"), ...of("b")]);
  });

  it("no file that it did not generate", async () => {
    const mine = {
      "out/pets/notes.md": "n",
      "out/pets/tools/mine.ts": "export {};",
      "out/own.ts": "x",
      "out/x/data.json": "{}",
    };
    const folder = new Folder({ ...MODULE, "specs/pets.yaml": PETS, ...mine });
    await folder.generate();
    for (const [path, text] of Object.entries(mine)) expect(folder.read(path)).toBe(text);
  });
});

describe("refuses", () => {
  it.each([
    ["a file that it did not generate", "out/pets/index.ts", "export default 1;\n"],
    ["a surface.json that it did not generate", "out/pets/surface.json", '{"tools":[]}'],
    ["an empty file", "out/pets/tools/pets.ts", ""],
  ])("to replace %s, and writes no file", async (_title, path, text) => {
    const folder = new Folder({ ...MODULE, "specs/pets.yaml": PETS, [path]: text });
    const { failed, text: printed } = await folder.generate();
    expect(failed).toBe(true);
    expect(printed).toContain("error not-speclathe-output");
    expect(printed).toContain(path);
    expect(folder.list()).toEqual([path]);
    expect(folder.read(path)).toBe(text);
  });

  it("to remove a file of another generator that begins with the same words", async () => {
    const grammar = "// Generated from Expr.g4 by ANTLR 4.13.1\n";
    const folder = new Folder({ ...MODULE, "specs/pets.yaml": PETS, "out/parser/Expr.ts": grammar });
    await folder.generate();
    expect(folder.read("out/parser/Expr.ts")).toBe(grammar);
  });

  it("to replace a folder in the place of a file", async () => {
    const folder = new Folder({ ...MODULE, "specs/pets.yaml": PETS });
    mkdirSync(folder.at("out/pets/index.ts"), { recursive: true });
    const { failed, text } = await folder.generate();
    expect(failed).toBe(true);
    expect(text).toContain("not-speclathe-output");
  });

  it("to replace a file in the place of the output folder", async () => {
    const folder = new Folder({ ...MODULE, "specs/pets.yaml": PETS, out: "mine" });
    const { failed } = await folder.generate();
    expect(failed).toBe(true);
    expect(folder.read("out")).toBe("mine");
  });
});

describe("check", () => {
  it("lists the changes and writes no file", async () => {
    const folder = new Folder({ "specs/pets.yaml": PETS });
    const { changes } = await folder.generate({ check: true });
    expect(changes.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      "added package.json",
      ...FILES.map((file) => `added pets/${file}`),
    ]);
    expect(folder.list()).toEqual([]);
  });

  it("lists files that were edited and files that are stale", async () => {
    const folder = new Folder({ ...MODULE, "specs/pets.yaml": PETS });
    await folder.generate();
    const edited = `${folder.read("out/pets/tools/pets.ts")}// edited\n`;
    folder.put("out/pets/tools/pets.ts", edited);
    folder.put(
      "out/pets/tools/old.ts",
      "// Generated from specs/pets.yaml. Do not edit; run `speclathe generate`.\n",
    );
    const { changes, failed } = await folder.generate({ check: true });
    expect(failed).toBe(false);
    expect(changes.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      "removed pets/tools/old.ts",
      "changed pets/tools/pets.ts",
    ]);
    expect(folder.read("out/pets/tools/pets.ts")).toBe(edited);
  });

  it("lists no change after a run", async () => {
    const folder = new Folder({ "specs/pets.yaml": PETS });
    await folder.generate();
    expect((await folder.generate({ check: true })).changes).toEqual([]);
  });
});

describe("package.json of the output", () => {
  const ESM = '{\n  "type": "module"\n}\n';
  it.each<[string, Record<string, string>, boolean]>([
    ["is written if no folder above has one", {}, true],
    ["is written if the nearest has no type", { "package.json": '{"name":"x"}' }, true],
    ["is written if the type of the nearest is commonjs", { "package.json": '{"type":"commonjs"}' }, true],
    ["is not written if the nearest declares ESM", MODULE, false],
    ["is not written twice", { "package.json": "{}", "out/package.json": ESM }, true],
  ])("%s", async (_title, files, there) => {
    const folder = new Folder({ "specs/pets.yaml": PETS, ...files });
    await folder.generate();
    expect(folder.list().includes("out/package.json")).toBe(there);
    if (there) expect(folder.read("out/package.json")).toBe(ESM);
    for (const [path, text] of Object.entries(files)) expect(folder.read(path)).toBe(text);
  });

  it("is searched for above the output folder, also for a relative path", async () => {
    const folder = new Folder({ "specs/pets.yaml": PETS });
    // The working directory is ESM, and the output is outside of it.
    await folder.generate({ out: relative(process.cwd(), folder.at("out")) });
    expect(folder.list()).toContain("out/package.json");
  });

  it("is not replaced if it exists", async () => {
    const mine = '{"name":"mine","dependencies":{"a":"1"}}';
    const folder = new Folder({ "specs/pets.yaml": PETS, "out/package.json": mine });
    await folder.generate();
    expect(folder.read("out/package.json")).toContain('"mine"');
  });
});

// The file name is part of a comment in every generated file, which a line break would end.
it.each(["\n", "\r", "\u2028"])("ignores a file whose name contains %j", async (separator) => {
  const folder = new Folder({ ...MODULE, [`specs/pets${separator}import 'evil';.yaml`]: PETS });
  expect((await folder.generate()).text).toContain("error no-specs");
  expect(folder.list()).toEqual([]);
});

const PETS_JSON = {
  openapi: "3.1.0",
  info: { title: "Pets", version: "1" },
  servers: [{ url: "https://api.example" }],
  paths: {
    "/pets": {
      get: { operationId: "listPets", tags: ["pets"], responses: { "200": { description: "ok" } } },
    },
  },
};
