/**
 * Finds the repository of a directory. All data that git reads must be below the root: a `.git` can refer to data
 * anywhere, and its author may not have access to that data.
 */
import { lstat, opendir, readFile, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import { ToolError } from "speclathe/handler";
import { failure } from "../failure.ts";
import { notFound, shown } from "../files/faults.ts";
import { segmentsOf } from "../files/names.ts";
import { at, type Root } from "../files/root.ts";
import { run } from "./run.ts";

export interface Repository {
  /** The real path of the working tree. */
  readonly path: string;
  /** The names from the root to the working tree. */
  readonly names: readonly string[];
  readonly gitDir: string;
  readonly commonDir: string;
  /** Settings that disable the filters of the configuration. */
  readonly settings: readonly string[];
  /** Settings of the repository's configuration that start programs on added files. */
  readonly programs: readonly string[];
}

/** Finds the repository of a directory: in it, or in a parent up to the root. */
export async function repositoryAt(root: Root, directory = ".", signal?: AbortSignal): Promise<Repository> {
  const names = await at(root, directory, {}, async (target) => {
    if (!target.found) throw notFound(directory);
    if (!target.found.isDirectory())
      throw failure("invalid_arguments", `Expected a directory, found a file: ${shown(directory)}.`);
    return target.names;
  });
  for (let length = names.length; length >= 0; length--) {
    const inner = names.slice(0, length);
    const path = join(root.path, ...inner);
    const found = await lstat(join(path, ".git")).catch(() => undefined);
    if (!found) continue;
    const directories = await dataDirectories(root, path, found.isFile());
    return configured({ path, names: inner, ...directories, settings: [], programs: [] }, signal);
  }
  throw failure("not_found", `There is no git repository at ${shown(directory)} or above it.`);
}

interface DataDirectories {
  readonly gitDir: string;
  readonly commonDir: string;
}

async function dataDirectories(root: Root, path: string, isFile: boolean): Promise<DataDirectories> {
  const dotGit = join(path, ".git");
  try {
    const gitDir = await realpath(isFile ? resolve(path, await lineOf(dotGit, "gitdir: ")) : dotGit);
    const own = isIn(root, gitDir);
    // `git worktree add` links both ways; creating the link back requires write access to the repository.
    const linked = !own && isFile && (await isBackLink(gitDir, dotGit));
    if (!own && !linked) throw elsewhere();
    const common = await lineOf(join(gitDir, "commondir"), "").catch(() => undefined);
    const commonDir = common === undefined ? gitDir : await realpath(resolve(gitDir, common));
    if (linked) {
      if (dirname(gitDir) !== join(commonDir, "worktrees")) throw elsewhere();
      return { gitDir, commonDir };
    }
    if (!isIn(root, commonDir)) throw elsewhere();
    for (const each of new Set([gitDir, commonDir])) await checkData(root, each);
    return { gitDir, commonDir };
  } catch (error) {
    if (error instanceof ToolError) throw error;
    throw failure("rejected", "The repository's .git cannot be read.", { cause: error });
  }
}

/** Reads a file of one line, and returns the text after the prefix. */
async function lineOf(file: string, prefix: string): Promise<string> {
  const found = await lstat(file);
  if (!found.isFile() || found.size > 8192) throw new Error("not a file of one line");
  const text = await readFile(file, "utf8");
  if (!text.startsWith(prefix)) throw new Error(`does not begin with ${prefix}`);
  return text.slice(prefix.length).replace(/[\r\n]+$/, "");
}

async function isBackLink(gitDir: string, dotGit: string): Promise<boolean> {
  try {
    return (await realpath(resolve(gitDir, await lineOf(join(gitDir, "gitdir"), "")))) === dotGit;
  } catch {
    return false;
  }
}

const MAX_ENTRIES = 200_000;

/** Checks that no link in the data of git, and no alternate object store, leads out of the root. */
async function checkData(root: Root, gitDir: string): Promise<void> {
  let entries = 0;
  const visit = async (directory: string): Promise<void> => {
    for await (const entry of await opendir(directory)) {
      if (++entries > MAX_ENTRIES)
        throw failure("rejected", `Expected at most ${MAX_ENTRIES} files in .git, found more.`);
      const path = join(directory, entry.name);
      if (entry.isSymbolicLink()) await inside(root, path);
      else if (entry.isDirectory() && !isModules(gitDir, path)) await visit(path);
    }
  };
  await visit(gitDir);
  let stores = [join(gitDir, "objects")];
  for (let level = 0; stores.length > 0; level++) {
    if (level > 5) throw elsewhere();
    const further: string[] = [];
    for (const store of stores)
      for (const target of await alternatesOf(store)) further.push(await inside(root, target));
    for (const store of further) await visit(store);
    stores = further;
  }
}

/** Reads the alternate stores of an object store. Quoted paths are not decoded, and are therefore refused. */
async function alternatesOf(store: string): Promise<string[]> {
  const text = await readFile(join(store, "info/alternates"), "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => resolve(store, line));
}

async function inside(root: Root, path: string): Promise<string> {
  const target = await realpath(path).catch(() => undefined);
  if (target === undefined || !isIn(root, target)) throw elsewhere();
  return target;
}

/** True for the data of submodules and other working trees, which are separate repositories. */
function isModules(gitDir: string, path: string): boolean {
  return dirname(path) === gitDir && ["modules", "worktrees"].includes(basename(path));
}

function isIn({ path }: Root, target: string): boolean {
  return target === path || target.startsWith(path.endsWith(sep) ? path : path + sep);
}

function elsewhere(): ToolError {
  return failure("forbidden", "The repository has data outside the root.");
}

const FILTER = /^filter\.(.+)\.(?:clean|smudge|process|required)$/is;
/** Settings that make `git add` start a program, directly or through the filter of Git LFS. */
const PROGRAM =
  /^(?:filter\..+\.(?:clean|process)|lfs\.(?:extension|customtransfer)\..+|lfs\.standalonetransferagent)$/is;

/** Adds the settings that disable filters: each filter can only be disabled by its name. */
async function configured(repository: Repository, signal: AbortSignal | undefined): Promise<Repository> {
  const settings = new Set<string>();
  const programs: string[] = [];
  for (const { scope, key } of await configurationOf(repository, signal)) {
    if ((scope === "local" || scope === "worktree") && PROGRAM.test(key)) programs.push(key);
    const filter = FILTER.exec(key)?.[1];
    if (filter === undefined) continue;
    // On the command line, the name of a setting ends at the first `=`.
    if (filter.includes("="))
      throw failure(
        "forbidden",
        "The configuration has a filter with = in its name, which cannot be disabled.",
      );
    for (const part of ["clean=", "smudge=", "process=", "required=false"])
      settings.add(`filter.${filter}.${part}`);
  }
  return { ...repository, settings: [...settings], programs };
}

async function configurationOf(
  repository: Repository,
  signal: AbortSignal | undefined,
): Promise<{ scope: string; key: string }[]> {
  const { text, truncated } = await run(repository, {
    args: ["config", "--list", "--show-scope", "--name-only", "-z"],
    signal,
  });
  if (truncated) throw failure("rejected", "The repository's configuration is too large.");
  const fields = text.split("\0");
  const found: { scope: string; key: string }[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2)
    found.push({ scope: fields[at] ?? "", key: fields[at + 1] ?? "" });
  return found;
}

/** Converts a path below the root to a path relative to the repository's working tree; `.` is the whole tree. */
export async function pathIn(root: Root, repository: Repository, path: string): Promise<string> {
  const names = segmentsOf(path, { roots: [root.path, root.given] });
  if (!repository.names.every((name, index) => names[index] === name))
    throw failure("invalid_arguments", `Expected a path in the repository, found ${shown(path)}.`);
  return names.slice(repository.names.length).join("/") || ".";
}
