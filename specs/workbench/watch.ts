/** Tells when files change that somebody has read lately. */
import { type FSWatcher, statSync, watch as watchFolder } from "node:fs";
import { dirname, join } from "node:path";
import type { Root } from "./files/root.ts";

/** Milliseconds without a further event: a file is often written in several steps. */
const QUIET = 50;
/** The file that was read first is forgotten first. */
const MAX_WATCHED = 64;

interface Watched {
  readonly watcher: FSWatcher;
  timer?: NodeJS.Timeout;
}

const watched = new Map<string, Watched>();

/** Calls `changed` each time the file of a URI has changed, until too many others were read since. */
export function watch({ path }: Root, names: readonly string[], uri: string, changed: () => void): void {
  const file = join(path, ...names);
  const key = `${uri} ${file}`;
  stop(key);
  let seen = identity(file);
  try {
    // The folder: a file is often replaced by another of its name, which a watch of the file does not outlive.
    const watcher = watchFolder(dirname(file), { persistent: false }, () => {
      clearTimeout(entry.timer);
      entry.timer = setTimeout(() => {
        const now = identity(file);
        if (now === seen) return;
        seen = now;
        changed();
      }, QUIET).unref();
    });
    watcher.on("error", () => stop(key));
    const entry: Watched = { watcher };
    watched.set(key, entry);
  } catch {
    // A system that has no watches left can still read files.
  }
  for (const oldest of [...watched.keys()].slice(0, -MAX_WATCHED)) stop(oldest);
}

/** Ends all watches. */
export function stopWatching(): void {
  for (const key of [...watched.keys()]) stop(key);
}

function stop(key: string): void {
  const entry = watched.get(key);
  clearTimeout(entry?.timer);
  entry?.watcher.close();
  watched.delete(key);
}

function identity(file: string): string {
  try {
    const { ino, size, mtimeMs } = statSync(file);
    return `${ino} ${size} ${mtimeMs}`;
  } catch {
    // It is gone, or a link that leads nowhere: nothing that whoever made it may end the server with.
    return "";
  }
}
