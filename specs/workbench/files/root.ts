/** The directory that everything stays in, and the way to what is in it. */
import type { Stats } from "node:fs";
import { lstat, mkdir, readlink, realpath, stat } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { failure } from "../failure.ts";
import { moved, notFound, refusal } from "./faults.ts";
import { type Folder, type OpenFolder, openFolder } from "./folder.ts";
import { gitInternal, isGitInternal, outside, segmentsOf } from "./names.ts";

export interface Root {
  /** Its real path, without links. */
  readonly path: string;
  /** The same as it was given. */
  readonly given: string;
  readonly openFolder: OpenFolder;
}

/** A place in the root: a name in a directory that is held. */
export interface Spot {
  readonly folder: Folder;
  /** `.` where the place is the directory itself. */
  readonly name: string;
  /** The real names from the root to here. */
  readonly names: readonly string[];
  /** What is there, links not followed; undefined where nothing is. */
  readonly found: Stats | undefined;
}

export interface WayThere {
  /** Something is to be made or changed there. */
  readonly write?: boolean;
  /** A link at the end of the path is meant itself. */
  readonly link?: boolean;
  /** Directories that are missing on the way are made. */
  readonly parents?: boolean;
}

/** `WORKBENCH_ROOT`, or where the server was started. */
export async function rootOf(environment: NodeJS.ProcessEnv = process.env): Promise<Root> {
  const given = resolve(environment.WORKBENCH_ROOT || ".");
  try {
    const path = await realpath(given);
    if ((await stat(path)).isDirectory()) return { path, given, openFolder };
  } catch (error) {
    throw failure("unavailable", "The root of the workbench cannot be opened.", { cause: error });
  }
  throw failure("unavailable", "The root of the workbench is no directory.");
}

/** As many links as Linux follows. */
const MAX_LINKS = 40;

/**
 * Goes to a path below the root name by name, and does something there. Links are followed where they lead, which
 * has to be in the root; each directory is held until all is done, so that nothing can be slipped in on the way.
 */
export async function at<T>(
  root: Root,
  path: string,
  way: WayThere,
  act: (spot: Spot) => Promise<T>,
): Promise<T> {
  const walk = new Walk(root);
  try {
    const names = segmentsOf(path, { write: way.write ?? false, roots: [root.path, root.given] });
    const spot = await walk.to(names, way, path);
    const result = await act(spot);
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
  /** The root and the directories below it, down to where the walk is. */
  readonly #held: Folder[] = [];
  /** The names of the latter. */
  readonly #names: string[] = [];

  constructor(root: Root) {
    this.#root = root;
  }

  async to(names: readonly string[], { link, parents }: WayThere, path: string): Promise<Spot> {
    this.#held.push(await this.#root.openFolder(this.#root.path));
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
        if (++links > MAX_LINKS) throw failure("rejected", `The links at "${path}" lead in a circle.`);
        ahead.unshift(...(await this.#follow(folder, name)));
        continue;
      }
      if (last) return { folder, name, names: [...this.#names, name], found };
      const soFar = [...this.#names, name].join("/");
      if (!found) {
        if (!parents) throw notFound(soFar);
        await mkdir(folder.at(name));
      } else if (!found.isDirectory()) throw failure("invalid_arguments", `"${soFar}" is no directory.`);
      this.#held.push(await folder.enter(name));
      this.#names.push(name);
    }
    const folder = this.#here;
    return { folder, name: ".", names: [...this.#names], found: await look(folder, ".") };
  }

  async check(): Promise<void> {
    for (const folder of this.#held) await folder.check();
  }

  async close(): Promise<void> {
    for (const folder of this.#held.splice(0)) await folder.close();
  }

  get #here(): Folder {
    const here = this.#held.at(-1);
    if (!here) throw moved();
    return here;
  }

  /** The parent of a directory is the one that the walk came from, wherever the directory may be by now. */
  async #back(): Promise<void> {
    if (this.#names.pop() === undefined) throw outside();
    await this.#held.pop()?.close();
  }

  /** The names that a link stands for. */
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
