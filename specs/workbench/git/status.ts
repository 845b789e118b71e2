/** Reads the state of the working tree. */
import type { Repository } from "./repository.ts";
import { run } from "./run.ts";

export type Change = "added" | "modified" | "deleted" | "renamed" | "copied" | "type changed";

export interface ChangedFile {
  /** Relative to the root. */
  readonly path: string;
  /** The change that the next commit contains. */
  readonly staged?: Change;
  /** The change since then. */
  readonly unstaged?: Change | "untracked" | "conflicted";
  /** The former path. */
  readonly from?: string;
}

export interface Status {
  /** Undefined if no branch is checked out. */
  readonly branch?: string;
  /** Undefined before the first commit. */
  readonly commit?: string;
  readonly upstream?: string;
  readonly ahead?: number;
  readonly behind?: number;
  readonly clean: boolean;
  readonly files: readonly ChangedFile[];
  readonly truncated: boolean;
}

const MAX_FILES = 1000;

const CHANGES: Readonly<Record<string, Change>> = {
  A: "added",
  M: "modified",
  D: "deleted",
  R: "renamed",
  C: "copied",
  T: "type changed",
};

/** Returns the state of the working tree with at most 1,000 changed files. */
export async function status(repository: Repository, signal?: AbortSignal): Promise<Status> {
  const { files, truncated, ...rest } = await wholeStatus(repository, signal);
  return { ...rest, files: files.slice(0, MAX_FILES), truncated: truncated || files.length > MAX_FILES };
}

/** Returns the state of the working tree with all changed files. */
export async function wholeStatus(repository: Repository, signal?: AbortSignal): Promise<Status> {
  const { text, truncated } = await run(repository, {
    // Ignores changes in submodules: git would run in them with their own configuration.
    args: [
      "status",
      "--porcelain=v2",
      "-z",
      "--branch",
      "--untracked-files=all",
      "--ignore-submodules=dirty",
      "--renames",
    ],
    signal,
  });
  const records = text.split("\0");
  // The last record is empty, or cut if the output was truncated.
  records.pop();
  const head: { -readonly [K in keyof Status]?: Status[K] } = {};
  const files: ChangedFile[] = [];
  for (let at = 0; at < records.length; at++) {
    const record = records[at] ?? "";
    if (record.startsWith("# ")) readHeader(record, head);
    else if (record.startsWith("2 ")) files.push(fileOf(repository, record, records[++at]));
    else files.push(fileOf(repository, record));
  }
  return { ...head, clean: files.length === 0, files, truncated };
}

function readHeader(record: string, head: { -readonly [K in keyof Status]?: Status[K] }): void {
  const [, key = "", value = ""] = /^# branch\.(\S+) (.*)$/s.exec(record) ?? [];
  if (key === "oid" && value !== "(initial)") head.commit = value;
  if (key === "head" && value !== "(detached)") head.branch = value;
  if (key === "upstream") head.upstream = value;
  const counts = key === "ab" ? /^\+(\d+) -(\d+)$/.exec(value) : null;
  if (counts) {
    head.ahead = Number(counts[1]);
    head.behind = Number(counts[2]);
  }
}

/** Parses a record: fields separated by single spaces, and then the path, which may contain spaces. */
function fileOf(repository: Repository, record: string, from?: string): ChangedFile {
  const kind = record[0];
  const fromRoot = (path: string) => [...repository.names, path].join("/");
  if (kind === "?") return { path: fromRoot(record.slice(2)), unstaged: "untracked" };
  const fields = kind === "1" ? 8 : kind === "2" ? 9 : 10;
  const parts = record.split(" ");
  const path = fromRoot(parts.slice(fields).join(" "));
  if (kind === "u") return { path, unstaged: "conflicted" };
  const [staged, unstaged] = [...(parts[1] ?? "")].map((letter) => CHANGES[letter]);
  return {
    path,
    ...(staged && { staged }),
    ...(unstaged && { unstaged }),
    ...(from !== undefined && { from: fromRoot(from) }),
  };
}
