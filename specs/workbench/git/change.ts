/** Staging and committing. */
import { failure } from "../failure.ts";
import { shown } from "../files/faults.ts";
import { bad } from "../files/names.ts";
import type { Root } from "../files/root.ts";
import { pathIn, type Repository } from "./repository.ts";
import { run } from "./run.ts";
import { type ChangedFile, status, wholeStatus } from "./status.ts";

/** Stages what was done to files: contents, new files and deleted ones. */
export async function add(
  root: Root,
  repository: Repository,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<{ staged: ChangedFile[] }> {
  if (paths.length === 0) throw bad("Name what is to be staged.");
  const [program] = repository.programs;
  if (program !== undefined)
    throw failure(
      "forbidden",
      `The repository's own configuration runs a program on files that are added (${program}). It is not run here.`,
    );
  const places = await Promise.all(paths.map((path) => pathIn(root, repository, path)));
  const { files, truncated } = await wholeStatus(repository, signal);
  if (truncated) throw failure("rejected", "Too many files have changed; stage them with git itself.");
  const changed = files.map((file) => file.path.split("/").slice(repository.names.length).join("/"));
  const wanted = new Set<string>();
  places.forEach((place, index) => {
    const below = changed.filter((file) => place === "." || file === place || file.startsWith(`${place}/`));
    // Another repository in this one is shown as a directory, and belongs to itself.
    const stageable = below.filter((file) => !file.endsWith("/"));
    if (stageable.length === 0)
      throw failure(
        "rejected",
        `There is nothing to stage at ${shown(paths[index] ?? "")}: it is unchanged, ignored, or not there.`,
      );
    for (const file of stageable) wanted.add(file);
  });
  // `git add` would run in submodules, with their own configuration.
  await run(
    // Filters of the person who runs the server are theirs: a file would be stored in the wrong form without them.
    { ...repository, settings: [] },
    {
      args: ["update-index", "--add", "--remove", "--replace", "-z", "--stdin"],
      input: [...wanted].map((file) => `${file}\0`).join(""),
      signal,
    },
  );
  const after = await status(repository, signal);
  return { staged: after.files.filter((file) => file.staged !== undefined) };
}

export interface Made {
  readonly commit: string;
  readonly branch?: string;
  readonly subject: string;
  readonly files: readonly ChangedFile[];
}

const MAX_MESSAGE = 20_000;

/** Commits what is staged. Hooks do not run, and nothing is signed. */
export async function commit(repository: Repository, message: string, signal?: AbortSignal): Promise<Made> {
  if (message.trim() === "") throw bad("A commit needs a message.");
  if (message.length > MAX_MESSAGE || message.includes("\0"))
    throw bad("The message is too long, or has NUL in it.");
  const before = await status(repository, signal);
  const files = before.files.filter((file) => file.staged !== undefined);
  if (before.files.some((file) => file.unstaged === "conflicted"))
    throw failure("conflict", "There are conflicts that have to be resolved and staged first.");
  if (files.length === 0)
    throw failure("rejected", "Nothing is staged. Use git_add first; git_status tells what has changed.");
  await run(repository, {
    args: [
      "commit",
      "--quiet",
      "--no-verify",
      "--no-gpg-sign",
      "--no-status",
      "--cleanup=whitespace",
      "--file=-",
    ],
    input: message,
    signal,
  });
  const after = await status(repository, signal);
  return {
    commit: after.commit ?? "",
    ...(after.branch !== undefined && { branch: after.branch }),
    subject: message.trim().split("\n")[0] ?? "",
    files,
  };
}
