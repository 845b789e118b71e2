/**
 * The repository that a directory of the root belongs to. All that git reads has to lie in the root: a `.git` that is
 * a link, a file or a directory can name data anywhere, and the one who made it may not be the one who reads it.
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
  /** The real path of its working tree. */
  readonly path: string;
  /** The names from the root to it. */
  readonly names: readonly string[];
  readonly gitDir: string;
  readonly commonDir: string;
  /** Settings that take back what its configuration would start. */
  readonly settings: readonly string[];
  /** Settings of its own that start programs on files that are added. */
  readonly programs: readonly string[];
}

/** Finds the repository of a directory, upwards as far as the root. */
export async function repositoryAt(root: Root, directory = ".", signal?: AbortSignal): Promise<Repository> {
  const names = await at(root, directory, {}, async (spot) => {
    if (!spot.found) throw notFound(directory);
    if (!spot.found.isDirectory()) throw failure("invalid_arguments", `${shown(directory)} is no directory.`);
    return spot.names;
  });
  for (let length = names.length; length >= 0; length--) {
    const inner = names.slice(0, length);
    const path = join(root.path, ...inner);
    const found = await lstat(join(path, ".git")).catch(() => undefined);
    if (!found) continue;
    const places = await placesOf(root, path, found.isFile());
    return configured({ path, names: inner, ...places, settings: [], programs: [] }, signal);
  }
  throw failure("not_found", `${shown(directory)} is in no git repository.`);
}

interface Places {
  readonly gitDir: string;
  readonly commonDir: string;
}

async function placesOf(root: Root, path: string, isFile: boolean): Promise<Places> {
  const dotGit = join(path, ".git");
  try {
    const gitDir = await realpath(isFile ? resolve(path, await lineOf(dotGit, "gitdir: ")) : dotGit);
    const own = isIn(root, gitDir);
    // `git worktree add` leaves a note on either side; only who may write to the repository can leave that one.
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

/** A file of one line, after what it begins with. */
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

/** No link in git's own data may lead out of the root, and no further store of objects may be named out there. */
async function checkData(root: Root, gitDir: string): Promise<void> {
  let entries = 0;
  const visit = async (directory: string): Promise<void> => {
    for await (const entry of await opendir(directory)) {
      if (++entries > MAX_ENTRIES) throw failure("rejected", "The repository has too many files of its own.");
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

/** Stores whose objects are taken for those of this one. A quoted path is unusual enough to be refused. */
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

/** The data of submodules and of other working trees, which are repositories of their own. */
function isModules(gitDir: string, path: string): boolean {
  return dirname(path) === gitDir && ["modules", "worktrees"].includes(basename(path));
}

function isIn({ path }: Root, target: string): boolean {
  return target === path || target.startsWith(path.endsWith(sep) ? path : path + sep);
}

function elsewhere(): ToolError {
  return failure("forbidden", "The repository keeps its data outside the root.");
}

const FILTER = /^filter\.(.+)\.(?:clean|smudge|process|required)$/is;
/** What makes `git add` start a program, directly or through the filter of Git LFS. */
const PROGRAM =
  /^(?:filter\..+\.(?:clean|process)|lfs\.(?:extension|customtransfer)\..+|lfs\.standalonetransferagent)$/is;

/** Filters have names, so that they cannot be turned off but by name. */
async function configured(repository: Repository, signal: AbortSignal | undefined): Promise<Repository> {
  const settings = new Set<string>();
  const programs: string[] = [];
  for (const { scope, key } of await configurationOf(repository, signal)) {
    if ((scope === "local" || scope === "worktree") && PROGRAM.test(key)) programs.push(key);
    const filter = FILTER.exec(key)?.[1];
    if (filter === undefined) continue;
    // On the command line the name of a setting ends at the first of these.
    if (filter.includes("="))
      throw failure("forbidden", "The configuration has a filter whose name cannot be told to git.");
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

/** A path of the root as git knows it: from the repository's own top, `.` for all of it. */
export async function pathIn(root: Root, repository: Repository, path: string): Promise<string> {
  const names = segmentsOf(path, { roots: [root.path, root.given] });
  if (!repository.names.every((name, index) => names[index] === name))
    throw failure("invalid_arguments", `${shown(path)} is not in the repository.`);
  return names.slice(repository.names.length).join("/") || ".";
}
