/** Neither what a caller says nor what a repository holds makes the workbench's git tools run a program or leave the root. */
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Root } from "../../specs/workbench/files/root.ts";
import { branches } from "../../specs/workbench/git/branches.ts";
import { add, commit } from "../../specs/workbench/git/change.ts";
import { blame, diff, log, show, showFile } from "../../specs/workbench/git/history.ts";
import { repositoryAt } from "../../specs/workbench/git/repository.ts";
import { status } from "../../specs/workbench/git/status.ts";
import { commitAll, git } from "../support/git.ts";
import { Bench, contents, outcome, SECRET } from "../support/workbench.ts";

let template: string;

beforeAll(() => {
  template = mkdtempSync(join(tmpdir(), "speclathe-repository-"));
  writeFileSync(join(template, "file.txt"), "one\n");
  writeFileSync(join(template, "other.txt"), "other\n");
  // Without git nothing below says anything: this throws.
  commitAll(template);
  writeFileSync(join(template, "file.txt"), "one\ntwo\n");
  git(template, "commit", "--quiet", "--all", "--message", "Second");
});
afterAll(() => rmSync(template, { recursive: true, force: true }));

type Command = (root: Root) => Promise<unknown>;

const READS: Readonly<Record<string, Command>> = {
  status: async (root) => status(await repositoryAt(root)),
  diff: async (root) => diff(root, await repositoryAt(root), {}),
  "diff staged": async (root) => diff(root, await repositoryAt(root), { staged: true }),
  "diff of commits": async (root) => diff(root, await repositoryAt(root), { base: "HEAD~1", target: "HEAD" }),
  log: async (root) => log(root, await repositoryAt(root), {}),
  show: async (root) => show(await repositoryAt(root), "HEAD"),
  "show file": async (root) => showFile(root, await repositoryAt(root), "HEAD", "file.txt"),
  blame: async (root) => blame(root, await repositoryAt(root), { path: "file.txt" }),
  branches: async (root) => branches(await repositoryAt(root), { remote: true }),
};

const COMMANDS: Readonly<Record<string, Command>> = {
  ...READS,
  add: async (root) => add(root, await repositoryAt(root), ["."]),
  commit: async (root) => commit(await repositoryAt(root), "Second"),
};

/** Two commits. */
function repository(): Bench {
  const bench = new Bench();
  cpSync(template, bench.path, { recursive: true, preserveTimestamps: true });
  return bench;
}

