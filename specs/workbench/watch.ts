/** Reports changes of recently read files. */
import { type FSWatcher, statSync, watch as watchFolder } from "node:fs";
import { dirname, join } from "node:path";
import type { Root } from "./files/root.ts";

/** Milliseconds without a further event before a change is reported: a file is often written in several steps. */
const QUIET = 50;
/** The maximum number of watched files; beyond it, the least recently read file is no longer watched. */
const MAX_WATCHED = 64;

interface Watched {
  readonly watcher: FSWatcher;
  timer?: NodeJS.Timeout;
}

const watched = new Map<string, Watched>();

/** Calls `changed` after each change of the file of a URI, until 64 other files were read. */
export function watch({ path }: Root, names: readonly string[], uri: string, changed: () => void): void {
  const file = join(path, ...names);
  const key = `${uri} ${file}`;
  stop(key);
  let seen = identity(file);
  try {
    // Watches the folder: a watch of the file would end when another file replaces it.
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
    // Reading also works on a system that has no watches left.
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
    // A missing file or a broken link must not end the server.
    return "";
  }
}
