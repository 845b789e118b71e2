/** Diagnostics of a folder of documents, and of files that cannot be read. */
import { describe, expect, it } from "vitest";
import { Folder, PETS } from "../support/folders.ts";

describe("the folder of documents", () => {
  const rows: [string, Record<string, string | Uint8Array>, string[], RegExp][] = [
    ["is missing", {}, [], /^specs error no-specs: the folder does not exist/],
    [
      "has no document",
      { "specs/readme.md": "" },
      [],
      /error no-specs: expected an OpenAPI document or a tool spec/,
    ],
    [
      "contains only parts of documents",
      { "specs/_parts.yaml": "{}", "specs/x.handlers.ts": "" },
      [],
      /error no-specs/,
    ],
    [
      "has two documents for one server",
      { "specs/a.yaml": PETS, "specs/a.openapi.json": "{}" },
      [],
      /error duplicate-server: .*"a".*a\.openapi\.json.*a\.yaml/,
    ],
    [
      "has two documents for one server whose names differ in case",
      { "specs/A b.yaml": PETS, "specs/a-b.yml": PETS },
      [],
      /error duplicate-server/,
    ],
    [
      "has a document whose name makes no server name",
      { "specs/日本.yaml": PETS },
      [],
      /error invalid-server-name: .*日本\.yaml/,
    ],
    [
      "lacks the document of the requested server",
      { "specs/a.yaml": PETS, "specs/b.yaml": PETS },
      ["c"],
      /error unknown-server: .*"c".*\n {2}Servers: a, b\./,
    ],
    [
      "contains an object that is no document",
      { "specs/a.yaml": "a: 1\n" },
      [],
      /specs\/a\.yaml error invalid-document: /,
    ],
    ["contains a list", { "specs/a.yaml": "- 1\n" }, [], /error invalid-document/],
    [
      "contains an empty file",
      { "specs/a.yaml": "" },
      [],
      /specs\/a\.yaml(?::1:1)? error (?:invalid-document|syntax-error)/,
    ],
    [
      "contains Swagger 1.2",
      { "specs/a.yaml": 'swagger: "1.2"\n' },
      [],
      /error unsupported-version at \/swagger/,
    ],
    [
      "contains broken JSON",
      { "specs/a.json": '{\n  "openapi": "3.1.0",\n  "info": {]\n}\n' },
      [],
      /specs\/a\.json:3:12 error syntax-error: /,
    ],
    [
      "contains truncated JSON",
      { "specs/a.json": '{\n  "openapi": "3.1.0",\n  "info": {' },
      [],
      /specs\/a\.json:3:\d+ error syntax-error: /,
    ],
    [
      "contains JSON with a trailing comma",
      { "specs/a.json": '{\n  "openapi": "3.1.0",\n}\n' },
      [],
      /specs\/a\.json:[23]:\d+ error syntax-error: /,
    ],
    [
      "contains broken YAML",
      { "specs/a.yaml": "openapi: 3.1.0\ninfo:\n  title: a: b\n" },
      [],
      /specs\/a\.yaml:3:\d+ error syntax-error: /,
    ],
    [
      "contains YAML with a duplicate key",
      { "specs/a.yaml": "openapi: 3.1.0\nopenapi: 3.1.0\n" },
      [],
      /specs\/a\.yaml:2:1 error syntax-error: /,
    ],
    [
      "contains YAML with an unknown tag",
      { "specs/a.yaml": "openapi: !!js/function x\n" },
      [],
      /specs\/a\.yaml:1:10 error syntax-error: /,
    ],
    [
      "contains a file that is not UTF-8",
      { "specs/a.yaml": new Uint8Array([0x61, 0xff, 0xfe]) },
      [],
      /specs\/a\.yaml error file-unreadable: .*UTF-8/,
    ],
    [
      "contains YAML with too many aliases",
      { "specs/a.yaml": bomb() },
      [],
      /specs\/a\.yaml(?::\d+:\d+)? error syntax-error: /,
    ],
  ];
  it.each(rows)("is reported if it %s", async (_title, files, names, want) => {
    const folder = new Folder(files);
    const { failed, text } = await folder.generate({ names });
    expect(failed).toBe(true);
    expect(text).toMatch(want);
    expect(folder.list()).toEqual([]);
  });

  it("is reported if it contains a folder with the name of a document", async () => {
    const folder = new Folder({ "specs/a.yaml/inner.txt": "" });
    expect((await folder.generate()).text).toMatch(/specs\/a\.yaml error file-unreadable/);
  });

  it("gives the requested servers, and ignores hidden files and subfolders", async () => {
    const folder = new Folder({
      "specs/Pet_Store.v2.openapi.yml": PETS,
      "specs/b.yaml": PETS,
      "specs/.hidden.yaml": "{",
      "specs/sub/x.yaml": "{",
    });
    expect((await folder.generate()).servers.map(({ name }) => name)).toEqual(["pet-store-v2", "b"]);
    expect((await folder.generate({ names: ["b"] })).servers.map(({ name }) => name)).toEqual(["b"]);
  });
});

/** Nine levels of nine aliases, which stand for 9^9 nodes. */
function bomb(): string {
  const levels = Array.from(
    { length: 9 },
    (_, i) =>
      `  l${i + 1}: &l${i + 1} [${Array(9)
        .fill(i === 0 ? "x" : `*l${i}`)
        .join(", ")}]`,
  );
  return `openapi: 3.1.0\nx-bomb:\n${levels.join("\n")}\n`;
}
