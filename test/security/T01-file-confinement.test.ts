/** Whatever a path given to the workbench is, and whatever happens on the disk meanwhile, the call stays in the root. */
import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import type { ToolError } from "../../runtime/handler.ts";
import { type Folder, type OpenFolder, openHeld, openNamed } from "../../specs/workbench/files/folder.ts";
import { directoryTree, fileInfo, listDirectory } from "../../specs/workbench/files/list.ts";
import { readMedia } from "../../specs/workbench/files/media.ts";
import { isGitInternal, segmentsOf } from "../../specs/workbench/files/names.ts";
import { readText } from "../../specs/workbench/files/read.ts";
import type { Root } from "../../specs/workbench/files/root.ts";
import { searchFiles, searchText } from "../../specs/workbench/files/search.ts";
import { editText, makeDirectory, move, writeText } from "../../specs/workbench/files/write.ts";
import * as fc from "../support/properties.ts";
import { Bench, contents, outcome, SECRET } from "../support/workbench.ts";

type Operation = (root: Root, path: string) => Promise<unknown>;

const READS: Readonly<Record<string, Operation>> = {
  read_text_file: (root, path) => readText(root, { path }),
  read_media_file: (root, path) => readMedia(root, { path }),
  file_info: (root, path) => fileInfo(root, { path }),
  list_directory: (root, path) => listDirectory(root, { path }),
  directory_tree: (root, path) => directoryTree(root, { path }),
  search_files: (root, path) => searchFiles(root, { path, pattern: "**" }),
  search_text: (root, path) => searchText(root, { path, query: "e" }),
};

const WRITES: Readonly<Record<string, Operation>> = {
  write_file: (root, path) => writeText(root, { path, content: "changed", overwrite: true }),
  edit_file: (root, path) => editText(root, { path, edits: [{ old_text: "secret", new_text: "changed" }] }),
  create_directory: (root, path) => makeDirectory(root, { path }),
  "move_file from": (root, path) => move(root, { from: path, to: "moved" }),
  "move_file to": (root, path) => move(root, { from: "file.txt", to: path }),
};

const EVERY = { ...READS, ...WRITES };

describe("T01 a path outside the root", () => {
  const FORBIDDEN = [
    "..",
    "../",
    "../outside/secret.txt",
    "dir/../../outside/secret.txt",
    "dir/../file.txt",
    "./..",
    ".//../outside",
    "/",
    "//",
    "/etc/passwd",
    "/etc/../etc/passwd",
    "//etc/passwd",
    "/proc/self/root/etc/passwd",
    "/proc/self/cwd",
    "/dev/stdin",
    "~",
    "~/secret",
    "~root/.bashrc",
    "C:",
    "C:secret.txt",
    "C:/Windows/win.ini",
    "z:/x",
    "%2e%2e/outside/secret.txt",
    "%2E%2e",
    ".%2e/outside",
    "%2e./outside",
    "%2e%2e%2foutside",
    "..%2foutside%2fsecret.txt",
    "..%5coutside",
    "%252e%252e/outside",
    "%25252e%25252e/outside",
    "%2fetc%2fpasswd",
    "%c0%ae%c0%ae/outside",
    "%e0%80%ae%e0%80%ae/outside",
    "..%c0%afoutside",
    "file.txt%00.png",
    "．．/outside",
    "․․/outside",
    "‥/outside",
    "dir／..／..／outside",
    "..＼outside",
    "%ef%bc%8e%ef%bc%8e/outside",
    ".git",
    ".git/config",
    ".GIT/hooks/pre-commit",
    "dir/.git/HEAD",
    "git~1/config",
    ".git./config",
    ".git /config",
    ".git::$INDEX_ALLOCATION/config",
    ".g\u200cit/config",
  ];
  const INVALID = [
    "\0",
    "file.txt\0",
    "file.txt\0.png",
    "dir\n/file.txt",
    "a\x7f",
    "a\x9b",
    "\ud800",
    "..\\outside\\secret.txt",
    "dir\\..\\..\\outside",
    "\\\\server\\share",
    "\\\\?\\C:\\Windows",
    "file:///etc/passwd",
    "workbench://file/x",
    "x".repeat(256),
    "é".repeat(128),
    "a/".repeat(65),
    "a/".repeat(3000),
  ];
  const rows = [
    ...FORBIDDEN.map((path) => ({ path, want: "forbidden" })),
    ...INVALID.map((path) => ({ path, want: "invalid_arguments" })),
  ];

  it.each(rows)("is refused before the disk is read: $path", async ({ path, want }) => {
    const bench = new Bench({ "file.txt": "file", "dir/inner.txt": "inner", ".git/config": "[core]" });
    const before = contents(bench.top);
    for (const [name, operation] of Object.entries(EVERY))
      expect([name, await outcome(() => operation(bench.root(), path))]).toEqual([name, want]);
    expect(contents(bench.top)).toEqual(before);
  });

  it("is refused if it is the absolute path of a folder whose name starts with the root's", async () => {
    const bench = new Bench();
    mkdirSync(`${bench.path}-beside`);
    writeFileSync(`${bench.path}-beside/secret.txt`, SECRET);
    expect(await outcome(() => readText(bench.root(), { path: `${bench.path}-beside/secret.txt` }))).toBe(
      "forbidden",
    );
  });
});

