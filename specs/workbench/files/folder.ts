/**
 * Keeps a directory fixed while a name in it is used. With /proc the directory stays open, and names are looked up in
 * the open directory itself, so that renaming it, or replacing it by a link, has no effect. Without /proc the directory
 * is identified by its path and inode, which are checked again after use.
 */
import { constants } from "node:fs";
import { lstat, open } from "node:fs/promises";
import { join } from "node:path";
import { moved } from "./faults.ts";

export interface Folder {
  /** Returns a path of a name in this directory, for system calls; `.` is the directory itself. */
  at(name: string): string;
  /** Opens a directory in this one. Fails for a link. */
  enter(name: string): Promise<Folder>;
  /** Throws if the directory was replaced since it was opened. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a directory whose path is trusted. */
export type OpenFolder = (path: string) => Promise<Folder>;

const DIRECTORY = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** Requires a /proc that lists the open files of this process. */
export const openHeld: OpenFolder = async (path) => {
  const handle = await open(path, DIRECTORY);
  const at = (name: string) => `/proc/self/fd/${handle.fd}/${name}`;
  return {
    at,
    enter: (name) => openHeld(at(name)),
    check: async () => {},
    close: () => handle.close(),
  };
};

/** Works on every system. */
export const openNamed: OpenFolder = async (path) => {
  const before = await lstat(path, { bigint: true });
  if (!before.isDirectory()) throw moved();
  return {
    at: (name) => join(path, name),
    enter: (name) => openNamed(join(path, name)),
    check: async () => {
      const now = await lstat(path, { bigint: true }).catch(() => undefined);
      if (!now?.isDirectory() || now.ino !== before.ino || now.dev !== before.dev) throw moved();
    },
    close: async () => {},
  };
};

let chosen: Promise<OpenFolder> | undefined;

/** Opens a directory by the stronger way that the system supports. */
export async function openFolder(path: string): Promise<Folder> {
  chosen ??= hasProc().then((there) => (there ? openHeld : openNamed));
  const open = await chosen;
  return open(path);
}

/** Tests if looking up a name through /proc works: another file system may be mounted there. */
async function hasProc(): Promise<boolean> {
  try {
    const handle = await open("/", DIRECTORY);
    try {
      return (await lstat(`/proc/self/fd/${handle.fd}/.`)).isDirectory();
    } finally {
      await handle.close();
    }
  } catch {
    return false;
  }
}
