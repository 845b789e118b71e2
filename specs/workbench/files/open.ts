/** Opens regular files, checks that they are the files that were found, and replaces them atomically. */
import { randomBytes } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { type FileHandle, link, lstat, open, rename, unlink } from "node:fs/promises";
import { failure } from "../failure.ts";
import { moved, notFound, shown } from "./faults.ts";
import type { Target } from "./root.ts";

/** A pipe must not block the call, and a terminal must not become the server's controlling terminal. */
const READ =
  constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/** Opens a file for reading, and closes it after use. */
export async function withFile<T>(
  target: Target,
  path: string,
  use: (file: FileHandle, stats: Stats) => Promise<T>,
): Promise<T> {
  const found = regular(target, path);
  const file = await open(target.folder.at(target.name), READ);
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.ino !== found.ino || stats.dev !== found.dev) throw moved();
    return await use(file, stats);
  } finally {
    await file.close();
  }
}

/** Returns the status of a regular file; throws if there is none. */
export function regular({ found }: Target, path: string): Stats {
  if (!found) throw notFound(path);
  if (found.isFile()) return found;
  throw failure("invalid_arguments", `Expected a file, found ${kindOf(found)}: ${shown(path)}.`);
}

export type Kind = "file" | "directory" | "link" | "other";

export function kindName(found: Pick<Stats, "isFile" | "isDirectory" | "isSymbolicLink">): Kind {
  if (found.isFile()) return "file";
  if (found.isDirectory()) return "directory";
  return found.isSymbolicLink() ? "link" : "other";
}

export function kindOf(found: Stats): string {
  if (found.isDirectory()) return "a directory";
  if (found.isFIFO()) return "a pipe";
  if (found.isSocket()) return "a socket";
  if (found.isCharacterDevice() || found.isBlockDevice()) return "a device";
  return "a special file";
}

/**
 * Writes a whole file in one step: readers see the old or the new content. `expected` is the status of the file to
 * replace, as it was read; without it the file must not exist.
 */
export async function putFile(
  target: Target,
  path: string,
  bytes: Uint8Array,
  expected?: Stats,
): Promise<void> {
  if (target.name === ".") throw failure("invalid_arguments", `${shown(path)} is a directory.`);
  if (expected && (expected.mode & 0o222) === 0) throw failure("forbidden", `${shown(path)} is read-only.`);
  const destination = target.folder.at(target.name);
  const draft = target.folder.at(`.${randomBytes(9).toString("hex")}.tmp`);
  const file = await open(draft, "wx", 0o666);
  try {
    try {
      await file.writeFile(bytes);
      if (expected) await file.chmod(expected.mode & 0o777);
      await file.sync();
    } finally {
      await file.close();
    }
    await target.folder.check();
    if (expected) {
      if (!isSame(await lstat(destination).catch(() => undefined), expected)) throw moved();
      await rename(draft, destination);
    } else await claimName(draft, destination);
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

/** Gives a file a second name, which must be free, or renames it if the file system has no hard links. */
export async function claimName(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (
      !["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes(
        (error as NodeJS.ErrnoException).code ?? "",
      )
    )
      throw error;
    if (await lstat(to).catch(() => undefined))
      throw Object.assign(new Error("exists"), { code: "EEXIST", cause: error });
    await rename(from, to);
  }
}

/** True if a file was not replaced or written to since. */
function isSame(now: Stats | undefined, then: Stats): boolean {
  return (
    now !== undefined &&
    now.ino === then.ino &&
    now.dev === then.dev &&
    now.size === then.size &&
    now.mtimeMs === then.mtimeMs
  );
}