describe("T01 a name with a meaning on Windows", () => {
  const DEVICES = ["CON", "prn", "aux.c", "NUL", "nul.txt", "com1", "COM9.log", "lpt¹", "CONIN$", "x/NUL/y"];

  it.each(DEVICES)("is never created: %s", (path) => {
    expect(() => segmentsOf(path, { write: true, platform: "linux" })).toThrow(/device/);
  });

  it.each(DEVICES)("is not opened on Windows: %s", (path) => {
    expect(() => segmentsOf(path, { platform: "win32" })).toThrow(/device/);
    expect(segmentsOf(path, { platform: "linux" })).toEqual(path.split("/"));
  });

  it.each(["a.", "a ", "...", "a/b./c"])("is never created, because Windows cuts it: %s", (path) => {
    expect(() => segmentsOf(path, { write: true, platform: "linux" })).toThrow(/end in a dot/);
  });

  it.each(["ab:c", "file.txt::$DATA", "a<b", "a|b", "a?b", "a*b", 'a"b'])(
    "is not opened on Windows, which would cut it: %s",
    (path) => {
      expect(() => segmentsOf(path, { platform: "win32" })).toThrow(/Windows/);
    },
  );
});

describe("T01 a name that only looks suspicious", () => {
  it.each([
    "..a",
    "a..b",
    "...",
    "100%.txt",
    "a%20b",
    "né.txt",
    "½.txt",
    "👩‍💻.md",
    ".github",
    ".gitignore",
    "git",
    "a~1",
  ])("is read: %s", (path) => {
    expect(segmentsOf(path, { platform: "linux" })).toEqual([path]);
    expect(isGitInternal(path)).toBe(false);
  });
});

describe("T01 any text as a path", () => {
  const pieces = [
    "..",
    ".",
    "/",
    "\\",
    "%2e",
    "%2f",
    "%25",
    "~",
    "C:",
    "\0",
    ".git",
    "．",
    "／",
    "a",
    " ",
    "é",
    "\ud800",
  ];
  const path = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join("")),
  );

  it.each([true, false])("is refused or stays below the root (to write: %s)", (write) => {
    fc.assert(
      fc.property(path, (path) => {
        let names: readonly string[];
        try {
          names = segmentsOf(path, { write, roots: ["/root"], platform: "linux" });
        } catch (error) {
          expect(["forbidden", "invalid_arguments"]).toContain((error as ToolError).kind);
          return;
        }
        expect(posix.join("/root", ...names).startsWith("/root")).toBe(true);
        expect(
          posix
            .join("/", ...names)
            .split("/")
            .slice(1),
        ).toEqual(names.length === 0 ? [""] : [...names]);
        for (const name of names) expect([".git", "", ".", ".."]).not.toContain(name.toLowerCase());
      }),
      { numRuns: 2000 },
    );
  });
});

