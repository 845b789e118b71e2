/** The workbench's git tools, resources and prompts: what they are for. What they refuse is in test/security. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "../../runtime/handler.ts";
import { branches } from "../../specs/workbench/git/branches.ts";
import { add, commit } from "../../specs/workbench/git/change.ts";
import {
  blame,
  type DiffArgs,
  diff,
  type LogArgs,
  log,
  show,
  showFile,
} from "../../specs/workbench/git/history.ts";
import { repositoryAt } from "../../specs/workbench/git/repository.ts";
import { status } from "../../specs/workbench/git/status.ts";
import { codeReview, commitMessage, explainFile } from "../../specs/workbench/prompts.ts";
import {
  diffUri,
  listResources,
  readDiff,
  readLog,
  readResource,
  suggestBranches,
  suggestPaths,
  uriOf,
} from "../../specs/workbench/resources.ts";
import { stopWatching } from "../../specs/workbench/watch.ts";
import { eventually } from "../support/eventually.ts";
import { commitAll, git } from "../support/git.ts";
import { Bench, outcome } from "../support/workbench.ts";

// Without git nothing below says anything.
beforeAll(() => {
  git("/", "--version");
});
afterEach(stopWatching);

/** Two commits, on main and topic, and a change of each kind that is not committed. */
function changed(folder = "."): Bench {
  const bench = new Bench();
  const at = (path: string) => (folder === "." ? path : `${folder}/${path}`);
  bench.put(at("a.txt"), "one\ntwo\nthree\n");
  bench.put(at("gone.txt"), "gone\n");
  bench.put(at("old name.txt"), "a line\nthat stays\nas it is\n");
  bench.put(at(".gitignore"), "ignored\n");
  const top = bench.at(folder);
  commitAll(top);
  git(top, "branch", "topic");
  bench.put(at("a.txt"), "one\n2\nthree\n");
  git(top, "commit", "--quiet", "--all", "--message", "Second: a digit\n\nWith a reason.");
  renameSync(bench.at(at("old name.txt")), bench.at(at("new\nname é.txt")));
  git(top, "add", "--all");
  bench.put(at("a.txt"), "one\n2\n3\n");
  rmSync(bench.at(at("gone.txt")));
  bench.put(at("dir/new.txt"), "new\n");
  bench.put(at("ignored"), "x");
  return bench;
}

describe("git status", () => {
  it("reports staged and unstaged changes by paths from the root", async () => {
    const bench = changed("project");
    const found = await status(await repositoryAt(bench.root(), "project"));
    expect(found).toEqual({
      branch: "main",
      commit: git(bench.at("project"), "rev-parse", "HEAD").trim(),
      clean: false,
      truncated: false,
      files: [
        { path: "project/a.txt", unstaged: "modified" },
        { path: "project/gone.txt", unstaged: "deleted" },
        { path: "project/new\nname é.txt", staged: "renamed", from: "project/old name.txt" },
        { path: "project/dir/new.txt", unstaged: "untracked" },
      ],
    });
  });

  it("reports a repository without commits, conflicts, a detached HEAD and an upstream branch", async () => {
    const bench = new Bench({ "a.txt": "a\n" });
    git(bench.path, "init", "--quiet");
    const root = bench.root();
    const now = async () => status(await repositoryAt(root));
    expect(await now()).toMatchObject({ branch: "main", files: [{ path: "a.txt", unstaged: "untracked" }] });
    commitAll(bench.path);
    git(bench.path, "checkout", "--quiet", "-b", "topic");
    git(bench.path, "branch", "--quiet", "--set-upstream-to=main");
    bench.put("a.txt", "topic\n");
    git(bench.path, "commit", "--quiet", "--all", "--message", "Topic");
    expect(await now()).toMatchObject({
      branch: "topic",
      upstream: "main",
      ahead: 1,
      behind: 0,
      clean: true,
    });
    git(bench.path, "checkout", "--quiet", "--detach", "main");
    expect(await now()).not.toHaveProperty("branch");
    bench.put("a.txt", "main\n");
    git(bench.path, "commit", "--quiet", "--all", "--message", "Main");
    expect(() => git(bench.path, "merge", "topic")).toThrow();
    expect((await now()).files).toEqual([{ path: "a.txt", unstaged: "conflicted" }]);
    expect(await outcome(async () => commit(await repositoryAt(root), "x"))).toBe("conflict");
  });

  it("works in any directory of a repository, and only there", async () => {
    const bench = changed("project");
    const root = bench.root();
    expect((await repositoryAt(root, "project/dir")).names).toEqual(["project"]);
    expect(await outcome(() => repositoryAt(root))).toBe("not_found");
    expect(await outcome(() => repositoryAt(root, "nowhere"))).toBe("not_found");
    expect(await outcome(() => repositoryAt(root, "project/a.txt"))).toBe("invalid_arguments");
  });
});