describe("T15 a value that looks like an option", () => {
  const OPTIONS = [
    "-",
    "--",
    "-O",
    "-p",
    "--output=stolen",
    "--output",
    "--ext-diff",
    "--textconv",
    "--no-index",
    "--upload-pack=touch stolen",
    "--exec=touch stolen",
    "-c",
    "--git-dir=../outside",
    "--work-tree=/",
    "--open-files-in-pager=touch",
    "--contents=/etc/passwd",
    "-S/etc/passwd",
    "--end-of-options",
    "--help",
    "--all",
    "@{-1}..--output=stolen",
    "HEAD..--output=stolen",
  ];
  const OTHERS = [
    "",
    " ",
    "HEAD HEAD",
    "HEAD\n--output=stolen",
    "HEAD\0",
    "^HEAD",
    "HEAD:file.txt",
    ":file.txt",
    ":/First",
    "HEAD^{/First}",
    "..",
    "...",
    "HEAD..HEAD..HEAD",
    "*",
    "HEAD?",
    "$(touch stolen)",
    "`touch stolen`",
    "HEAD;touch stolen",
    "HEAD|touch stolen",
    "refs/heads/[m]ain",
    "\\HEAD",
    "nowhere",
    "HEAD~99",
    "file.txt",
    "x".repeat(300),
  ];

  it.each([...OPTIONS, ...OTHERS])("is no revision: %j", async (revision) => {
    const bench = repository();
    const before = contents(bench.top);
    const root = bench.root();
    const repo = await repositoryAt(root);
    const calls: Record<string, () => Promise<unknown>> = {
      base: () => diff(root, repo, { base: revision }),
      target: () => diff(root, repo, { base: "HEAD", target: revision }),
      show: () => show(repo, revision),
      file: () => showFile(root, repo, revision, "file.txt"),
      blame: () => blame(root, repo, { path: "file.txt", revision }),
      ...(!/^\.{2,3}$/.test(revision) && { log: () => log(root, repo, { revision }) }),
    };
    for (const [name, call] of Object.entries(calls))
      expect([name, await outcome(call)]).toEqual([
        name,
        expect.stringMatching(/^(?:invalid_arguments|not_found)$/),
      ]);
    expect(contents(bench.top)).toEqual(before);
  });

  it.each(OPTIONS)("is a path and nothing else: %j", async (path) => {
    const bench = repository();
    const before = contents(bench.top);
    const root = bench.root();
    const repo = await repositoryAt(root);
    expect(await outcome(() => diff(root, repo, { paths: [path] }))).toMatch(/^ok .*"text":""|^forbidden/);
    expect(await outcome(() => log(root, repo, { path }))).toMatch(/^ok .*"commits":\[\]|^forbidden/);
    expect(await outcome(() => blame(root, repo, { path }))).toMatch(/^(?:rejected|forbidden)$/);
    expect(await outcome(() => showFile(root, repo, "HEAD", path))).toMatch(/^(?:not_found|forbidden)$/);
    expect(await outcome(() => add(root, repo, [path]))).toMatch(/^(?:rejected|forbidden)$/);
    expect(contents(bench.top)).toEqual(before);
  });

  it("is added, committed and shown if a file has this name", async () => {
    const bench = repository();
    bench.put("--output=x", "content\n");
    bench.put("-p", "content\n");
    const root = bench.root();
    const repo = await repositoryAt(root);
    await add(root, repo, ["--output=x", "-p"]);
    await commit(repo, "Third");
    expect((await showFile(root, repo, "HEAD", "--output=x")).text).toBe("content\n");
    expect((await blame(root, repo, { path: "-p" })).text).toContain("content");
    expect((await log(root, repo, { path: "-p" })).commits).toHaveLength(1);
  });

  it.each(OPTIONS)("filters commits and does nothing else: %j", async (value) => {
    const bench = repository();
    const before = contents(bench.top);
    const root = bench.root();
    const repo = await repositoryAt(root);
    for (const filter of ["author", "message"])
      expect(await log(root, repo, { [filter]: value })).toEqual({ commits: expect.any(Array), more: false });
    await outcome(() => log(root, repo, { since: value, until: value }));
    expect(contents(bench.top)).toEqual(before);
  });

  it("is not a pattern of git either: paths are literal", async () => {
    const bench = repository();
    const root = bench.root();
    const repo = await repositoryAt(root);
    for (const path of [":(exclude)file.txt", ":/", ":!file.txt", "*.txt", ":(top)file.txt", ":(attr:x)"])
      expect((await log(root, repo, { path })).commits, path).toEqual([]);
  });
});

describe("T15 a path outside the root", () => {
  it.each(["..", "../outside/secret.txt", "/etc/passwd", ".git/config", "a/../../outside", "%2e%2e/outside"])(
    "is refused: %s",
    async (path) => {
      const bench = repository();
      const root = bench.root();
      const repo = await repositoryAt(root);
      for (const call of [
        () => diff(root, repo, { paths: [path, "file.txt"] }),
        () => diff(root, repo, { paths: [path, join(bench.outside, "secret.txt")] }),
        () => log(root, repo, { path }),
        () => blame(root, repo, { path }),
        () => showFile(root, repo, "HEAD", path),
        () => add(root, repo, [path]),
        () => repositoryAt(root, path),
      ])
        expect(await outcome(call)).toBe("forbidden");
    },
  );

  it("behind a link in the working tree is not read, and the link is shown as a link", async () => {
    const bench = repository();
    bench.link("link", "../outside/secret.txt");
    bench.link("folder", "../outside");
    const root = bench.root();
    const repo = await repositoryAt(root);
    expect(await outcome(() => add(root, repo, ["folder/secret.txt"]))).toBe("rejected");
    await add(root, repo, ["link", "folder"]);
    expect((await diff(root, repo, { staged: true })).text).toContain("+../outside/secret.txt");
    expect(JSON.stringify(await Promise.all(Object.values(READS).map((each) => each(root))))).not.toContain(
      SECRET,
    );
  });
});

