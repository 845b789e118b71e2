/** The workbench's file tools: what they are for. What they refuse is in test/security. */
import { chmodSync, existsSync, statSync, symlinkSync, truncateSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ToolError } from "../../runtime/handler.ts";
import { applyEdits } from "../../specs/workbench/files/edit.ts";
import { glob } from "../../specs/workbench/files/glob.ts";
import { LIMITS } from "../../specs/workbench/files/limits.ts";
import { directoryTree, fileInfo, listDirectory } from "../../specs/workbench/files/list.ts";
import { mediaTypeOf, readMedia } from "../../specs/workbench/files/media.ts";
import { type ReadArgs, readText } from "../../specs/workbench/files/read.ts";
import { rootOf } from "../../specs/workbench/files/root.ts";
import { type FindArgs, type GrepArgs, searchFiles, searchText } from "../../specs/workbench/files/search.ts";
import { editText, makeDirectory, move, writeText } from "../../specs/workbench/files/write.ts";
import { Bench, contents, outcome } from "../support/workbench.ts";

const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const NUMBERS = "one\ntwo\nthree\nfour\nfive\n";

async function failure(call: () => Promise<unknown>): Promise<ToolError> {
  try {
    await call();
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error("no failure");
}

describe("the workbench's root", () => {
  it("is the folder in the environment variable, or the current one", async () => {
    const bench = new Bench();
    expect(await rootOf({ WORKBENCH_ROOT: bench.path })).toMatchObject({ path: bench.path });
    expect((await rootOf({})).path).toBe(process.cwd());
  });

  it("is resolved, and absolute paths below its given or its real path are inside", async () => {
    const bench = new Bench({ "file.txt": "content" });
    symlinkSync(bench.path, `${bench.top}/alias`);
    const root = await rootOf({ WORKBENCH_ROOT: `${bench.top}/alias` });
    for (const path of [
      "file.txt",
      "./file.txt",
      `${bench.top}/alias/file.txt`,
      `${bench.path}/file.txt`,
      `${bench.path}//./file.txt`,
    ])
      expect((await readText(root, { path })).text).toBe("content");
    expect((await listDirectory(root, { path: bench.path })).path).toBe(".");
  });

  it.each(["nowhere", "file.txt"])("must be an existing folder: %s", async (name) => {
    const bench = new Bench({ "file.txt": "" });
    expect(await outcome(() => rootOf({ WORKBENCH_ROOT: bench.at(name) }))).toBe("unavailable");
  });
});

describe("readText", () => {
  const rows: { args: Partial<ReadArgs>; text: string; want: Record<string, unknown> }[] = [
    {
      args: {},
      text: NUMBERS,
      want: { text: NUMBERS, firstLine: 1, lastLine: 5, totalLines: 5, cut: false },
    },
    { args: {}, text: "no end", want: { text: "no end", lastLine: 1, totalLines: 1 } },
    { args: {}, text: "", want: { text: "", firstLine: 1, lastLine: 0, totalLines: 0 } },
    { args: {}, text: "\n\n", want: { text: "\n\n", totalLines: 2 } },
    {
      args: { head: 2 },
      text: NUMBERS,
      want: { text: "one\ntwo\n", firstLine: 1, lastLine: 2, totalLines: 5 },
    },
    { args: { head: 9 }, text: NUMBERS, want: { text: NUMBERS, lastLine: 5 } },
    { args: { tail: 2 }, text: NUMBERS, want: { text: "four\nfive\n", firstLine: 4, lastLine: 5 } },
    { args: { tail: 2 }, text: "a\nb\nc", want: { text: "b\nc", firstLine: 2, lastLine: 3 } },
    { args: { tail: 9 }, text: NUMBERS, want: { text: NUMBERS, firstLine: 1 } },
    {
      args: { first_line: 2, last_line: 3 },
      text: NUMBERS,
      want: { text: "two\nthree\n", firstLine: 2, lastLine: 3 },
    },
    { args: { first_line: 4 }, text: NUMBERS, want: { text: "four\nfive\n", firstLine: 4, lastLine: 5 } },
    { args: { last_line: 1 }, text: NUMBERS, want: { text: "one\n", firstLine: 1, lastLine: 1 } },
    { args: { first_line: 9 }, text: NUMBERS, want: { text: "", firstLine: 9, lastLine: 8, totalLines: 5 } },
    { args: {}, text: "a\r\nb\r\n", want: { text: "a\r\nb\r\n", totalLines: 2 } },
    { args: {}, text: "\ufeffa\n", want: { text: "a\n" } },
    { args: {}, text: "é漢👩‍💻\n", want: { text: "é漢👩‍💻\n" } },
  ];
  it.each(rows)("returns $args of $text", async ({ args, text, want }) => {
    const bench = new Bench({ "file.txt": text });
    expect(await readText(bench.root(), { path: "file.txt", ...args })).toMatchObject(want);
  });

  it("decodes characters that cross chunks", async () => {
    const text = `${"é".repeat(32_767)}x${"漢".repeat(40_000)}\n`;
    const bench = new Bench({ "file.txt": text });
    expect((await readText(bench.root(), { path: "file.txt" })).text).toBe(text);
  });

  const large = Array.from({ length: 30_000 }, (_, index) => `line ${index + 1}\n`).join("");
  it("stops at the size limit and reports it", async () => {
    const bench = new Bench({ "file.txt": large });
    const start = await readText(bench.root(), { path: "file.txt" });
    expect(start).toMatchObject({ firstLine: 1, totalLines: 30_000, cut: true });
    expect(start.text.length).toBeLessThanOrEqual(LIMITS.text);
    expect(start.text.endsWith(`line ${start.lastLine}\n`)).toBe(true);
    const end = await readText(bench.root(), { path: "file.txt", tail: 30_000 });
    expect(end).toMatchObject({ lastLine: 30_000, cut: true });
    expect(end.text.startsWith(`line ${end.firstLine}\n`)).toBe(true);
    const middle = await readText(bench.root(), { path: "file.txt", first_line: 20_000, last_line: 20_001 });
    expect(middle).toMatchObject({ text: "line 20000\nline 20001\n", cut: false });
  });

  it("cuts a line that is too large by itself", async () => {
    const bench = new Bench({ "file.txt": "x".repeat(LIMITS.text + 100_000) });
    const { text, cut, totalLines } = await readText(bench.root(), { path: "file.txt" });
    expect([text.length, cut, totalLines]).toEqual([LIMITS.text, true, 1]);
  });

  it("refuses a file that is too large without reading it", async () => {
    const bench = new Bench({ "file.txt": "" });
    truncateSync(bench.at("file.txt"), LIMITS.readFile + 1);
    expect(await outcome(() => readText(bench.root(), { path: "file.txt", head: 1 }))).toBe("rejected");
  });

  it.each([
    ["NUL", "a\0b"],
    ["what is no UTF-8", Buffer.from([0x61, 0xff, 0x62])],
    ["half a character at the end", Buffer.from([0x61, 0xc3])],
    ["UTF-16", Buffer.from("text", "utf16le")],
  ])("refuses a file with %s as text", async (_, content) => {
    const bench = new Bench({ file: content });
    expect(await outcome(() => readText(bench.root(), { path: "file" }))).toBe("rejected");
  });

  it.each([
    { head: 1, tail: 1 },
    { head: 1, first_line: 1 },
    { tail: 1, last_line: 1 },
    { first_line: 3, last_line: 2 },
  ])("refuses the contradictory arguments %j", async (args) => {
    const bench = new Bench({ file: "" });
    expect(await outcome(() => readText(bench.root(), { path: "file", ...args }))).toBe("invalid_arguments");
  });

  it.each([
    { path: "nowhere.txt", kind: "not_found", message: 'There is no "nowhere.txt".' },
    { path: "nowhere/file.txt", kind: "not_found", message: 'There is no "nowhere".' },
    { path: "dir", kind: "invalid_arguments", message: 'Expected a file, found a directory: "dir".' },
    { path: ".", kind: "invalid_arguments", message: "Expected a file, found a directory: the root." },
    { path: "", kind: "invalid_arguments", message: "Expected a file, found a directory: the root." },
    {
      path: "dir/file.txt/more",
      kind: "invalid_arguments",
      message: 'Expected a directory, found a file: "dir/file.txt".',
    },
  ])("refuses $path: $message", async ({ path, kind, message }) => {
    const bench = new Bench({ "dir/file.txt": "" });
    expect(await failure(() => readText(bench.root(), { path }))).toMatchObject({ kind, message });
  });

  it("can be aborted", async () => {
    const bench = new Bench({ file: NUMBERS });
    await expect(readText(bench.root(), { path: "file" }, AbortSignal.abort())).rejects.toThrow(/abort/);
  });
});

describe("writeText", () => {
  it("creates a file, and replaces one only on request", async () => {
    const bench = new Bench();
    const root = bench.root();
    expect(await writeText(root, { path: "a.txt", content: "é" })).toEqual({
      path: "a.txt",
      size: 2,
      created: true,
    });
    const error = await failure(() => writeText(root, { path: "a.txt", content: "b" }));
    expect(error).toMatchObject({ kind: "conflict", message: expect.stringContaining("edit_file") });
    expect(await writeText(root, { path: "a.txt", content: "b", overwrite: true })).toMatchObject({
      created: false,
    });
    expect(contents(bench.path)).toEqual({ "a.txt": "b" });
  });

  it("keeps the mode of a file, and writes through a link inside the root", async () => {
    const bench = new Bench({ "run.sh": "old" });
    chmodSync(bench.at("run.sh"), 0o750);
    bench.link("link", "run.sh");
    expect(await writeText(bench.root(), { path: "link", content: "new", overwrite: true })).toMatchObject({
      path: "run.sh",
    });
    expect(contents(bench.path)).toEqual({ link: "-> run.sh", "run.sh": "new" });
    expect(statSync(bench.at("run.sh")).mode & 0o777).toBe(0o750);
  });

  it.each([
    ["a read-only file", "read-only.txt", "forbidden"],
    ["a directory", "dir", "invalid_arguments"],
    ["the root", ".", "invalid_arguments"],
    ["in a folder that is not there", "nowhere/a.txt", "not_found"],
    ["below a file", "file.txt/a.txt", "invalid_arguments"],
  ])("refuses %s and leaves nothing behind", async (_, path, want) => {
    const bench = new Bench({ "read-only.txt": "x", "file.txt": "x", "dir/a": "" });
    chmodSync(bench.at("read-only.txt"), 0o444);
    const before = contents(bench.path);
    expect(await outcome(() => writeText(bench.root(), { path, content: "new", overwrite: true }))).toBe(
      want,
    );
    expect(contents(bench.path)).toEqual(before);
  });

  it.each([["x".repeat(LIMITS.writeFile + 1)], ["\ud800"]])(
    "refuses content that is too large or not text",
    async (content) => {
      const bench = new Bench();
      expect(await outcome(() => writeText(bench.root(), { path: "a", content }))).toBe("invalid_arguments");
      expect(contents(bench.path)).toEqual({});
    },
  );
});

describe("applyEdits", () => {
  const rows = [
    { text: "a b c", edits: [{ old_text: "b", new_text: "x" }], want: "a x c" },
    {
      text: "a b",
      edits: [
        { old_text: "a", new_text: "b" },
        { old_text: "b b", new_text: "c" },
      ],
      want: "c",
    },
    { text: "a a", edits: [{ old_text: "a", new_text: "b", replace_all: true }], want: "b b" },
    { text: "a", edits: [{ old_text: "a", new_text: "" }], want: "" },
    { text: "a", edits: [{ old_text: "a", new_text: "$& $1 $$" }], want: "$& $1 $$" },
    { text: "a", edits: [{ old_text: "a", new_text: "$&", replace_all: true }], want: "$&" },
    { text: "a\r\nb\r\n", edits: [{ old_text: "a\nb\n", new_text: "c\nd\n" }], want: "c\r\nd\r\n" },
    { text: "a\r\nb\n", edits: [{ old_text: "a\r\n", new_text: "c\n" }], want: "c\nb\n" },
    { text: "\ufeffa", edits: [{ old_text: "a", new_text: "b" }], want: "\ufeffb" },
    { text: ".*", edits: [{ old_text: ".*", new_text: "x" }], want: "x" },
  ];
  it.each(rows)("applies to $text the edits $edits", ({ text, edits, want }) => {
    expect(applyEdits(text, edits)).toBe(want);
  });

  const misfits = [
    {
      text: "a",
      edits: [{ old_text: "b", new_text: "" }],
      path: "edits.0.old_text",
      message: "is not in the file: read",
    },
    { text: "a", edits: [{ old_text: "", new_text: "b" }], path: "edits.0.old_text", message: "is empty" },
    {
      text: "x\na\na\n",
      edits: [{ old_text: "a", new_text: "b" }],
      path: "edits.0.old_text",
      message: "in lines 2 and 3",
    },
    {
      text: "aaa",
      edits: [{ old_text: "aa", new_text: "b" }],
      path: "edits.0.old_text",
      message: "more than once",
    },
    {
      text: "x\n\tif (a) {\n",
      edits: [{ old_text: "  if (a) {", new_text: "" }],
      path: "edits.0.old_text",
      message: "line 2 differs from it only in white space",
    },
    {
      text: "a",
      edits: [
        { old_text: "a", new_text: "b" },
        { old_text: "a", new_text: "c" },
      ],
      path: "edits.1.old_text",
      message: "is not in the file",
    },
  ];
  it.each(misfits)("refuses for $text the edits $edits: $message", ({ text, edits, path, message }) => {
    const error = (() => {
      try {
        return applyEdits(text, edits);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({
      kind: "invalid_arguments",
      details: { fields: [{ path, message: expect.stringContaining(message) }] },
    });
  });
});

describe("editText", () => {
  const edits = [{ old_text: "two\n", new_text: "2\n" }];
  const diff =
    "--- a/dir/file.txt\n+++ b/dir/file.txt\n@@ -1,5 +1,5 @@\n one\n-two\n+2\n three\n four\n five\n";

  it("returns the difference and applies it", async () => {
    const bench = new Bench({ "dir/file.txt": NUMBERS });
    const root = bench.root();
    const dry = await editText(root, { path: "dir/file.txt", edits, dry_run: true });
    expect(dry).toMatchObject({ path: "dir/file.txt", applied: false, diff: expect.stringContaining(diff) });
    expect(bench.read("dir/file.txt")).toBe(NUMBERS);
    expect(await editText(root, { path: "dir/file.txt", edits })).toEqual({ ...dry, applied: true });
    expect(bench.read("dir/file.txt")).toBe(NUMBERS.replace("two", "2"));
  });

  it("changes nothing if one edit does not match", async () => {
    const bench = new Bench({ "file.txt": NUMBERS });
    const wrong = [...edits, { old_text: "six", new_text: "6" }];
    expect(await outcome(() => editText(bench.root(), { path: "file.txt", edits: wrong }))).toBe(
      "invalid_arguments",
    );
    expect(contents(bench.path)).toEqual({ "file.txt": NUMBERS });
  });

  it("loses none of many concurrent edits", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `<${index}>`);
    const bench = new Bench({ "file.txt": names.join("\n") });
    await Promise.all(
      names.map((old_text) =>
        editText(bench.root(), { path: "file.txt", edits: [{ old_text, new_text: `${old_text}!` }] }),
      ),
    );
    expect(bench.read("file.txt")).toBe(names.map((name) => `${name}!`).join("\n"));
  });

  it("refuses a binary file", async () => {
    const bench = new Bench({ "file.png": PNG });
    expect(await outcome(() => editText(bench.root(), { path: "file.png", edits }))).toBe("rejected");
  });
});

describe("makeDirectory", () => {
  it("creates missing folders and keeps existing ones", async () => {
    const bench = new Bench({ "a/file": "" });
    const root = bench.root();
    expect(await makeDirectory(root, { path: "a/b/c" })).toEqual({ path: "a/b/c", created: true });
    expect(await makeDirectory(root, { path: "a/b/c/" })).toEqual({ path: "a/b/c", created: false });
    expect(await makeDirectory(root, { path: `${bench.path}/d/e` })).toEqual({ path: "d/e", created: true });
    expect(await makeDirectory(root, { path: "." })).toEqual({ path: ".", created: false });
    expect(await outcome(() => makeDirectory(root, { path: "a/file" }))).toBe("conflict");
    expect(await outcome(() => makeDirectory(root, { path: "a/file/b" }))).toBe("invalid_arguments");
    expect(Object.keys(contents(bench.path))).toEqual(["a", "a/b", "a/b/c", "a/file", "d", "d/e"]);
  });
});

describe("move", () => {
  const rows = [
    { from: "a.txt", to: "b.txt", want: 'ok {"from":"a.txt","to":"b.txt"}' },
    { from: "a.txt", to: "dir/b.txt", want: 'ok {"from":"a.txt","to":"dir/b.txt"}' },
    { from: "dir", to: "other", want: 'ok {"from":"dir","to":"other"}' },
    { from: "link", to: "other", want: 'ok {"from":"link","to":"other"}' },
    { from: "a.txt", to: "dir/c.txt", want: "conflict" },
    { from: "a.txt", to: "dir", want: "conflict" },
    { from: "dir", to: "empty", want: "conflict" },
    { from: "a.txt", to: "a.txt", want: "conflict" },
    { from: "dir", to: "dir/sub", want: "invalid_arguments" },
    { from: "nowhere", to: "b.txt", want: "not_found" },
    { from: "a.txt", to: "nowhere/b.txt", want: "not_found" },
    { from: ".", to: "dir/root", want: "invalid_arguments" },
    { from: "a.txt", to: ".", want: "conflict" },
  ];
  it.each(rows)("moves $from to $to: $want", async ({ from, to, want }) => {
    const bench = new Bench({ "a.txt": "a", "dir/c.txt": "c", "empty/x": "" });
    bench.link("link", "a.txt");
    const before = contents(bench.path);
    expect(await outcome(() => move(bench.root(), { from, to }))).toBe(want);
    const after = contents(bench.path);
    if (!want.startsWith("ok")) return expect(after).toEqual(before);
    expect(after[to]).toBe(before[from]);
    expect(Object.keys(after)).not.toContain(from);
    expect(Object.keys(after)).toHaveLength(Object.keys(before).length);
  });
});

describe("listDirectory", () => {
  it("lists by name, shows links as links, and hides .git", async () => {
    const bench = new Bench({ "b.txt": "12345", "a/x": "", ".git/config": "", ".env": "x" });
    bench.link("link", "nowhere");
    expect(await listDirectory(bench.root(), {})).toEqual({
      path: ".",
      entries: [
        { name: ".env", type: "file", size: 1, modified: expect.any(String) },
        { name: "a", type: "directory", modified: expect.any(String) },
        { name: "b.txt", type: "file", size: 5, modified: expect.any(String) },
        { name: "link", type: "link", modified: expect.any(String) },
      ],
      truncated: false,
    });
    expect(await outcome(() => listDirectory(bench.root(), { path: "b.txt" }))).toBe("invalid_arguments");
    expect(await outcome(() => listDirectory(bench.root(), { path: "nowhere" }))).toBe("not_found");
  });

  it("lists no more than its limit", async () => {
    const bench = new Bench(
      Object.fromEntries(Array.from({ length: LIMITS.entries + 1 }, (_, at) => [`f${at}`, ""])),
    );
    const { entries, truncated } = await listDirectory(bench.root(), {});
    expect([entries.length, truncated]).toEqual([LIMITS.entries, true]);
  });
});

describe("directoryTree", () => {
  const files = { "a/b/c/d.txt": "", "a/x.txt": "", "node_modules/y/z.js": "", "r.md": "", ".git/HEAD": "" };
  const rows = [
    { args: {}, want: "a/\n  b/\n    c/\n  x.txt\nnode_modules/\n  y/\n    z.js\nr.md" },
    { args: { depth: 1 }, want: "a/\nnode_modules/\nr.md" },
    { args: { path: "a", depth: 2 }, want: "b/\n  c/\nx.txt" },
    { args: { depth: 10, exclude: ["node_modules"] }, want: "a/\n  b/\n    c/\n      d.txt\n  x.txt\nr.md" },
    { args: { depth: 10, exclude: ["a/b", "*.js"] }, want: "a/\n  x.txt\nnode_modules/\n  y/\nr.md" },
  ];
  it.each(rows)("returns the tree of $args", async ({ args, want }) => {
    expect((await directoryTree(new Bench(files).root(), args)).tree).toBe(want);
  });
});

describe("fileInfo", () => {
  it.each([
    {
      path: "a.png",
      want: { path: "a.png", name: "a.png", type: "file", size: 16, mimeType: "image/png", binary: true },
    },
    {
      path: "dir/a.ts",
      want: { path: "dir/a.ts", type: "file", size: 1, mimeType: "text/x-typescript", binary: false },
    },
    { path: "dir", want: { path: "dir", type: "directory" } },
    { path: ".", want: { path: ".", name: ".", type: "directory" } },
    { path: "link", want: { path: "link", type: "link" } },
  ])("describes $path", async ({ path, want }) => {
    const bench = new Bench({ "a.png": PNG, "dir/a.ts": "x" });
    bench.link("link", "../outside/secret.txt");
    expect(await fileInfo(bench.root(), { path })).toMatchObject({
      ...want,
      mode: expect.stringMatching(/^[0-7]{3}$/),
    });
  });
});

describe("readMedia", () => {
  it.each([
    ["image/png", PNG],
    ["image/jpeg", Buffer.from("ffd8ffe000104a464946", "hex")],
    ["image/gif", Buffer.from("GIF89a")],
    ["image/webp", Buffer.from("RIFF....WEBPVP8 ")],
    ["audio/wav", Buffer.from("RIFF....WAVEfmt ")],
    ["audio/mpeg", Buffer.from("ID3\x04\0")],
    ["audio/ogg", Buffer.from("OggS\0")],
    ["audio/flac", Buffer.from("fLaC\0")],
  ])("recognises %s by its first bytes, whatever its name", async (mimeType, bytes) => {
    const bench = new Bench({ "file.txt": bytes });
    expect(await readMedia(bench.root(), { path: "file.txt" })).toEqual({
      type: mimeType.split("/")[0],
      mimeType,
      data: bytes.toString("base64"),
    });
  });

  it("refuses other content whatever its name, and content that is too large", async () => {
    const bench = new Bench({ "a.png": "<svg/>", "b.png": PNG });
    truncateSync(bench.at("b.png"), LIMITS.media + 1);
    for (const path of ["a.png", "b.png"])
      expect(await outcome(() => readMedia(bench.root(), { path }))).toBe("rejected");
  });

  it("has a media type for each file name", () => {
    expect(["a.TS", "a.tar.gz", "README", "a.__proto__", "a.constructor"].map(mediaTypeOf)).toEqual([
      "text/x-typescript",
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("glob", () => {
  it.each([
    { pattern: "*.ts", yes: ["a.ts", "src/a.ts", ".ts"], no: ["a.tsx", "ts"] },
    { pattern: "src/*.ts", yes: ["src/a.ts"], no: ["src/x/a.ts", "a.ts", "x/src/a.ts"] },
    { pattern: "**/*.ts", yes: ["a.ts", "x/y/a.ts"], no: ["a.js"] },
    { pattern: "src/**", yes: ["src/a", "src/a/b"], no: ["src", "xsrc/a"] },
    { pattern: "src/**/x", yes: ["src/x", "src/a/b/x"], no: ["src/ax"] },
    { pattern: "/a", yes: ["a"], no: ["x/a", "b"] },
    { pattern: "?", yes: ["a", "é", "👍"], no: ["", "ab"] },
    { pattern: "[a-c]x", yes: ["ax", "cx"], no: ["dx", "x"] },
    { pattern: "[!a-c]x", yes: ["dx"], no: ["ax", "/x"] },
    { pattern: "a.{ts,js}", yes: ["a.ts", "a.js"], no: ["a.t", "a.ts,js"] },
    { pattern: "{a,b}/{c,d}", yes: ["a/c", "b/d"], no: ["a/b"] },
    { pattern: "a+(b)|^$", yes: ["a+(b)|^$"], no: ["aab"] },
    { pattern: "\\*", yes: ["*"], no: ["a"] },
    { pattern: "a,b}", yes: ["a,b}"], no: ["a"] },
    { pattern: "{a", yes: ["a"], no: ["{a"] },
    { pattern: "[a", yes: ["[a"], no: ["a"] },
  ])("matches $pattern", ({ pattern, yes, no }) => {
    const matches = glob(pattern);
    expect(yes.filter((path) => !matches(path))).toEqual([]);
    expect(no.filter(matches)).toEqual([]);
  });

  it("takes time linear in the path", () => {
    // Backtracking over this would take longer than a test may.
    expect(glob("*a".repeat(200))(`${"a".repeat(5000)}b`)).toBe(false);
  });
});

describe("searchFiles", () => {
  const files = { "a.ts": "", "b.md": "", "src/c.ts": "", "src/deep/d.ts": "", "node_modules/e.ts": "" };
  it.each<{ args: FindArgs; want: string[] }>([
    { args: { pattern: "*.ts" }, want: ["a.ts", "node_modules/e.ts", "src/c.ts", "src/deep/d.ts"] },
    { args: { pattern: "*.ts", exclude: ["node_modules"] }, want: ["a.ts", "src/c.ts", "src/deep/d.ts"] },
    { args: { pattern: "*.ts", path: "src" }, want: ["src/c.ts", "src/deep/d.ts"] },
    { args: { pattern: "deep/*", path: "src" }, want: ["src/deep/d.ts"] },
    { args: { pattern: "deep" }, want: ["src/deep"] },
    { args: { pattern: "*.x" }, want: [] },
  ])("finds $args", async ({ args, want }) => {
    const { matches, stopped } = await searchFiles(new Bench(files).root(), args);
    expect(matches.map(({ path }) => path)).toEqual(want);
    expect(stopped).toBeUndefined();
  });

  it("stops at the limit, and reports it only if there is more", async () => {
    const root = new Bench(files).root();
    expect(await searchFiles(root, { pattern: "*.md", limit: 1 })).toEqual({
      matches: [{ path: "b.md", type: "file" }],
    });
    const { matches, stopped } = await searchFiles(root, { pattern: "*", limit: 2 });
    expect([matches.length, stopped]).toEqual([2, "results"]);
  });
});

describe("searchText", () => {
  const files = {
    "a.txt": "Apple\npear\r\nAPPLE pie\n",
    "b.md": "apple.pie\n",
    "c.png": PNG,
    "dir/d.txt": "apple",
  };
  it.each<{ args: GrepArgs; want: string[] }>([
    { args: { query: "apple" }, want: ["b.md:1:apple.pie", "dir/d.txt:1:apple"] },
    {
      args: { query: "apple", ignore_case: true, include: "a.*" },
      want: ["a.txt:1:Apple", "a.txt:3:APPLE pie"],
    },
    { args: { query: "e.p", regex: true }, want: ["b.md:1:apple.pie"] },
    { args: { query: "e.p" }, want: ["b.md:1:apple.pie"] },
    { args: { query: "e.P", ignore_case: true }, want: ["b.md:1:apple.pie"] },
    { args: { query: "^pear", regex: true }, want: ["a.txt:2:pear"] },
    { args: { query: "apple", path: "dir" }, want: ["dir/d.txt:1:apple"] },
    { args: { query: "apple", exclude: ["dir"] }, want: ["b.md:1:apple.pie"] },
    { args: { query: "PNG" }, want: [] },
  ])("finds $args", async ({ args, want }) => {
    const { matches } = await searchText(new Bench(files).root(), args);
    expect(matches.map(({ path, line, text }) => `${path}:${line}:${text}`)).toEqual(want);
  });

  it("stops at the limit, shortens lines, skips large files, and counts files", async () => {
    const bench = new Bench({ "a.txt": "x\n".repeat(10), "b.txt": `${"x".repeat(2000)}\n`, "c.txt": "x" });
    truncateSync(bench.at("c.txt"), LIMITS.searchFile + 1);
    expect(await searchText(bench.root(), { query: "x", limit: 3 })).toMatchObject({
      stopped: "results",
      files: 1,
    });
    const { matches, files: searched } = await searchText(bench.root(), { query: "xx" });
    expect(matches).toEqual([{ path: "b.txt", line: 1, text: `${"x".repeat(LIMITS.line)}…` }]);
    expect(searched).toBe(2);
  });

  it.each(["(", "(?=x)", "\\1", "a{9999}"])("refuses %s, which RE2 does not support", async (query) => {
    const error = await failure(() => searchText(new Bench().root(), { query, regex: true }));
    expect(error).toMatchObject({ kind: "invalid_arguments", message: expect.stringContaining("RE2") });
  });

  it("searches in linear time with a pattern that backtracking engines hang on", async () => {
    const bench = new Bench({ "a.txt": "a".repeat(50_000) });
    // The result would say that the search was stopped if it had run out of time.
    const found = await searchText(bench.root(), { query: "^(a+)+$b", regex: true });
    expect(found).toEqual({ matches: [], files: 1 });
  });

  it("skips folders that cannot be read", async () => {
    const bench = new Bench({ "a.txt": "x", "locked/b.txt": "x", "z.txt": "x" });
    chmodSync(bench.at("locked"), 0);
    try {
      const { matches } = await searchText(bench.root(), { query: "x" });
      expect(matches.map(({ path }) => path)).toEqual(expect.arrayContaining(["a.txt", "z.txt"]));
    } finally {
      chmodSync(bench.at("locked"), 0o755);
    }
    expect(existsSync(bench.at("locked/b.txt"))).toBe(true);
  });
});