describe("git diff", () => {
  const rows: { args: DiffArgs; has: string[]; lacks: string[] }[] = [
    { args: {}, has: ["-three\n+3\n", "--- a/project/a.txt", "deleted file"], lacks: ["rename", "new.txt"] },
    {
      args: { staged: true },
      has: ["diff --git a/project/old name.txt", "rename from old name.txt"],
      lacks: ["+3"],
    },
    { args: { base: "HEAD" }, has: ["+3", "rename from", "deleted file"], lacks: ["+2"] },
    { args: { base: "HEAD~1" }, has: ["-two\n-three\n+2\n+3\n"], lacks: [] },
    { args: { base: "topic", target: "main" }, has: ["-two\n+2\n"], lacks: ["+3", "rename"] },
    { args: { base: "topic", staged: true }, has: ["-two\n+2\n", "rename"], lacks: ["+3"] },
    { args: { paths: ["project/a.txt"] }, has: ["+3"], lacks: ["gone"] },
    { args: { paths: ["project/dir"] }, has: [], lacks: ["diff"] },
    { args: { context_lines: 0 }, has: ["@@ -3 +3 @@"], lacks: ["\n one\n"] },
  ];
  it.each(rows)("shows $args", async ({ args, has, lacks }) => {
    const bench = changed("project");
    const { text, truncated } = await diff(bench.root(), await repositoryAt(bench.root(), "project"), args);
    for (const part of has) expect(text).toContain(part);
    for (const part of lacks) expect(text).not.toContain(part);
    expect(truncated).toBe(false);
  });

  it.each<DiffArgs>([{ target: "main" }, { base: "main", target: "topic", staged: true }])(
    "refuses the contradictory arguments %j",
    async (args) => {
      const bench = changed();
      const root = bench.root();
      expect(await outcome(async () => diff(root, await repositoryAt(root), args))).toBe("invalid_arguments");
    },
  );

  it("cuts output that is too large", async () => {
    const bench = changed();
    bench.put("a.txt", "x\n".repeat(300_000));
    const { text, truncated } = await diff(bench.root(), await repositoryAt(bench.root()), {});
    expect([text.length, truncated]).toEqual([200_000, true]);
  });

  it("accepts paths of the repository only", async () => {
    const bench = changed("project");
    bench.put("beside.txt", "");
    const root = bench.root();
    const repo = await repositoryAt(root, "project");
    expect(await outcome(() => diff(root, repo, { paths: ["beside.txt"] }))).toBe("invalid_arguments");
  });
});

describe("git log", () => {
  const rows: { args: LogArgs; want: string[]; more?: boolean }[] = [
    { args: {}, want: ["Second: a digit", "First"] },
    { args: { limit: 1 }, want: ["Second: a digit"], more: true },
    { args: { skip: 1 }, want: ["First"] },
    { args: { revision: "topic" }, want: ["First"] },
    { args: { revision: "topic..main" }, want: ["Second: a digit"] },
    { args: { revision: "topic.." }, want: ["Second: a digit"] },
    { args: { revision: "main...topic" }, want: ["Second: a digit"] },
    { args: { path: "gone.txt" }, want: ["First"] },
    { args: { message: "A DIGIT" }, want: ["Second: a digit"] },
    { args: { message: "a.digit" }, want: [] },
    { args: { author: "ada@" }, want: ["Second: a digit", "First"] },
    { args: { author: "nobody" }, want: [] },
    { args: { since: "2026-01-01" }, want: ["Second: a digit", "First"] },
    { args: { until: "2026-01-01" }, want: [] },
  ];
  it.each(rows)("lists $args", async ({ args, want, more = false }) => {
    const bench = changed();
    const found = await log(bench.root(), await repositoryAt(bench.root()), args);
    expect(found.commits.map(({ subject }) => subject)).toEqual(want);
    expect(found.more).toBe(more);
  });

  it("reports every field of a commit", async () => {
    const bench = changed();
    const [first] = (await log(bench.root(), await repositoryAt(bench.root()), {})).commits;
    expect(first).toEqual({
      commit: git(bench.path, "rev-parse", "main").trim(),
      parents: [git(bench.path, "rev-parse", "topic").trim()],
      author: "Ada",
      email: "ada@example.org",
      date: expect.stringMatching(/^2026-01-02T03:04:05(?:Z|\+00:00)$/),
      subject: "Second: a digit",
      refs: ["HEAD -> main"],
    });
  });
});

