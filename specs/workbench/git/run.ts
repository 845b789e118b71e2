/** Runs git without a shell, with a clean environment, and with limits of time and output. */
import { spawn } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import type { ToolError } from "speclathe/handler";
import { failure } from "../failure.ts";
import type { Repository } from "./repository.ts";

export interface GitCommand {
  readonly args: readonly string[];
  readonly input?: string;
  /** Bytes of output after which git is stopped. */
  readonly limit?: number;
  readonly signal?: AbortSignal | undefined;
  /** Exit codes that are not failures; by default, only 0. */
  readonly accept?: readonly number[];
}

export interface GitOutput {
  readonly text: string;
  readonly bytes: Buffer;
  /** True if the output reached the limit, and the rest was not read. */
  readonly truncated: boolean;
  readonly code: number;
}

const TIMEOUT_MS = 20_000;
const MAX_OUTPUT = 4 * 1024 * 1024;
const MAX_ERRORS = 16 * 1024;

/**
 * Settings that override those of the repository, which is not trusted, so that git starts no program. Features that no
 * setting disables are disabled by options of the commands.
 */
const SETTINGS = [
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "core.pager=cat",
  "core.editor=:",
  "core.askPass=",
  "core.sshCommand=false",
  "core.quotePath=false",
  "core.alternateRefsCommand=false",
  "credential.helper=",
  "protocol.allow=never",
  "commit.gpgSign=false",
  "log.showSignature=false",
  "gpg.program=false",
  "gpg.x509.program=false",
  "gpg.ssh.program=false",
  "gpg.ssh.defaultKeyCommand=",
  "diff.external=",
  "diff.orderFile=/dev/null",
  "blame.ignoreRevsFile=",
  "submodule.recurse=false",
  "status.submoduleSummary=false",
  "gc.auto=0",
  "maintenance.auto=false",
  "i18n.commitEncoding=UTF-8",
  "i18n.logOutputEncoding=UTF-8",
  "color.ui=false",
];

/** The environment variables that git gets from the server; none of them begins with GIT_. */
const PASSED = [
  "HOME",
  "USER",
  "LOGNAME",
  "USERPROFILE",
  "APPDATA",
  "XDG_CONFIG_HOME",
  "TMPDIR",
  "TEMP",
  "SystemRoot",
];

/** Runs git in a repository. A failure becomes an error with git's message. */
export async function run(repository: Repository, command: GitCommand): Promise<GitOutput> {
  const settings = [...SETTINGS, ...repository.settings].flatMap((setting) => ["-c", setting]);
  const { code, errors, ...output } = await execute(repository, settings, command);
  if (output.truncated || (command.accept ?? [0]).includes(code)) return { ...output, code };
  throw gitError(repository, errors);
}

async function execute(
  repository: Repository,
  settings: readonly string[],
  { args, input = "", limit = MAX_OUTPUT, signal }: GitCommand,
): Promise<GitOutput & { errors: string }> {
  const path = searchPath();
  const git = await gitIn(path);
  signal?.throwIfAborted();
  const child = spawn(git, [...settings, "--no-pager", ...args], {
    cwd: repository.path,
    env: environment(repository, path),
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
    shell: false,
  });
  return new Promise((resolve, reject) => {
    const out: Buffer[] = [];
    let size = 0;
    let truncated = false;
    let late = false;
    let errors = "";
    const stop = () => child.kill("SIGKILL");
    const timer = setTimeout(() => {
      late = true;
      stop();
    }, TIMEOUT_MS);
    signal?.addEventListener("abort", stop);
    child.stdout.on("data", (chunk: Buffer) => {
      if (truncated) return;
      out.push(chunk.subarray(0, limit - size));
      size += chunk.length;
      if (size > limit) {
        truncated = true;
        stop();
      }
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      if (errors.length < MAX_ERRORS) errors += chunk;
    });
    // A command that does not read its input may end before all of it is written.
    child.stdin.on("error", () => undefined).end(input);
    const finish = (act: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      act();
    };
    child.once("error", (cause) => finish(() => reject(noGit(cause))));
    child.once("close", (code) =>
      finish(() => {
        if (signal?.aborted) return reject(signal.reason);
        if (late)
          return reject(
            failure(
              "timeout",
              "git exceeded its time limit: restrict the command to a path or to fewer commits.",
            ),
          );
        const bytes = Buffer.concat(out);
        resolve({ bytes, text: bytes.toString("utf8"), truncated, code: code ?? -1, errors });
      }),
    );
  });
}

function environment(repository: Repository, path: string): NodeJS.ProcessEnv {
  const passed = PASSED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(passed),
    PATH: path,
    LC_ALL: "C.UTF-8",
    LANGUAGE: "C",
    TZ: process.env.TZ ?? "UTC",
    GIT_DIR: repository.gitDir,
    GIT_COMMON_DIR: repository.commonDir,
    GIT_WORK_TREE: repository.path,
    GIT_ALLOW_PROTOCOL: "none",
    GIT_NO_LAZY_FETCH: "1",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_LITERAL_PATHSPECS: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_PAGER: "cat",
    GIT_EDITOR: ":",
    GIT_ASKPASS: "",
    SSH_ASKPASS: "",
  };
}

/** Returns PATH without relative folders, which would be folders of the repository. */
function searchPath(): string {
  return (process.env.PATH ?? process.env.Path ?? "")
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .join(delimiter);
}

const found = new Map<string, Promise<string>>();

/** Returns the absolute path of git: given only a name, Windows would also look in the repository. */
function gitIn(path: string): Promise<string> {
  let git = found.get(path);
  if (!git) {
    git = locate(path);
    git.catch(() => found.delete(path));
    found.set(path, git);
  }
  return git;
}

async function locate(path: string): Promise<string> {
  const name = process.platform === "win32" ? "git.exe" : "git";
  for (const folder of path.split(delimiter)) {
    const file = join(folder, name);
    if (folder === "") continue;
    try {
      await access(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder, or not executable.
    }
  }
  throw noGit();
}

function noGit(cause?: unknown): ToolError {
  return failure("unavailable", "git could not be started on the server.", {
    retryable: false,
    cause,
  });
}

function gitError(repository: Repository, errors: string): ToolError {
  const message = withoutPaths(repository, errors).trim();
  const detail = { cause: new Error(errors) };
  if (/index\.lock|Another git process/.test(message))
    return failure("conflict", "Another git command is running in this repository.", detail);
  if (/Please tell me who you are|empty ident|unable to auto-detect email/i.test(message))
    return failure(
      "rejected",
      "git has no author for the commit: set user.name and user.email in its configuration.",
      detail,
    );
  const first = message.split("\n").slice(0, 5).join("\n").slice(0, 500);
  return failure("rejected", `git failed: ${first === "" ? "it printed no message" : first}`, detail);
}

/** Replaces the repository's paths in a text, which are not for callers. */
function withoutPaths({ path, gitDir, commonDir }: Repository, text: string): string {
  return [gitDir, commonDir, path]
    .sort((a, b) => b.length - a.length)
    .reduce((current, each) => current.replaceAll(each, each === path ? "." : ".git"), text);
}
