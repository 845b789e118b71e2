/**
 * A directory that is held while something in it is reached by name. Where the system has /proc it is held open,
 * and names are looked up in the open directory itself: whoever renames it, or puts a link in its place, changes
 * nothing. Elsewhere it is known by its path and its identity, which is checked again after use.
 */
import { constants } from "node:fs";
import { lstat, open } from "node:fs/promises";
import { join } from "node:path";
import { moved } from "./faults.ts";

export interface Folder {
  /** Where the system finds a name in this directory; `.` is the directory itself. */
  at(name: string): string;
  /** A directory in this one. A link is none. */
  enter(name: string): Promise<Folder>;
  /** Throws if what was reached through it may have been somewhere else. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a directory whose path is trusted. */
export type OpenFolder = (path: string) => Promise<Folder>;

const DIRECTORY = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** Needs a /proc that shows the open files of this process. */
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

/** The stronger of the two, where the system has it. */
export async function openFolder(path: string): Promise<Folder> {
  chosen ??= hasProc().then((there) => (there ? openHeld : openNamed));
  const open = await chosen;
  return open(path);
}

/** Looking a name up through /proc has to work, whatever else is mounted there. */
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
