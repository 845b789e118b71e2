/** Repositories for tests, made with the git of this machine and nothing of its configuration. */
import { execFileSync } from "node:child_process";

const PLAIN = {
  PATH: process.env.PATH,
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.org",
  GIT_AUTHOR_DATE: "2026-01-02T03:04:05Z",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.org",
  GIT_COMMITTER_DATE: "2026-01-02T03:04:05Z",
};

/** Runs git as anybody would. Throws if there is none: tests of git tools are no tests without it. */
export function git(directory: string, ...args: string[]): string {
  return execFileSync("git", ["-C", directory, "-c", "init.defaultBranch=main", ...args], {
    encoding: "utf8",
    env: PLAIN,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Makes a directory a repository, with all there is in it as its first commit. */
export function commitAll(directory: string, message = "First"): void {
  git(directory, "init", "--quiet");
  git(directory, "config", "user.name", "Ada");
  git(directory, "config", "user.email", "ada@example.org");
  git(directory, "add", ".");
  git(directory, "commit", "--quiet", "--message", message);
}