describe("git show, blame and branches", () => {
  it("show a commit, and a file of a commit", async () => {
    const bench = changed();
    const root = bench.root();
    const repo = await repositoryAt(root);
    const { text } = await show(repo, "main");
    for (const part of ["Author: Ada <ada@example.org>", "With a reason.", "a.txt | 2 +-", "-two\n+2\n"])
      expect(text).toContain(part);
    expect((await showFile(root, repo, "topic", "a.txt")).text).toBe("one\ntwo\nthree\n");
    expect(await outcome(() => showFile(root, repo, "topic", "dir/new.txt"))).toBe("not_found");
    expect(await outcome(() => showFile(root, repo, "topic", "."))).toBe("not_found");
    bench.put("b.bin", "\0");
    await add(root, repo, ["b.bin"]);
    await commit(repo, "Binary");
    expect(await outcome(() => showFile(root, repo, "HEAD", "b.bin"))).toBe("rejected");
  });

  it("show names of branches that need quoting", async () => {
    const bench = changed();
    git(bench.path, "branch", "feature/ünï-1.2_x@y");
    const repo = await repositoryAt(bench.root());
    expect(
      (await log(bench.root(), repo, { revision: "feature/ünï-1.2_x@y", limit: 1 })).commits,
    ).toHaveLength(1);
    for (const revision of [
      "HEAD",
      "@",
      "main~1",
      "HEAD^",
      "main@{0}",
      git(bench.path, "rev-parse", "HEAD").slice(0, 8),
    ])
      expect((await show(repo, revision)).text).toMatch(/^commit [\da-f]{40}\n/);
  });

  it("show who changed each line", async () => {
    const bench = changed();
    const root = bench.root();
    const repo = await repositoryAt(root);
    const { text } = await blame(root, repo, { path: "a.txt", first_line: 2, last_line: 3 });
    expect(text).toMatch(/^[\da-f]+ \(Ada +2026-01-02 2\) 2\n0+ \(Not Committed Yet .* 3\) 3\n$/);
    expect((await blame(root, repo, { path: "a.txt", revision: "topic" })).text).toContain("3) three");
    expect(await outcome(() => blame(root, repo, { path: "a.txt", first_line: 99 }))).toBe("rejected");
    expect(await outcome(() => blame(root, repo, { path: "a.txt", first_line: 2, last_line: 1 }))).toBe(
      "invalid_arguments",
    );
  });

  it("list branches", async () => {
    const bench = changed();
    git(bench.path, "update-ref", "refs/remotes/origin/main", "HEAD");
    const repo = await repositoryAt(bench.root());
    const names = async (remote: boolean) =>
      (await branches(repo, { remote })).branches.map(({ name }) => name).sort();
    expect(await names(false)).toEqual(["main", "topic"]);
    expect(await names(true)).toEqual(["main", "origin/main", "topic"]);
    expect((await branches(repo, {})).branches.find(({ name }) => name === "main")).toMatchObject({
      current: true,
      subject: "Second: a digit",
    });
  });
});

