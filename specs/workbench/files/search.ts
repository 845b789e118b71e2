/** Searches for names, and for texts in files. Links are not followed; every search has limits. */
import { lstat } from "node:fs/promises";
import { RE2JS } from "re2js";
import type { Folder } from "./folder.ts";
import { compiled, glob, type Match } from "./glob.ts";
import { LIMITS } from "./limits.ts";
import { entriesOf, inDirectory, withSubfolder } from "./list.ts";
import { bad } from "./names.ts";
import { kindName, withFile } from "./open.ts";
import type { Root } from "./root.ts";
import { textOf } from "./text.ts";

/** The limit that ended a search early. */
export type Stopped = "results" | "entries" | "time";

interface Scope {
  readonly path?: string | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly limit?: number | undefined;
}

export interface FindArgs extends Scope {
  readonly pattern: string;
}

/** Finds files and directories by a pattern. */
export async function searchFiles(
  root: Root,
  { pattern, ...scope }: FindArgs,
  signal?: AbortSignal,
): Promise<{ matches: { path: string; type: string }[]; stopped?: Stopped }> {
  const matches: { path: string; type: string }[] = [];
  const wanted = glob(pattern);
  const stopped = await search(root, scope, signal, async ({ path, below, type }) => {
    if (wanted(below)) matches.push({ path, type });
    return matches.length;
  });
  return { matches: matches.slice(0, limitOf(scope)), ...(stopped && { stopped }) };
}

export interface GrepArgs extends Scope {
  readonly query: string;
  readonly regex?: boolean | undefined;
  readonly ignore_case?: boolean | undefined;
  readonly include?: string | undefined;
}

export interface Hit {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** Finds lines of text files that contain a text or match a regular expression in RE2 syntax. */
export async function searchText(
  root: Root,
  { query, regex = false, ignore_case = false, include, ...scope }: GrepArgs,
  signal?: AbortSignal,
): Promise<{ matches: Hit[]; files: number; stopped?: Stopped }> {
  const contains = lineTest(query, regex, ignore_case);
  const wanted = include === undefined ? () => true : glob(include);
  const matches: Hit[] = [];
  let files = 0;
  const limit = limitOf(scope);
  const stopped = await search(root, scope, signal, async ({ path, below, type, read }, deadline) => {
    if (type !== "file" || !wanted(below)) return matches.length;
    const text = await read();
    if (text === undefined) return matches.length;
    files++;
    let number = 0;
    for (const line of text.split("\n")) {
      number++;
      if (number % 512 === 0 && (Date.now() > deadline || signal?.aborted)) break;
      if (!contains(line)) continue;
      matches.push({ path, line: number, text: shortened(line) });
      if (matches.length > limit) break;
    }
    return matches.length;
  });
  return { matches: matches.slice(0, limit), files, ...(stopped && { stopped }) };
}

function lineTest(query: string, regex: boolean, ignoreCase: boolean): Match {
  if (query === "") throw bad("Expected a query, found an empty text.");
  if (query.length > 1000) throw bad(`Expected a query of at most 1000 characters, found ${query.length}.`);
  if (!regex && !ignoreCase) return (line) => line.includes(query);
  const flags = ignoreCase ? RE2JS.CASE_INSENSITIVE : 0;
  const expression = compiled(regex ? query : RE2JS.quote(query), query, flags);
  return (line) => expression.test(line);
}

function shortened(line: string): string {
  const plain = line.replace(/\r$/, "");
  return plain.length > LIMITS.line ? `${plain.slice(0, LIMITS.line)}…` : plain;
}

interface Visit {
  /** Relative to the root. */
  readonly path: string;
  /** Relative to the searched directory. */
  readonly below: string;
  readonly type: string;
  /** Reads the text of a file; undefined if it is not text, or too large. */
  read(): Promise<string | undefined>;
}

function limitOf({ limit = 100 }: Scope): number {
  return Math.min(limit, LIMITS.results);
}

/** Visits everything below a directory until `look` returns a count above the limit, or another limit is reached. */
async function search(
  root: Root,
  scope: Scope,
  signal: AbortSignal | undefined,
  look: (visit: Visit, deadline: number) => Promise<number>,
): Promise<Stopped | undefined> {
  const excluded = (scope.exclude ?? []).map(glob);
  const limit = limitOf(scope);
  const deadline = Date.now() + LIMITS.searchMs;
  let visits = 0;
  let stopped: Stopped | undefined;

  const visit = async (folder: Folder, names: readonly string[], start: number): Promise<void> => {
    const { found, truncated } = await entriesOf(folder, LIMITS.visits);
    if (truncated) stopped = "entries";
    // Visits files before subdirectories, so that near results come first if a limit is reached.
    const near = found.filter((entry) => !entry.isDirectory());
    for (const entry of [...near, ...found.filter((entry) => entry.isDirectory())]) {
      signal?.throwIfAborted();
      if (Date.now() > deadline) stopped = "time";
      else if (++visits > LIMITS.visits) stopped = "entries";
      if (stopped) return;
      const path = [...names, entry.name];
      const below = path.slice(start).join("/");
      if (excluded.some((matches) => matches(below))) continue;
      const count = await look(
        { path: path.join("/"), below, type: kindName(entry), read: () => textIn(folder, entry.name) },
        deadline,
      );
      if (count > limit) stopped = "results";
      else if (Date.now() > deadline) stopped = "time";
      if (entry.isDirectory() && path.length - start < LIMITS.searchDepth && !stopped)
        await withSubfolder(folder, entry.name, (inner) => visit(inner, path, start));
      if (stopped) return;
    }
  };
  await inDirectory(root, scope.path ?? ".", (folder, names) => visit(folder, names, names.length));
  return stopped;
}

async function textIn(folder: Folder, name: string): Promise<string | undefined> {
  try {
    const found = await lstat(folder.at(name));
    if (found.size > LIMITS.searchFile) return undefined;
    return await withFile({ folder, name, names: [], found }, name, async (file) =>
      textOf(await file.readFile()),
    );
  } catch {
    // A file that cannot be read must not end the search.
    return undefined;
  }
}
