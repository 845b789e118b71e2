/** Files are opened as what they were found to be, and nothing but regular files is opened. */
import { randomBytes } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { type FileHandle, link, lstat, open, rename, unlink } from "node:fs/promises";
import { failure } from "../failure.ts";
import { moved, notFound, shown } from "./faults.ts";
import type { Spot } from "./root.ts";

/** A pipe must not make the call wait, nor a terminal become the server's. */
const READ =
  constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/** Opens a file for reading and hands it to `use`. */
export async function withFile<T>(
  spot: Spot,
  path: string,
  use: (file: FileHandle, stats: Stats) => Promise<T>,
): Promise<T> {
  const found = regular(spot, path);
  const file = await open(spot.folder.at(spot.name), READ);
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.ino !== found.ino || stats.dev !== found.dev) throw moved();
    return await use(file, stats);
  } finally {
    await file.close();
  }
}

/** The file there is, or what to say about what there is instead. */
export function regular({ found }: Spot, path: string): Stats {
  if (!found) throw notFound(path);
  if (found.isFile()) return found;
  throw failure("invalid_arguments", `${shown(path)} is ${kindOf(found)}, not a file.`);
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
  return "something else";
}

/**
 * Puts a whole file in its place in one step: readers see the old one or the new one. `expected` is the file that
 * is to be replaced, as it was read; without it there must be none.
 */
export async function putFile(spot: Spot, path: string, bytes: Uint8Array, expected?: Stats): Promise<void> {
  if (spot.name === ".") throw failure("invalid_arguments", `${shown(path)} is a directory.`);
  if (expected && (expected.mode & 0o222) === 0)
    throw failure("forbidden", `${shown(path)} is marked as read-only.`);
  const target = spot.folder.at(spot.name);
  const draft = spot.folder.at(`.${randomBytes(9).toString("hex")}.tmp`);
  const file = await open(draft, "wx", 0o666);
  try {
    try {
      await file.writeFile(bytes);
      if (expected) await file.chmod(expected.mode & 0o777);
      await file.sync();
    } finally {
      await file.close();
    }
    await spot.folder.check();
    if (expected) {
      if (!isSame(await lstat(target).catch(() => undefined), expected)) throw moved();
      await rename(draft, target);
    } else await settle(draft, target);
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

/** Gives a file a further name, which must be free. */
export async function settle(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    // Not every file system has hard links.
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

/** Whether nobody wrote to a file since. */
function isSame(now: Stats | undefined, then: Stats): boolean {
  return (
    now !== undefined &&
    now.ino === then.ino &&
    now.dev === then.dev &&
    now.size === then.size &&
    now.mtimeMs === then.mtimeMs
  );
}
