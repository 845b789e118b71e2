/** Resolves the revisions that callers give to commits. */
import { failure } from "../failure.ts";
import { bad } from "../files/names.ts";
import type { Repository } from "./repository.ts";
import { run } from "./run.ts";

/**
 * The name of one commit: a branch, a tag or a hash, with suffixes (`main~2`, `HEAD^`, `v1^{}`, `@{1}`). Excludes
 * options, ranges, paths and searches.
 */
const REVISION = /^(?![-^.])(?!.*(?:\.\.|\^\{\/))[^\s\p{C}:\\?*[]{1,250}$/u;

/** Returns the hash of the commit that a revision names. */
export async function commitOf(
  repository: Repository,
  revision: string,
  signal?: AbortSignal,
): Promise<string> {
  checkRevision(revision);
  const { text, code } = await run(repository, {
    args: ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`],
    accept: [0, 1, 128],
    signal,
  });
  const hash = text.trim();
  if (code === 0 && /^[\da-f]{40,64}$/.test(hash)) return hash;
  throw failure("not_found", `There is no commit "${revision}".`);
}

export function checkRevision(revision: string): void {
  if (!REVISION.test(revision))
    throw bad(`Expected the name of a commit, found ${JSON.stringify(revision)}.`);
}

/** Resolves a commit, or a range (`main..topic`, `main...topic`), to hashes. */
export async function rangeOf(repository: Repository, range: string, signal?: AbortSignal): Promise<string> {
  const parts = /^(.*?)(\.{2,3})(.*)$/.exec(range);
  if (!parts) return commitOf(repository, range, signal);
  const [, from = "", dots = "", to = ""] = parts;
  const [first, second] = await Promise.all([
    commitOf(repository, from === "" ? "HEAD" : from, signal),
    commitOf(repository, to === "" ? "HEAD" : to, signal),
  ]);
  return `${first}${dots}${second}`;
}