/** Ways in which a repository makes git start programs: `PROGRAM` leaves a mark when it is run. */
const TRAPS: Readonly<Record<string, (bench: Bench, program: string) => void>> = {
  "core.fsmonitor": (bench, program) => git(bench.path, "config", "core.fsmonitor", program),
  "a filter": (bench, program) => {
    git(bench.path, "config", "filter.evil.clean", program);
    git(bench.path, "config", "filter.evil.smudge", program);
    git(bench.path, "config", "filter.evil.required", "true");
    bench.put(".git/info/attributes", "* filter=evil\n");
  },
  "a filter process in an included file": (bench, program) => {
    bench.put("extra.config", `[filter "e vil.x"]\n\tprocess = ${program}\n\trequired\n`);
    git(bench.path, "config", "include.path", "../extra.config");
    bench.put(".gitattributes", '* "filter=e vil.x"\n* filter=evil\n');
    appendFileSync(bench.at("extra.config"), `[filter "evil"]\n\tprocess = ${program}\n`);
  },
  "a filter of the worktree's configuration": (bench, program) => {
    git(bench.path, "config", "extensions.worktreeConfig", "true");
    git(bench.path, "config", "--worktree", "filter.evil.clean", program);
    bench.put(".git/info/attributes", "* filter=evil\n");
  },
  "diff.external": (bench, program) => git(bench.path, "config", "diff.external", program),
  "a diff driver": (bench, program) => {
    git(bench.path, "config", "diff.evil.command", program);
    bench.put(".git/info/attributes", "* diff=evil\n");
  },
  textconv: (bench, program) => {
    git(bench.path, "config", "diff.evil.textconv", program);
    bench.put(".git/info/attributes", "* diff=evil\n");
  },
  hooks: (bench, program) => hooksIn(bench.at(".git/hooks"), program),
  "core.hooksPath": (bench, program) => {
    hooksIn(bench.at("hooks"), program);
    git(bench.path, "config", "core.hooksPath", bench.at("hooks"));
  },
  pagers: (bench, program) => {
    for (const key of ["core.pager", "pager.log", "pager.diff", "pager.show", "pager.status", "pager.blame"])
      git(bench.path, "config", key, program);
  },
  editors: (bench, program) => {
    for (const key of ["core.editor", "sequence.editor", "core.askPass"])
      git(bench.path, "config", key, program);
  },
  signatures: (bench, program) => {
    git(bench.path, "config", "gpg.program", program);
    git(bench.path, "config", "commit.gpgSign", "true");
    git(bench.path, "config", "user.signingKey", "x");
    git(bench.path, "config", "log.showSignature", "true");
    signed(bench);
  },
  "signatures by ssh": (bench, program) => {
    git(bench.path, "config", "gpg.format", "ssh");
    git(bench.path, "config", "gpg.ssh.program", program);
    git(bench.path, "config", "gpg.ssh.defaultKeyCommand", program);
    git(bench.path, "config", "commit.gpgSign", "true");
    git(bench.path, "config", "log.showSignature", "true");
  },
  aliases: (bench, program) => {
    for (const name of [
      "status",
      "diff",
      "log",
      "show",
      "blame",
      "add",
      "commit",
      "for-each-ref",
      "rev-parse",
    ])
      git(bench.path, "config", `alias.${name}`, `!${program}`);
  },
  "a remote that is asked for missing objects": (bench, program) => {
    git(bench.path, "config", "remote.origin.url", `ext::${program}`);
    git(bench.path, "config", "remote.origin.uploadpack", program);
    git(bench.path, "config", "remote.origin.promisor", "true");
    git(bench.path, "config", "extensions.partialClone", "origin");
    git(bench.path, "config", "core.repositoryFormatVersion", "1");
    git(bench.path, "config", "protocol.allow", "always");
    git(bench.path, "config", "protocol.ext.allow", "always");
    const blob = git(bench.path, "rev-parse", "HEAD:file.txt").trim();
    rmSync(bench.at(`.git/objects/${blob.slice(0, 2)}/${blob.slice(2)}`));
  },
  "the configuration of a submodule": (bench, program) => {
    bench.put("sub/file.txt", "one\n");
    commitAll(bench.at("sub"));
    git(bench.path, "add", "sub");
    git(bench.path, "commit", "--quiet", "--message", "Sub");
    git(bench.at("sub"), "config", "core.fsmonitor", program);
    git(bench.at("sub"), "config", "filter.evil.clean", program);
    bench.put("sub/.git/info/attributes", "* filter=evil\n");
    bench.put("sub/file.txt", "two\n");
    git(bench.path, "config", "status.submoduleSummary", "true");
    git(bench.path, "config", "diff.submodule", "diff");
    git(bench.path, "config", "diff.ignoreSubmodules", "none");
  },
  "git in the repository": (bench, program) => {
    bench.put("git", `#!/bin/sh\n${program}\n`);
    chmodSync(bench.at("git"), 0o755);
  },
};

