/**
 * T14: a document is untrusted text. It is read in time and memory proportional to its size, or refused with the line of
 * the fault; YAML that JSON cannot express is refused as well. These tests measure no time: what takes the square of the
 * size exceeds the time limit of the suite.
 */
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { Json } from "../../generator/json.ts";
import { parse } from "../../generator/load/document-files.ts";
import { Failure } from "../../generator/load/local-files.ts";
import { MAX_DEPTH, type Parsed } from "../../generator/load/parse.ts";
import { Folder, PETS } from "../support/folders.ts";

const HEAD = 'openapi: 3.1.0\ninfo: { title: T, version: "1" }\npaths: {}\n';

/** The failure to parse a text, or `nothing`. */
async function fault(text: string, isJson = false): Promise<string> {
  const parsed = await parse(text, isJson);
  if (!(parsed instanceof Failure)) return "nothing";
  return `${parsed.position?.line}:${parsed.position?.column} ${parsed.message}`;
}

async function parsed(text: string, isJson = false): Promise<Parsed> {
  const result = await parse(text, isJson);
  if (result instanceof Failure) throw new Error(result.message);
  return result;
}

async function yaml(text: string): Promise<Json> {
  return (await parsed(text)).value;
}

describe("T14 inputs: YAML", () => {
  const levels = (n: number, of: (i: number) => string): string =>
    Array.from({ length: n }, (_, i) => of(i)).join("\n");
  const rows: [string, string, RegExp][] = [
    ["a tag that runs code elsewhere", "a: !!js/function 'x'", /^1:4 Unresolved tag/],
    ["a tag of Python", "a: !!python/object:os.system {}", /^1:4 Unresolved tag/],
    ["a tag of its own", "a: !secret x", /^1:4 Unresolved tag/],
    ["binary data", "a: !!binary aGk=", /^1:4 Unresolved tag/],
    ["a set", "a: !!set {x}", /^1:4 Unresolved tag/],
    ["a date with its tag", "a: !!timestamp 2020-01-01", /^1:4 Unresolved tag/],
    ["a key twice", "a: 1\nb: 2\na: 3", /^3:1 expected unique keys, found the key "a" twice/],
    [
      "a key twice, as a number and as a text",
      "200: 1\n'200': 2",
      /^2:1 expected unique keys, found the key "200" twice/,
    ],
    ["a list as a key", "? [a]\n: 1", /^1:3 /],
    ["an alias as a key", "a: &x b\n*x : 1", /^2:1 /],
    ["an alias without an anchor", "a: *x", /^1:4 /],
    ["an alias before its anchor", "a: *x\nb: &x 1", /^1:4 /],
    [
      "a map that contains itself",
      "a: &x\n  b: *x",
      /^2:6 expected the anchor &x and its whole value before the alias \*x/,
    ],
    ["a list that contains itself", "&x [*x]", /^1:5 expected the anchor &x/],
    ["a map that is merged into itself", "a: &x\n  <<: *x", /^2:7 expected the anchor &x/],
    ["a merge with a text", "a:\n  <<: b", /^2:7 expected a map or a list of maps after `<<`/],
    ["a merge with a list of texts", "a:\n  <<: [b]", /^2:7 expected a map or a list of maps after `<<`/],
    ["two documents", "a: 1\n---\nb: 2", /^2:1 expected one document, found a second one/],
    ["a tab for indentation", "a:\n\tb: 1", /^2:1 /],
    [
      "aliases of aliases",
      `l0: &l0 [x, x, x, x, x, x, x, x, x]\n${levels(9, (i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(", ")}]`)}`,
      /^\d+:\d+ expected aliases and merge keys that stand for at most 100000 values/,
    ],
    [
      "maps that are merged into maps",
      `m0: &m0 { k0: 1 }\n${levels(2_000, (i) => `m${i + 1}: &m${i + 1} { <<: *m${i}, k${i + 1}: 1 }`)}`,
      /^\d+:\d+ expected aliases and merge keys that stand for at most 100000 values/,
    ],
    [
      "one large map that is merged often",
      `m: &m { ${Array.from({ length: 1_000 }, (_, i) => `k${i}: 1`).join(", ")} }\n${levels(1_000, (i) => `n${i}: { <<: *m }`)}`,
      /^\d+:\d+ expected aliases and merge keys that stand for at most 100000 values/,
    ],
  ];
  it.each(rows)("refuses %s with its position", async (_title, text, want) => {
    expect(await fault(text)).toMatch(want);
  });
});

describe("T14 inputs: nesting", () => {
  const nested: [string, (n: number) => string, boolean][] = [
    ["lists in JSON", (n) => "[".repeat(n) + "]".repeat(n), true],
    ["maps in JSON", (n) => `${'{"a":'.repeat(n)}1${"}".repeat(n)}`, true],
    ["lists", (n) => "[".repeat(n) + "]".repeat(n), false],
    ["maps", (n) => `${"{a: ".repeat(n)}1${"}".repeat(n)}`, false],
    ["lists in block style", (n) => `${"- ".repeat(n)}x`, false],
    ["keys that are keys", (n) => `${"? ".repeat(n)}x`, false],
  ];
  it.each(nested)("limits the depth of %s", async (title, text, isJson) => {
    const deep = new RegExp(`^1:\\d+ expected at most ${MAX_DEPTH} levels of nesting`);
    if (!title.startsWith("keys")) expect(await fault(text(MAX_DEPTH), isJson)).toBe("nothing");
    expect(await fault(text(MAX_DEPTH + 1), isJson)).toMatch(deep);
    expect(await fault(text(50_000), isJson)).toMatch(deep);
  });

  it.each([
    ["brackets that are not closed", "[".repeat(50_000), true],
    ["brackets that are not closed, in YAML", "[".repeat(50_000), false],
  ])("refuses %s with their position", async (_title, text, isJson) => {
    expect(await fault(text, isJson)).toMatch(/^1:\d+ /);
  });

  it("generates from a document of the maximum depth", async () => {
    // A property is two levels: `properties`, and its name.
    const depth = Math.floor((MAX_DEPTH - 10) / 2);
    const schema = `${'{"properties":{"a":'.repeat(depth)}{}${"}}".repeat(depth)}`;
    const responses = `{"200":{"description":"ok","content":{"application/json":{"schema":${schema}}}}}`;
    const body = `{"content":{"application/json":{"schema":${schema}}}}`;
    const paths = `{"/x":{"post":{"requestBody":${body},"responses":${responses}}}}`;
    const folder = new Folder({
      "specs/a.json": `{"openapi":"3.1.0","info":{"title":"T","version":"1"},"servers":[{"url":"https://a.example"}],"paths":${paths}}`,
    });
    const { failed, servers } = await folder.generate();
    expect(failed).toBe(false);
    expect(servers).toMatchObject([{ tools: 1 }]);
  });
});

describe("T14 inputs: texts for which many parsers take the square of the size", () => {
  const n = 50_000;
  const list = (of: (i: number) => string): string => Array.from({ length: n }, (_, i) => of(i)).join("\n");
  const rows: [string, string][] = [
    ["many keys", list((i) => `k${i}: 1`)],
    ["many anchors and aliases", list((i) => `a${i}: &a${i} 1\nb${i}: *a${i}`)],
    ["one anchor with many aliases", `a: &a 1\n${list((i) => `b${i}: *a`)}`],
    ["many comments", `${list(() => "# x")}\na: 1`],
    ["a long text", `a: "${"x\\n".repeat(n)}"`],
    ["a long text in block style", `a: |\n${list(() => "  x")}`],
  ];
  it.each(rows)("reads %s", async (_title, text) => {
    const { value, locate } = await parsed(text);
    const pointers = Object.keys(value as object).map((key) => [key]);
    expect(locate(pointers)).toHaveLength(pointers.length);
  });

  it("refuses many faults", async () => {
    expect(await fault(list((i) => `k${i}: !x 1`))).toMatch(/^1:5 Unresolved tag/);
  });
});

describe("T14 inputs: YAML as JSON", () => {
  const rows: [string, string, Json][] = [
    ["words of YAML 1.1", "[yes, no, on, off, y, n]", ["yes", "no", "on", "off", "y", "n"]],
    ["keys of YAML 1.1", "on: 1\nyes: 2\nnull: 3", { on: 1, yes: 2, null: 3 }],
    ["them in a document that declares YAML 1.1", "%YAML 1.1\n---\n[yes, 0o17, 1_000]", ["yes", 15, "1_000"]],
    ["numbers as keys", "200: ok\n4XX: oh\n1.5: x", { 200: "ok", "4XX": "oh", "1.5": "x" }],
    [
      "dates",
      "[2020-01-01, 2020-01-01T00:00:00Z, 12:30:45]",
      ["2020-01-01", "2020-01-01T00:00:00Z", "12:30:45"],
    ],
    ["numbers that JSON does not have", "[.inf, -.inf, .nan]", [".inf", "-.inf", ".nan"]],
    ["a text with its tag", "!!str 2020", "2020"],
    ["an empty value", "a:\nb: ~", { a: null, b: null }],
    ["a byte order mark", "\uFEFFa: 1", { a: 1 }],
    ["CRLF", "a: 1\r\nb: |\r\n  x\r\n  y\r\n", { a: 1, b: "x\ny\n" }],
    ["an unquoted version", "info: { version: 1.10 }", { info: { version: "1.10" } }],
    ["an alias", "a: &x { y: 1 }\nb: *x", { a: { y: 1 }, b: { y: 1 } }],
    ["an alias of the nearest anchor", "a: &x 1\nb: &x 2\nc: *x", { a: 1, b: 2, c: 2 }],
    ["a merge", "a: &x { y: 1, z: 1 }\nb: { <<: *x, z: 2 }", { a: { y: 1, z: 1 }, b: { y: 1, z: 2 } }],
    ["a merge that comes last", "a: &x { z: 1 }\nb: { z: 2, <<: *x }", { a: { z: 1 }, b: { z: 2 } }],
    ["merges in order", "b: { <<: [{ y: 1 }, { y: 2, z: 2 }] }", { b: { y: 1, z: 2 } }],
    ["two merges", "b:\n  <<: { y: 1 }\n  <<: { y: 2, z: 2 }", { b: { y: 1, z: 2 } }],
    ["a key that looks like a merge", 'b: { "<<": 1 }', { b: { "<<": 1 } }],
    [
      "an anchor that is used often",
      `a: &x 1\nb: [${Array(500).fill("*x").join(", ")}]`,
      { a: 1, b: Array(500).fill(1) },
    ],
  ];
  it.each(rows)("reads %s", async (_title, text, want) => {
    expect(await yaml(text)).toEqual(want);
  });

  it("reads __proto__ as a key", async () => {
    for (const text of ["__proto__: { x: 1 }\n", "a: &x { __proto__: { x: 1 } }\nb: { <<: *x }\n"]) {
      const value = await yaml(text);
      expect(JSON.stringify(value)).toContain('"__proto__":{"x":1}');
      expect(({} as { x?: unknown }).x).toBeUndefined();
    }
  });

  it.each(["openapi: 3.1", "openapi: 3.0", "swagger: 2.0"])("reads %s without quotes", async (version) => {
    const folder = new Folder({
      "specs/a.yaml": `${version}\ninfo: { title: T, version: 1.0 }\npaths: {}\n`,
    });
    const { text, failed } = await folder.generate();
    expect(text).not.toContain("unsupported-version");
    expect(failed).toBe(false);
  });

  it("counts lines that end in CRLF", async () => {
    const folder = new Folder({ "specs/a.yaml": `${HEAD}x: 1\r\nx: 2\r\n`.replaceAll(/\r?\n/g, "\r\n") });
    expect((await folder.generate()).text).toMatch(/^specs\/a\.yaml:5:1 error syntax-error/);
  });
});

describe("T14 inputs: files", () => {
  const utf16 = (text: string, bom: boolean): Uint8Array =>
    Buffer.from(`${bom ? "\uFEFF" : ""}${text}`, "utf16le");
  const rows: [string, string, string | Uint8Array, RegExp][] = [
    ["nothing", "a.yaml", "", /invalid-document: .*found an empty file/],
    ["white space", "a.yaml", " \n\n", /invalid-document: .*found an empty file/],
    ["comments", "a.yaml", "# openapi: 3.1.0\n", /invalid-document: .*found null/],
    ["nothing, as JSON", "a.json", "", /1:1 error syntax-error|invalid-document/],
    ["null", "a.json", "null", /invalid-document: .*found null/],
    ["a text", "a.yaml", "openapi", /invalid-document: .*found a string/],
    ["a list", "a.json", "[]", /invalid-document: .*found a list/],
    [
      "two documents",
      "a.yaml",
      `${HEAD}---\n${HEAD}`,
      /a\.yaml:4:1 error syntax-error: expected one document/,
    ],
    ["UTF-16", "a.json", utf16("{}", true), /file-unreadable: .*UTF-16[\s\S]*iconv/],
    ["UTF-16 without a mark", "a.json", utf16("{}", false), /file-unreadable: .*UTF-16/],
    [
      "UTF-16, the other way round",
      "a.yaml",
      Buffer.from(utf16("{}", true)).swap16(),
      /file-unreadable: .*UTF-16/,
    ],
    ["Latin-1", "a.yaml", Buffer.from("a: é", "latin1"), /file-unreadable: .*expected UTF-8/],
    ["an archive", "a.yaml", Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), /file-unreadable/],
  ];
  it.each(rows)("reports a file that contains %s", async (_title, name, content, want) => {
    const folder = new Folder({ [`specs/${name}`]: content });
    const { text, failed } = await folder.generate();
    expect(text).toMatch(want);
    expect(failed).toBe(true);
  });

  it("reports a folder with the name of a document", async () => {
    const folder = new Folder({ "specs/a.yaml/inner.txt": "" });
    expect((await folder.generate()).text).toMatch(/^specs\/a\.yaml error file-unreadable: .*found a folder/);
  });

  it.skipIf(process.platform === "win32")("does not wait for a pipe", async () => {
    const folder = new Folder({ "specs/b.yaml": PETS });
    execFileSync("mkfifo", [folder.at("specs/a.yaml")]);
    expect((await folder.generate()).text).toMatch(
      /^specs\/a\.yaml error file-unreadable: .*found a pipe or a device/,
    );
  });

  it("reads UTF-8 with a byte order mark", async () => {
    for (const [name, text] of [
      ["a.yaml", PETS],
      ["a.json", JSON.stringify({ openapi: "3.1.0", info: {}, paths: {} })],
    ]) {
      const { failed } = await new Folder({ [`specs/${name}`]: `\uFEFF${text}` }).generate();
      expect(failed).toBe(false);
    }
  });

  it("reads documents of more than 20 MB", async () => {
    const schema = { type: "object", properties: { id: { type: "string", description: "x".repeat(4_500) } } };
    const schemas = Object.fromEntries(Array.from({ length: 4_500 }, (_, i) => [`S${i}`, schema]));
    const document = {
      openapi: "3.1.0",
      info: { title: "T", version: "1" },
      paths: {},
      components: { schemas },
    };
    const text = JSON.stringify(document);
    expect(text.length).toBeGreaterThan(20_000_000);
    expect((await parsed(text, true)).value).toEqual(document);
    // JSON is YAML.
    expect(await yaml(text)).toEqual(document);
  });

  it("does not write the absolute path of the folder into generated files", async () => {
    const folder = new Folder({ "specs/a.yaml": PETS });
    await folder.generate();
    const written = folder
      .list()
      .map((path) => folder.read(path))
      .join("\n");
    expect(written).toContain("Generated from a.yaml.");
    expect(written).not.toContain(folder.path);
  });
});
