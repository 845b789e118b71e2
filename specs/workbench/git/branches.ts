/** Lists branches. */
import type { Repository } from "./repository.ts";
import { run } from "./run.ts";

export interface Branch {
  readonly name: string;
  readonly commit: string;
  readonly current: boolean;
  readonly upstream?: string;
  readonly date: string;
  readonly subject: string;
}

const MAX_BRANCHES = 200;
const FIELDS = [
  "refname:short",
  "objectname",
  "HEAD",
  "upstream:short",
  "committerdate:iso-strict",
  "contents:subject",
];

/** Lists branches, most recent commit first. */
export async function branches(
  repository: Repository,
  { remote = false }: { readonly remote?: boolean | undefined },
  signal?: AbortSignal,
): Promise<{ branches: Branch[]; truncated: boolean }> {
  const { text } = await run(repository, {
    args: [
      "for-each-ref",
      `--format=${FIELDS.map((field) => `%(${field})`).join("%00")}`,
      "--sort=-committerdate",
      `--count=${MAX_BRANCHES + 1}`,
      "refs/heads",
      ...(remote ? ["refs/remotes"] : []),
    ],
    signal,
  });
  const found = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Branch => {
      const [name = "", commit = "", head, upstream = "", date = "", subject = ""] = line.split("\0");
      return { name, commit, current: head === "*", ...(upstream !== "" && { upstream }), date, subject };
    });
  return { branches: found.slice(0, MAX_BRANCHES), truncated: found.length > MAX_BRANCHES };
}