function hooksIn(folder: string, program: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of [
    "pre-commit",
    "prepare-commit-msg",
    "commit-msg",
    "post-commit",
    "post-index-change",
    "reference-transaction",
    "pre-auto-gc",
    "post-checkout",
    "fsmonitor-watchman",
  ]) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${program}\n`);
    chmodSync(join(folder, name), 0o755);
  }
}

/** A commit that says it is signed makes `--show-signature` start gpg. */
function signed(bench: Bench): void {
  const plain = git(bench.path, "cat-file", "commit", "HEAD");
  const text = plain.replace(
    "\n\n",
    "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n",
  );
  bench.put("commit.txt", text);
  const hash = git(bench.path, "hash-object", "-t", "commit", "-w", "commit.txt").trim();
  rmSync(bench.at("commit.txt"));
  git(bench.path, "update-ref", "HEAD", hash);
}

/** The commands that are refused in such a repository; all others work. */
const REFUSED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a filter": { add: "forbidden" },
  "a filter process in an included file": { add: "forbidden" },
  "a filter of the worktree's configuration": { add: "forbidden" },
  "a remote that is asked for missing objects": {
    diff: "rejected",
    "diff of commits": "rejected",
    show: "rejected",
    "show file": "not_found",
    commit: "rejected",
  },
};

/** A repository that is set up to run a program, and the file that is there once it was run. */
function trapped(trap: (bench: Bench, program: string) => void): { bench: Bench; mark: string } {
  const bench = repository();
  const mark = join(bench.top, "run");
  const script = join(bench.top, "program");
  writeFileSync(script, `#!/bin/sh\ntouch ${mark}\n`);
  chmodSync(script, 0o755);
  trap(bench, script);
  rmSync(mark, { force: true });
  // Git compares a file with a new time, and so runs its filters.
  for (const path of ["file.txt", "other.txt"]) utimesSync(bench.at(path), 1, 1);
  bench.put("other.txt", "changed\n");
  return { bench, mark };
}

describe.each(Object.entries(TRAPS))("T15 in a repository with %s", (name, trap) => {
  it.each([
    ["reading", Object.keys(READS)],
    ["adding", ["add"]],
    ["committing", ["commit", "diff staged"]],
  ])("%s runs nothing", async (_, commands) => {
    const { bench, mark } = trapped(trap);
    if (commands.includes("commit")) stage(bench, mark);
    const path = process.env.PATH;
    try {
      if (name === "git in the repository") process.env.PATH = `:.:${path}`;
      for (const command of commands) {
        const got = await outcome(() => COMMANDS[command]?.(bench.root()));
        expect([command, got]).toEqual([
          command,
          expect.stringMatching(new RegExp(REFUSED[name]?.[command] ?? "^ok")),
        ]);
        expect([command, existsSync(mark)]).toEqual([command, false]);
      }
    } finally {
      process.env.PATH = path;
    }
  });
});