describe("git add and commit", () => {
  it("stage changed, new and deleted files, and commit them", async () => {
    const bench = changed("project");
    const root = bench.root();
    const repo = await repositoryAt(root, "project");
    const { staged } = await add(root, repo, ["project/a.txt", "project/dir", "project/gone.txt"]);
    expect(staged.map(({ path, staged }) => [path, staged])).toEqual([
      ["project/a.txt", "modified"],
      ["project/dir/new.txt", "added"],
      ["project/gone.txt", "deleted"],
      ["project/new\nname é.txt", "renamed"],
    ]);
    const made = await commit(repo, "# Third\n\n--amend is no option\n");
    expect(made).toMatchObject({ branch: "main", subject: "# Third", files: staged });
    expect(git(bench.at("project"), "log", "-1", "--format=%H %B").trim()).toBe(
      `${made.commit} # Third\n\n--amend is no option`,
    );
    expect(await status(repo)).toMatchObject({ clean: true });
    expect(await outcome(() => commit(repo, "Fourth"))).toBe("rejected");
  });

  it("stage everything below the root, except ignored files and other repositories", async () => {
    const bench = changed();
    mkdirSync(bench.at("nested"));
    writeFileSync(bench.at("nested/file"), "");
    commitAll(bench.at("nested"));
    const repo = await repositoryAt(bench.root());
    const { staged } = await add(bench.root(), repo, ["."]);
    expect(staged.map(({ path }) => path)).toEqual(["a.txt", "dir/new.txt", "gone.txt", "new\nname é.txt"]);
  });

  it.each(["ignored", "nowhere.txt", ".gitignore"])(
    "report that nothing can be staged at %s",
    async (path) => {
      const bench = changed();
      const repo = await repositoryAt(bench.root());
      expect(await outcome(() => add(bench.root(), repo, ["a.txt", path]))).toBe("rejected");
      expect((await status(repo)).files).toContainEqual({ path: "a.txt", unstaged: "modified" });
    },
  );

  it("report a locked repository, a missing identity and a missing message", async () => {
    const bench = changed();
    const repo = await repositoryAt(bench.root());
    expect(await outcome(() => commit(repo, " \n"))).toBe("invalid_arguments");
    bench.put(".git/index.lock", "");
    expect(await outcome(() => add(bench.root(), repo, ["a.txt"]))).toBe("conflict");
    rmSync(bench.at(".git/index.lock"));
    git(bench.path, "config", "user.name", "");
    const error = await commit(repo, "x").catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ kind: "rejected", message: expect.stringContaining("user.name") });
  });

  it("can be aborted", async () => {
    const repo = await repositoryAt(changed().root());
    await expect(status(repo, AbortSignal.abort())).rejects.toThrow(/abort/);
  });
});

const silent: Context["changed"] = { resource() {}, resources() {}, tools() {}, prompts() {} };

