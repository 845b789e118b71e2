import { type FSWatcher, statSync, watch } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Logger } from "../log.ts";

/** Milliseconds without a further event: editors and tools write a file in several steps. */
const QUIET = 50;

interface Watched {
  readonly listeners: Set<() => void>;
  readonly watcher: FSWatcher | undefined;
  timer: NodeJS.Timeout | undefined;
  seen: string;
}

/**
 * Tells of files that have changed, for as long as somebody wants to know. It watches the folder: a file is often
 * replaced by another of its name, which a watch of the file itself does not outlive.
 */
export class FileWatcher {
  readonly #files = new Map<string, Watched>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Calls `changed` until what this returns is called. */
  watch(file: URL, changed: () => void): () => void {
    const path = fileURLToPath(file);
    const watched = this.#files.get(path) ?? this.#open(path);
    // Of its own, so that the same function can be here twice.
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
    this.#logger.warn({ file: path, err }, "a file cannot be watched: nobody will be told when it changes");
  }

  /** The folder has more files than this one. */
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

/** Differs when a file was written to, replaced or removed; empty where there is none to look at. */
function identity(path: string): string {
  try {
    // At once, so that no change falls between asking to be told and the first look.
    const { ino, size, mtimeMs } = statSync(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch {
    // It is gone, or out of reach.
    return "";
  }
}