/** The links, and the result of reading each. */
const LINKS: readonly { link: string; target: string; read?: string; want: string }[] = [
  { link: "to-file", target: "../outside/secret.txt", want: "forbidden" },
  { link: "to-file-absolute", target: "OUTSIDE/secret.txt", want: "forbidden" },
  { link: "to-directory", target: "../outside", read: "to-directory/secret.txt", want: "forbidden" },
  {
    link: "to-directory-absolute",
    target: "OUTSIDE",
    read: "to-directory-absolute/secret.txt",
    want: "forbidden",
  },
  { link: "up", target: "..", read: "up/outside/secret.txt", want: "forbidden" },
  { link: "up-and-down", target: "../inside/file.txt", want: "forbidden" },
  { link: "dir/up-too-far", target: "../../outside/secret.txt", want: "forbidden" },
  { link: "dir/absolute-climb", target: "INSIDE/../outside/secret.txt", want: "forbidden" },
  { link: "chain", target: "chain-2", want: "forbidden" },
  { link: "through", target: "good-dir/../../outside/secret.txt", want: "forbidden" },
  { link: "dangling-out", target: "../outside/new.txt", want: "forbidden" },
  { link: "dangling-out-absolute", target: "OUTSIDE/new.txt", want: "forbidden" },
  { link: "system", target: "/etc/passwd", want: "forbidden" },
  { link: "process", target: "/proc/self/root", read: "process/etc/passwd", want: "forbidden" },
  { link: "open-file", target: "/proc/self/fd/0", want: "forbidden" },
  { link: "zero", target: "/dev/zero", want: "forbidden" },
  { link: "of-git", target: ".git/config", want: "forbidden" },
  { link: "of-git-dir", target: ".git", read: "of-git-dir/config", want: "forbidden" },
  { link: "circle", target: "circle", want: "rejected" },
  { link: "circle-1", target: "circle-2", want: "rejected" },
  { link: "dangling", target: "nowhere.txt", want: "not_found" },
  { link: "good", target: "dir/inner.txt", want: "inner" },
  { link: "dir/good", target: "../file.txt", want: "file" },
  { link: "good-absolute", target: "INSIDE/dir/inner.txt", want: "inner" },
  { link: "good-via-dir", target: "good-dir/inner.txt", want: "inner" },
  { link: "good-back", target: "good-dir/../file.txt", want: "file" },
];

function linked(): Bench {
  const bench = new Bench({ "file.txt": "file", "dir/inner.txt": "inner", ".git/config": "[core]" });
  bench.link("good-dir", "dir");
  bench.link("chain-2", "dir/chain-3");
  bench.link("dir/chain-3", "../to-file");
  bench.link("circle-2", "dir/../circle-1");
  for (const { link, target } of LINKS)
    bench.link(link, target.replace("OUTSIDE", bench.outside).replace("INSIDE", bench.path));
  return bench;
}

describe.each([
  ["held open", openHeld],
  ["by name", openNamed],
])("T01 links, with directories %s,", (_, openFolder) => {
  it.each(LINKS)("stay inside: $link -> $target", async ({ link, read = link, want }) => {
    const bench = linked();
    const got = await outcome(async () => (await readText(bench.root(openFolder), { path: read })).text);
    expect(got).toBe(/^(?:forbidden|rejected|not_found)$/.test(want) ? want : `ok "${want}"`);
  });

  it("lead no operation outside", async () => {
    for (const { link, read = link, want } of LINKS)
      for (const [name, operation] of Object.entries(EVERY)) {
        const bench = linked();
        const outside = contents(bench.outside);
        const got = await outcome(() => operation(bench.root(openFolder), read));
        expect(contents(bench.outside), `${name} ${read}`).toEqual(outside);
        expect(got, `${name} ${read}`).not.toContain(SECRET);
        expect(bench.read(".git/config")).toBe("[core]");
        // A link itself can be listed and moved: that neither reads nor changes its target.
        if (want === "forbidden" && !(read === link && /^(?:file_info|move_file)/.test(name)))
          expect([name, read, got]).toEqual([name, read, "forbidden"]);
      }
  });

  it("are not followed by listings and searches", async () => {
    const bench = linked();
    const root = bench.root(openFolder);
    const all = JSON.stringify([
      await directoryTree(root, { depth: 10 }),
      await searchFiles(root, { pattern: "**" }),
      await searchText(root, { query: "e" }),
      await listDirectory(root, {}),
    ]);
    expect(all).not.toContain(SECRET);
    expect(all).not.toContain("secret.txt");
    expect(all).not.toContain("[core]");
  });

  it("lead no further when their folder is moved", async () => {
    const bench = linked();
    await move(bench.root(openFolder), { from: "dir/good", to: "good-moved" });
    expect(await outcome(() => readText(bench.root(openFolder), { path: "good-moved" }))).toBe("forbidden");
  });
});

