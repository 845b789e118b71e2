/** The root directory of the workbench, and the resolution of paths below it. */
import type { Stats } from "node:fs";
import { lstat, mkdir, readlink, realpath, stat } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { failure } from "../failure.ts";
import { moved, notFound, refusal } from "./faults.ts";
import { type Folder, type OpenFolder, openFolder } from "./folder.ts";
import { gitInternal, isGitInternal, outside, segmentsOf } from "./names.ts";

export interface Root {
  /** The real path, without links. */
  readonly path: string;
  /** The absolute path as it was given. */
  readonly given: string;
  readonly openFolder: OpenFolder;
}

/** A resolved path: a name in a directory that is kept open. */
export interface Target {
  readonly folder: Folder;
  /** `.` if the target is the directory itself. */
  readonly name: string;
  /** The real names from the root to here. */
  readonly names: readonly string[];
  /** The status of the target, without following a link; undefined if it does not exist. */
  readonly found: Stats | undefined;
}

export interface ResolveOptions {
  /** The target is created or changed. */
  readonly write?: boolean;
  /** Does not follow a link at the end of the path. */
  readonly link?: boolean;
  /** Creates missing parent directories. */
  readonly parents?: boolean;
}

/** Returns the folder `WORKBENCH_ROOT`, by default the working directory. */
export async function rootOf(environment: NodeJS.ProcessEnv = process.env): Promise<Root> {
  const given = resolve(environment.WORKBENCH_ROOT || ".");
  try {
    const path = await realpath(given);
    if ((await stat(path)).isDirectory()) return { path, given, openFolder };
  } catch (error) {
    throw failure("unavailable", "The root of the workbench cannot be opened: check WORKBENCH_ROOT.", {
      cause: error,
    });
  }
  throw failure("unavailable", "The root of the workbench is not a directory: check WORKBENCH_ROOT.");
}

/** The limit of Linux. */
const MAX_LINKS = 40;

/**
 * Resolves a path below the root name by name, and calls `act` with the result. The targets of links must be below the
 * root. Every directory stays open until `act` is done, so that replacing one meanwhile has no effect.
 */
export async function at<T>(
  root: Root,
  path: string,
  options: ResolveOptions,
  act: (target: Target) => Promise<T>,
): Promise<T> {
  const walk = new Walk(root);
  try {
    const names = segmentsOf(path, { write: options.write ?? false, roots: [root.path, root.given] });
    const target = await walk.to(names, options, path);
    const result = await act(target);
    await walk.check();
    return result;
  } catch (error) {
    throw refusal(error, path);
  } finally {
    await walk.close();
  }
}

class Walk {
  readonly #root: Root;
  /** The open directories, from the root to the current one. */
  readonly #open: Folder[] = [];
  /** The names of the open directories below the root. */
  readonly #names: string[] = [];

  constructor(root: Root) {
    this.#root = root;
  }

  async to(names: readonly string[], { link, parents }: ResolveOptions, path: string): Promise<Target> {
    this.#open.push(await this.#root.openFolder(this.#root.path));
    const ahead = [...names];
    let links = 0;
    for (let name = ahead.shift(); name !== undefined; name = ahead.shift()) {
      if (name === "..") {
        await this.#back();
        continue;
      }
      if (isGitInternal(name)) throw gitInternal();
      const folder = this.#here;
      const found = await look(folder, name);
      const last = ahead.length === 0;
      if (found?.isSymbolicLink() && !(last && link)) {
        if (++links > MAX_LINKS)
          throw failure(
            "rejected",
            `Expected at most ${MAX_LINKS} links at "${path}", found more: they may refer to each other.`,
          );
        ahead.unshift(...(await this.#follow(folder, name)));
        continue;
      }
      if (last) return { folder, name, names: [...this.#names, name], found };
      const soFar = [...this.#names, name].join("/");
      if (!found) {
        if (!parents) throw notFound(soFar);
        await mkdir(folder.at(name));
      } else if (!found.isDirectory())
        throw failure("invalid_arguments", `Expected a directory, found a file: "${soFar}".`);
      this.#open.push(await folder.enter(name));
      this.#names.push(name);
    }
    const folder = this.#here;
    return { folder, name: ".", names: [...this.#names], found: await look(folder, ".") };
  }

  async check(): Promise<void> {
    for (const folder of this.#open) await folder.check();
  }

  async close(): Promise<void> {
    for (const folder of this.#open.splice(0)) await folder.close();
  }

  get #here(): Folder {
    const here = this.#open.at(-1);
    if (!here) throw moved();
    return here;
  }

  /** Returns to the directory from which the current one was entered, even if the current one was moved since. */
  async #back(): Promise<void> {
    if (this.#names.pop() === undefined) throw outside();
    await this.#open.pop()?.close();
  }

  /** Returns the names of the target of a link; goes back to the root if the target is absolute. */
  async #follow(folder: Folder, name: string): Promise<string[]> {
    const target = (await readlink(folder.at(name))).replaceAll(sep, "/");
    const split = (path: string) => path.split("/").filter((each) => each !== "" && each !== ".");
    if (!/^(?:[a-z]:)?\//i.test(target)) return split(target);
    const root = [this.#root.path, this.#root.given]
      .map((each) => each.replaceAll(sep, "/").replace(/\/$/, ""))
      .find((each) => target === each || target.startsWith(`${each}/`));
    if (root === undefined) throw outside("A link in the path leads out of the root.");
    while (this.#names.length > 0) await this.#back();
    return split(target.slice(root.length));
  }
}

async function look(folder: Folder, name: string): Promise<Stats | undefined> {
  try {
    return await lstat(folder.at(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