describe("the workbench's resources", () => {
  it("return files as text or bytes, and directories as lists", async () => {
    const bench = new Bench({
      "a b.md": "# é",
      "x.bin": Buffer.from([0, 1]),
      "dir/100%.txt": "",
      "dir/sub/y": "",
    });
    const read = (path: string) => readResource(bench.root(), uriOf(path), path, silent);
    expect(await read("a b.md")).toEqual([
      { uri: "workbench://file/a%20b.md", mimeType: "text/markdown", text: "# é" },
    ]);
    expect(await read("x.bin")).toEqual([
      { uri: "workbench://file/x.bin", mimeType: "application/octet-stream", blob: "AAE=" },
    ]);
    expect(await read("dir")).toMatchObject([
      {
        mimeType: "text/uri-list",
        text: "workbench://file/dir/100%25.txt\r\nworkbench://file/dir/sub\r\n",
      },
    ]);
    expect(await outcome(() => read("../outside/secret.txt"))).toBe("forbidden");
    expect(await outcome(() => read("nowhere"))).toBe("not_found");
  });

  it("report changes, whichever way a file is written", async () => {
    const bench = new Bench({ "a.txt": "1", "b.txt": "1" });
    const updated: string[] = [];
    const changed = { ...silent, resource: (uri: string) => void updated.push(uri) };
    await readResource(bench.root(), uriOf("a.txt"), "a.txt", changed);
    bench.put("b.txt", "2");
    bench.put("a.txt", "22");
    await eventually(() => expect(updated).toEqual(["workbench://file/a.txt"]));
    bench.put("c.txt", "333");
    renameSync(bench.at("c.txt"), bench.at("a.txt"));
    await eventually(() => expect(updated).toHaveLength(2));
    rmSync(bench.at("a.txt"));
    await eventually(() => expect(updated).toHaveLength(3));
  });

  it("are listed with those near the root first", async () => {
    const bench = new Bench({
      "z.md": "",
      "a/b.ts": "",
      "node_modules/c.js": "",
      ".hidden/d": "",
      ".git/e": "",
    });
    expect(await listResources(bench.root())).toEqual([
      { uri: "workbench://file/z.md", name: "z.md", mimeType: "text/markdown" },
      { uri: "workbench://file/a/b.ts", name: "a/b.ts", mimeType: "text/x-typescript" },
    ]);
  });

  it.each([
    { typed: "", want: ["dir/", "Read.md", "src/"] },
    { typed: "re", want: ["Read.md"] },
    { typed: "src/", want: ["src/a.ts", "src/deep/"] },
    { typed: "src/d", want: ["src/deep/"] },
    { typed: "nowhere/", want: [] },
    { typed: "../", want: [] },
    { typed: "/etc/", want: [] },
  ])("complete paths from $typed", async ({ typed, want }) => {
    const bench = new Bench({ "src/a.ts": "", "src/deep/b": "", "Read.md": "", "dir/x": "" });
    expect(
      (await suggestPaths(bench.root(), typed)).sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    ).toEqual(want);
  });

  it("return the log, the difference and the branches of git", async () => {
    const bench = changed();
    const root = bench.root();
    expect(await readLog(root)).toMatch(
      /^[\da-f]{12} 2026-01-02 Ada: Second: a digit\n[\da-f]{12} 2026-01-02 Ada: First\n$/,
    );
    expect(await readDiff(root, { path: "a.txt" })).toContain("+3\n");
    expect(await readDiff(root, { base: "topic", path: "a.txt" })).toContain("+2\n");
    expect(diffUri({ base: "a&b", path: "c d" })).toBe("workbench://git/diff?base=a%26b&path=c%20d");
    expect(diffUri({})).toBe("workbench://git/diff");
    expect(await suggestBranches(root, "to")).toEqual(["topic"]);
    expect(await suggestBranches(new Bench().root(), "")).toEqual([]);
  });
});

describe("the workbench's prompts", () => {
  it("code_review embeds the difference as a resource", async () => {
    const bench = changed();
    const [ask, about] = await codeReview(bench.root(), { base: "topic", path: "a.txt", focus: "security" });
    expect(ask?.content).toContain("ways to misuse it");
    expect(ask?.content).not.toContain("wasted work");
    expect(about?.content).toMatchObject({
      type: "resource",
      resource: { uri: "workbench://git/diff?base=topic&path=a.txt", text: expect.stringContaining("+2\n") },
    });
    expect((await codeReview(bench.root(), {}))[0]?.content).toContain("wasted work");
    expect(await outcome(() => codeReview(bench.root(), { path: ".gitignore" }))).toBe("rejected");
    expect(await outcome(() => codeReview(bench.root(), { base: "--output=x" }))).toBe("invalid_arguments");
  });

  it("explain_file embeds the file", async () => {
    const bench = new Bench({ "a.ts": "let a;\n" });
    const messages = await explainFile(bench.root(), { path: "a.ts", audience: "a beginner" });
    expect(messages).toMatchObject([
      { role: "user", content: expect.stringContaining("The reader is a beginner.") },
      {
        content: {
          resource: { uri: "workbench://file/a.ts", mimeType: "text/x-typescript", text: "let a;\n" },
        },
      },
    ]);
    expect(await outcome(() => explainFile(bench.root(), { path: "../outside/secret.txt" }))).toBe(
      "forbidden",
    );
  });

  it("commit_message embeds the staged changes", async () => {
    const bench = changed();
    const [ask, about] = await commitMessage(bench.root(), { style: "conventional" });
    expect(ask?.content).toContain("Conventional Commits");
    expect(about?.content).toMatchObject({ resource: { text: expect.stringContaining("rename to") } });
    git(bench.path, "reset", "--quiet");
    expect(await outcome(() => commitMessage(bench.root(), {}))).toBe("rejected");
  });
});