/** Stages by hand what is there already, so that nothing has to be run. */
function stage(bench: Bench, mark: string): void {
  const blob = git(bench.path, "rev-parse", "HEAD~1:file.txt").trim();
  const entry = `100644,${blob},new.txt`;
  git(bench.path, "-c", "core.fsmonitor=false", "update-index", "--add", "--cacheinfo", entry);
  rmSync(mark, { force: true });
}

describe("T15 plain git", () => {
  it.each([
    ["core.fsmonitor", ["status"]],
    ["a filter", ["diff"]],
    ["a filter process in an included file", ["diff"]],
    ["a filter of the worktree's configuration", ["diff"]],
    ["diff.external", ["diff"]],
    ["a diff driver", ["diff"]],
    ["textconv", ["show"]],
    ["hooks", ["commit", "--quiet", "--all", "--message", "x"]],
    ["core.hooksPath", ["commit", "--quiet", "--all", "--message", "x"]],
    ["signatures", ["log"]],
    ["signatures by ssh", ["commit", "--quiet", "--all", "--message", "x"]],
    ["a remote that is asked for missing objects", ["show"]],
    ["the configuration of a submodule", ["status"]],
  ])("runs what the tools do not: %s", (name, args) => {
    const { bench, mark } = trapped(TRAPS[name] ?? (() => undefined));
    try {
      git(bench.path, ...args);
    } catch {}
    expect(existsSync(mark)).toBe(true);
  });
});

describe("T15 a repository with a filter", () => {
  it("is read, and nothing is added to it", async () => {
    const { bench } = trapped(TRAPS["a filter"] ?? (() => undefined));
    const root = bench.root();
    expect((await status(await repositoryAt(root))).files).toMatchObject([{ path: "other.txt" }]);
    expect(await outcome(async () => add(root, await repositoryAt(root), ["."]))).toBe("forbidden");
  });
});