/** Calls `swap` right before a directory is used for the nth time, whichever directory it is. */
function meddling(open: OpenFolder, turn: number, swap: () => void): OpenFolder {
  let uses = 0;
  const step = () => {
    if (uses++ === turn) swap();
  };
  const wrap = (folder: Folder): Folder => ({
    ...folder,
    at: (name) => {
      step();
      return folder.at(name);
    },
    enter: async (name) => {
      step();
      return wrap(await folder.enter(name));
    },
    check: async () => {
      step();
      return folder.check();
    },
  });
  return async (path) => wrap(await open(path));
}

describe("T01 a folder or link that is swapped during the call", () => {
  const SWAPS: Readonly<Record<string, (bench: Bench) => void>> = {
    "the directory for a link": (bench) => {
      renameSync(bench.at("dir"), bench.at("dir-before"));
      symlinkSync(bench.outside, bench.at("dir"));
    },
    "the directory's parent for a link": (bench) => {
      renameSync(bench.at("deep"), bench.at("deep-before"));
      mkdirSync(join(bench.outside, "dir"));
      writeFileSync(join(bench.outside, "dir/secret.txt"), SECRET);
      symlinkSync(bench.outside, bench.at("deep"));
    },
    "the file for a link": (bench) => {
      for (const path of ["dir/secret.txt", "deep/dir/secret.txt"]) {
        rmSync(bench.at(path), { force: true });
        symlinkSync(join(bench.outside, "secret.txt"), bench.at(path));
      }
    },
  };
  const TARGETS: Readonly<Record<string, readonly string[]>> = {
    "the directory for a link": ["dir/secret.txt", "dir"],
    "the directory's parent for a link": ["deep/dir/secret.txt", "deep/dir"],
    "the file for a link": ["dir/secret.txt", "deep/dir/secret.txt"],
  };
  const fresh = () =>
    new Bench({
      "dir/secret.txt": "harmless secret",
      "deep/dir/secret.txt": "harmless secret",
      "file.txt": "file",
    });

  const rows = Object.entries(SWAPS).flatMap(([name, swap]) =>
    (TARGETS[name] ?? []).map((path) => ({ name, swap, path })),
  );

  it.each(rows)("leads nowhere outside, held open: $name, $path", async ({ swap, path }) => {
    for (const [name, operation] of Object.entries(EVERY))
      await everyTurn(name, operation, swap, path, openHeld);
  });

  // Without /proc nothing can be written for sure, but nothing is read that was elsewhere.
  it.each(rows)("leads nowhere outside, by name: $name, $path", async ({ swap, path }) => {
    for (const [name, operation] of Object.entries(READS))
      await everyTurn(name, operation, swap, path, openNamed);
  });

  async function everyTurn(
    name: string,
    operation: Operation,
    swap: (bench: Bench) => void,
    path: string,
    openFolder: OpenFolder,
  ): Promise<void> {
    let turn = 0;
    for (let swapped = true; swapped; turn++) {
      const bench = fresh();
      let outside: Record<string, string> | undefined;
      const open = meddling(openFolder, turn, () => {
        swap(bench);
        outside = contents(bench.outside);
      });
      const got = await outcome(() => operation(bench.root(open), path));
      swapped = outside !== undefined;
      expect(contents(bench.outside), `${name}, turn ${turn}`).toEqual(outside ?? { "secret.txt": SECRET });
      expect(got, `${name}, turn ${turn}`).not.toContain(SECRET);
    }
    expect(turn, name).toBeGreaterThan(1);
  }
});

describe("T01 a pipe or socket", () => {
  it("is not opened, which would wait for ever", async () => {
    const bench = new Bench();
    execFileSync("mkfifo", [bench.at("pipe")]);
    const socket = createServer().listen(bench.at("socket"));
    await new Promise((resolve) => socket.once("listening", resolve));
    try {
      for (const path of ["pipe", "socket"])
        for (const name of ["read_text_file", "read_media_file", "write_file", "edit_file", "list_directory"])
          expect([name, await outcome(() => EVERY[name]?.(bench.root(), path))]).toEqual([
            name,
            "invalid_arguments",
          ]);
      expect(await fileInfo(bench.root(), { path: "pipe" })).toMatchObject({ type: "other" });
      expect(await searchText(bench.root(), { query: "x" })).toEqual({ matches: [], files: 0 });
    } finally {
      socket.close();
    }
  });
});
