/** Shows commits, their differences, and the last change of each line. */
import { failure } from "../failure.ts";
import { shown } from "../files/faults.ts";
import { LIMITS } from "../files/limits.ts";
import { bad } from "../files/names.ts";
import type { Root } from "../files/root.ts";
import { notText, textOf } from "../files/text.ts";
import { pathIn, type Repository } from "./repository.ts";
import { commitOf, rangeOf } from "./revision.ts";
import { run } from "./run.ts";

/** Options that make differences independent of the configuration, and start no program. */
function diffOptions({ names }: Repository): string[] {
  // Paths in differences are relative to the root, as in the arguments of all tools.
  const prefix = names.map((name) => `${name}/`).join("");
  return [
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-relative",
    "--submodule=short",
    "--ignore-submodules=dirty",
    `--src-prefix=a/${prefix}`,
    `--dst-prefix=b/${prefix}`,
  ];
}

export interface Text {
  readonly text: string;
  readonly truncated: boolean;
}

export interface DiffArgs {
  readonly base?: string | undefined;
  readonly target?: string | undefined;
  readonly staged?: boolean | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly context_lines?: number | undefined;
}

/**
 * Returns the difference from `base` to `target` or to the working tree; without `base`, the unstaged changes, or with
 * `staged` the staged ones.
 */
export async function diff(
  root: Root,
  repository: Repository,
  { base, target, staged = false, paths = [], context_lines = 3 }: DiffArgs,
  signal?: AbortSignal,
): Promise<Text> {
  if (target !== undefined && base === undefined)
    throw bad("Expected a base to compare the target with, found none.");
  if (target !== undefined && staged) throw bad("Expected only one of target and staged, found both.");
  const commits = await Promise.all(
    [base, target].flatMap((each) => (each === undefined ? [] : [commitOf(repository, each, signal)])),
  );
  const locations = await Promise.all(paths.map((path) => pathIn(root, repository, path)));
  const args = ["diff", ...diffOptions(repository), "--patch", `--unified=${context_lines}`];
  if (staged) args.push("--cached");
  return text(repository, [...args, ...commits, "--", ...locations], signal);
}

export interface Commit {
  readonly commit: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly email: string;
  readonly date: string;
  readonly subject: string;
  readonly refs: readonly string[];
}

export interface LogArgs {
  readonly revision?: string | undefined;
  readonly path?: string | undefined;
  readonly author?: string | undefined;
  readonly message?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly skip?: number | undefined;
  readonly limit?: number | undefined;
}

const FIELDS = ["%H", "%P", "%an", "%ae", "%aI", "%D", "%s"];

/** Lists commits, newest first. */
export async function log(
  root: Root,
  repository: Repository,
  { revision = "HEAD", path, author, message, since, until, skip = 0, limit = 20 }: LogArgs,
  signal?: AbortSignal,
): Promise<{ commits: Commit[]; more: boolean }> {
  const options = { author, grep: message, since, until };
  const filters = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}=${plain(value)}`],
  );
  const range = await rangeOf(repository, revision, signal);
  const location = path === undefined ? [] : [await pathIn(root, repository, path)];
  const { text: output } = await run(repository, {
    args: [
      "log",
      "-z",
      `--format=${FIELDS.join("%x00")}`,
      "--no-show-signature",
      "--no-notes",
      "--no-color",
      "--fixed-strings",
      "--regexp-ignore-case",
      "--decorate=short",
      `--max-count=${limit + 1}`,
      `--skip=${skip}`,
      ...filters,
      range,
      "--",
      ...location,
    ],
    signal,
  });
  const fields = output.split("\0");
  const commits: Commit[] = [];
  for (let at = 0; at + FIELDS.length <= fields.length; at += FIELDS.length) {
    const [commit = "", parents = "", name = "", email = "", date = "", refs = "", subject = ""] =
      fields.slice(at);
    commits.push({
      commit,
      parents: parents.split(" ").filter((each) => each !== ""),
      author: name,
      email,
      date,
      subject,
      refs: refs.split(", ").filter((each) => each !== ""),
    });
  }
  return { commits: commits.slice(0, limit), more: commits.length > limit };
}

function plain(value: string): string {
  if (value.length > 200 || /\p{Cc}/u.test(value))
    throw bad("Expected a filter of at most 200 characters without control characters.");
  return value;
}

/** Returns a commit with its changes. */
export async function show(repository: Repository, revision: string, signal?: AbortSignal): Promise<Text> {
  const commit = await commitOf(repository, revision, signal);
  const format = "commit %H%nAuthor: %an <%ae>%nDate: %aI%n%n%B";
  return text(
    repository,
    [
      "show",
      `--format=${format}`,
      "--no-show-signature",
      "--no-notes",
      "--stat",
      "--patch",
      ...diffOptions(repository),
      commit,
      "--",
    ],
    signal,
  );
}

/** Returns a file as of a commit. */
export async function showFile(
  root: Root,
  repository: Repository,
  revision: string,
  path: string,
  signal?: AbortSignal,
): Promise<Text> {
  const [commit, location] = await Promise.all([
    commitOf(repository, revision, signal),
    pathIn(root, repository, path),
  ]);
  const { bytes, truncated, code } = await run(repository, {
    args: ["cat-file", "blob", `${commit}:${location}`],
    limit: LIMITS.text,
    accept: [0, 128],
    signal,
  });
  if (code === 128) throw failure("not_found", `There is no file ${shown(path)} in that commit.`);
  const content = truncated ? bytes.toString("utf8").replace(/\uFFFD+$/, "") : textOf(bytes);
  if (content === undefined) throw notText(path);
  return { text: content, truncated };
}

export interface BlameArgs {
  readonly path: string;
  readonly revision?: string | undefined;
  readonly first_line?: number | undefined;
  readonly last_line?: number | undefined;
}

/** Returns each line of a file with the commit that last changed it. */
export async function blame(
  root: Root,
  repository: Repository,
  { path, revision, first_line = 1, last_line }: BlameArgs,
  signal?: AbortSignal,
): Promise<Text> {
  if (last_line !== undefined && last_line < first_line)
    throw bad(`Expected last_line to be at least ${first_line}, found ${last_line}.`);
  const location = await pathIn(root, repository, path);
  const commit = revision === undefined ? [] : [await commitOf(repository, revision, signal)];
  return text(
    repository,
    [
      "blame",
      "--no-textconv",
      "--date=short",
      `-L${first_line},${last_line ?? ""}`,
      ...commit,
      "--",
      location,
    ],
    signal,
  );
}

async function text(
  repository: Repository,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Text> {
  const { text: output, truncated } = await run(repository, { args, limit: LIMITS.text, signal });
  return { text: output, truncated };
}