/** Repositories whose data lies elsewhere: another one, beside the root, holds data that no tool may read. */
describe("T15 a repository with data outside the root", () => {
  function beside(): { bench: Bench; other: string; hash: string } {
    const bench = repository();
    const other = join(bench.top, "other");
    mkdirSync(other);
    writeFileSync(join(other, "file.txt"), `${SECRET}\n`);
    commitAll(other, SECRET);
    return { bench, other, hash: git(other, "rev-parse", "HEAD").trim() };
  }
  const ROWS: Readonly<Record<string, (bench: Bench, other: string, hash: string) => void>> = {
    ".git is a link": (bench, other) => {
      rmSync(bench.at(".git"), { recursive: true });
      symlinkSync(join(other, ".git"), bench.at(".git"));
    },
    ".git is a relative link": (bench) => {
      rmSync(bench.at(".git"), { recursive: true });
      symlinkSync("../other/.git", bench.at(".git"));
    },
    ".git is a file": (bench, other) => {
      rmSync(bench.at(".git"), { recursive: true });
      bench.put(".git", `gitdir: ${join(other, ".git")}\n`);
    },
    ".git is a file that names a working tree of another repository": (bench, other) => {
      git(other, "worktree", "add", "--quiet", join(bench.top, "linked"));
      rmSync(bench.at(".git"), { recursive: true });
      bench.put(".git", `gitdir: ${join(other, ".git/worktrees/linked")}\n`);
    },
    "a file that says where the common data is": (bench, other) =>
      bench.put(".git/commondir", `${join(other, ".git")}\n`),
    "a link to objects": (bench, other) => {
      rmSync(bench.at(".git/objects"), { recursive: true });
      symlinkSync(join(other, ".git/objects"), bench.at(".git/objects"));
    },
    "a link to some objects": (bench, other, hash) => {
      rmSync(bench.at(`.git/objects/${hash.slice(0, 2)}`), { recursive: true, force: true });
      symlinkSync(
        join(other, `.git/objects/${hash.slice(0, 2)}`),
        bench.at(`.git/objects/${hash.slice(0, 2)}`),
      );
    },
    "a link to refs": (bench, other) => {
      renameSync(bench.at(".git/refs"), bench.at("refs"));
      symlinkSync(join(other, ".git/refs"), bench.at(".git/refs"));
    },
    "a link to a log": (bench) => {
      rmSync(bench.at(".git/logs/HEAD"));
      symlinkSync(join(bench.outside, "secret.txt"), bench.at(".git/logs/HEAD"));
    },
    "a further store of objects": (bench, other) =>
      bench.put(".git/objects/info/alternates", `${join(other, ".git/objects")}\n`),
    "a further store of objects, relative": (bench) =>
      bench.put(".git/objects/info/alternates", "../../../other/.git/objects\n"),
    "a further store of objects that has one": (bench, other) => {
      bench.put("store/info/alternates", `${join(other, ".git/objects")}\n`);
      bench.put(".git/objects/info/alternates", "../../store\n");
    },
  };

  it.each(Object.entries(ROWS))("is refused: %s", async (_, make) => {
    const { bench, other, hash } = beside();
    make(bench, other, hash);
    for (const [name, command] of Object.entries({
      ...COMMANDS,
      commit: async (root: Root) => show(await repositoryAt(root), hash),
    }))
      expect([name, await outcome(() => command(bench.root()))]).toEqual([name, "forbidden"]);
  });

  it("is not followed through core.worktree", async () => {
    const { bench } = beside();
    git(bench.path, "config", "core.worktree", bench.outside);
    bench.put("secret.txt", "inside\n");
    const root = bench.root();
    await add(root, await repositoryAt(root), ["secret.txt"]);
    const shown = await diff(root, await repositoryAt(root), { staged: true });
    expect(shown.text).toContain("+inside");
    expect(shown.text).not.toContain(SECRET);
  });

  it("is not found above the root", async () => {
    const bench = new Bench({ "file.txt": "one\n" });
    commitAll(bench.top);
    expect(await outcome(() => repositoryAt(bench.root()))).toBe("not_found");
  });

  it("can be the root if it is a worktree that its repository lists", async () => {
    const { bench, other } = beside();
    const linked = join(bench.top, "linked");
    git(other, "worktree", "add", "--quiet", linked);
    const root = { ...bench.root(), path: realpathSync(linked), given: linked };
    expect(await status(await repositoryAt(root))).toMatchObject({ branch: "linked", clean: true });
    expect((await log(root, await repositoryAt(root), {})).commits).toHaveLength(1);
  });

  it("can be a submodule with its data in the root", async () => {
    const { bench, other } = beside();
    git(bench.path, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other, "sub");
    const root = bench.root();
    const repo = await repositoryAt(root, "sub");
    expect(repo.names).toEqual(["sub"]);
    expect((await log(root, repo, { path: "sub/file.txt" })).commits).toHaveLength(1);
  });
});

describe("T15 the environment of the server", () => {
  it("does not reach git", async () => {
    const bench = repository();
    const mark = join(bench.top, "run");
    const set = {
      GIT_EXTERNAL_DIFF: `touch ${mark}`,
      GIT_DIR: bench.outside,
      GIT_INDEX_FILE: join(bench.outside, "index"),
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "core.fsmonitor",
      GIT_CONFIG_VALUE_0: `touch ${mark}`,
      GIT_TRACE: join(bench.outside, "trace"),
      GIT_SSH_COMMAND: `touch ${mark}`,
      GIT_OBJECT_DIRECTORY: bench.outside,
    };
    const before = contents(bench.outside);
    Object.assign(process.env, set);
    try {
      bench.put("file.txt", "changed\n");
      for (const [name, command] of Object.entries(READS))
        expect([name, await outcome(() => command(bench.root()))]).toEqual([
          name,
          expect.stringMatching(/^ok/),
        ]);
    } finally {
      for (const name of Object.keys(set)) delete process.env[name];
    }
    expect(existsSync(mark)).toBe(false);
    expect(contents(bench.outside)).toEqual(before);
  });
});

describe("T15 an error message of git", () => {
  it("does not contain the path of the root", async () => {
    const bench = repository();
    writeFileSync(bench.at(".git/index"), "broken");
    const root = bench.root();
    const error: Error = await status(await repositoryAt(root)).then(
      () => new Error("no failure"),
      (reason) => reason,
    );
    expect(error.message).toMatch(/^git failed/);
    expect(error.message).not.toContain(bench.top);
  });
});
