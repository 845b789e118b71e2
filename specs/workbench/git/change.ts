/** Stages and commits changes. */
import { failure } from "../failure.ts";
import { shown } from "../files/faults.ts";
import { bad } from "../files/names.ts";
import type { Root } from "../files/root.ts";
import { pathIn, type Repository } from "./repository.ts";
import { run } from "./run.ts";
import { type ChangedFile, status, wholeStatus } from "./status.ts";

/** Stages changed, new and deleted files. */
export async function add(
  root: Root,
  repository: Repository,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<{ staged: ChangedFile[] }> {
  if (paths.length === 0) throw bad("Expected paths of files to stage, found none.");
  const [program] = repository.programs;
  if (program !== undefined)
    throw failure(
      "forbidden",
      `The repository's configuration runs a program on added files (${program}), which the workbench does not allow.`,
    );
  const locations = await Promise.all(paths.map((path) => pathIn(root, repository, path)));
  const { files, truncated } = await wholeStatus(repository, signal);
  if (truncated) throw failure("rejected", "Too many files have changed: stage them with git itself.");
  const changed = files.map((file) => file.path.split("/").slice(repository.names.length).join("/"));
  const wanted = new Set<string>();
  locations.forEach((location, index) => {
    const below = changed.filter(
      (file) => location === "." || file === location || file.startsWith(`${location}/`),
    );
    // A nested repository is listed as a directory, and cannot be staged.
    const stageable = below.filter((file) => !file.endsWith("/"));
    if (stageable.length === 0)
      throw failure(
        "rejected",
        `Expected changes to stage at ${shown(paths[index] ?? "")}, found none: it is unchanged, ignored or missing.`,
      );
    for (const file of stageable) wanted.add(file);
  });
  // Not `git add`, which would also run in submodules with their own configuration.
  await run(
    // The operator's own filters stay active: without them, files would be stored in the wrong form.
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

export interface CommitResult {
  readonly commit: string;
  readonly branch?: string;
  readonly subject: string;
  readonly files: readonly ChangedFile[];
}

const MAX_MESSAGE = 20_000;

/** Commits the staged changes. Runs no hooks and signs nothing. */
export async function commit(
  repository: Repository,
  message: string,
  signal?: AbortSignal,
): Promise<CommitResult> {
  if (message.trim() === "") throw bad("Expected a commit message, found an empty one.");
  if (message.length > MAX_MESSAGE || message.includes("\0"))
    throw bad(`Expected a message of at most ${MAX_MESSAGE} characters without NUL.`);
  const before = await status(repository, signal);
  const files = before.files.filter((file) => file.staged !== undefined);
  if (before.files.some((file) => file.unstaged === "conflicted"))
    throw failure("conflict", "There are conflicts: resolve and stage them first.");
  if (files.length === 0)
    throw failure("rejected", "Nothing is staged: stage changes with git_add first; git_status lists them.");
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
