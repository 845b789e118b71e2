import { type FSWatcher, statSync, watch } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Logger } from "../log.ts";

/** Milliseconds without a further event, since editors write a file in several steps. */
const QUIET = 50;

interface Watched {
  readonly listeners: Set<() => void>;
  readonly watcher: FSWatcher | undefined;
  timer: NodeJS.Timeout | undefined;
  seen: string;
}

/**
 * Watches files for changes. It watches their folders, because a file is often replaced by a new file of the same
 * name, which ends a watch of the file itself.
 */
export class FileWatcher {
  readonly #files = new Map<string, Watched>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Calls `changed` after each change until the returned function is called. */
  watch(file: URL, changed: () => void): () => void {
    const path = fileURLToPath(file);
    const watched = this.#files.get(path) ?? this.#open(path);
    // A new function per watch, so that the same callback can watch twice.
    const listener = (): void => changed();
    watched.listeners.add(listener);
    return () => {
      if (watched.listeners.delete(listener) && watched.listeners.size === 0) this.#close(path, watched);
    };
  }

  close(): void {
    for (const [path, watched] of this.#files) this.#close(path, watched);
  }

  #open(path: string): Watched {
    const watched: Watched = {
      listeners: new Set(),
      watcher: this.#start(path, () => {
        clearTimeout(watched.timer);
        watched.timer = setTimeout(() => this.#compare(watched, path), QUIET);
      }),
      timer: undefined,
      seen: identity(path),
    };
    this.#files.set(path, watched);
    return watched;
  }

  #start(path: string, event: () => void): FSWatcher | undefined {
    try {
      return watch(dirname(path), { persistent: false }, event).on("error", (err) => this.#failed(path, err));
    } catch (err) {
      this.#failed(path, err);
      return undefined;
    }
  }

  #failed(path: string, err: unknown): void {
    this.#logger.warn(
      { file: path, err },
      "the file cannot be watched: clients will not be notified of its changes",
    );
  }

  /** Notifies the listeners if the file itself changed, and not another file of its folder. */
  #compare(watched: Watched, path: string): void {
    const before = watched.seen;
    watched.seen = identity(path);
    if (before === watched.seen) return;
    for (const listener of [...watched.listeners]) listener();
  }

  #close(path: string, { watcher, timer, listeners }: Watched): void {
    clearTimeout(timer);
    listeners.clear();
    watcher?.close();
    this.#files.delete(path);
  }
}

/** Returns a text that changes when the file is written, replaced or removed; empty if it cannot be read. */
function identity(path: string): string {
  try {
    // Synchronous, so that no change is missed between starting the watch and the first comparison.
    const { ino, size, mtimeMs } = statSync(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch {
    return "";
  }
}
