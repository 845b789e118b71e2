import { realpath } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isInside, locationOf, pathOf, Refusal } from "./location.ts";
import { pathFromHere } from "./shown.ts";

/** A file that something named, which may be missing. */
export interface Found {
  /** Its real path, past symbolic links. */
  readonly real: string;
  /** From where the generator runs, as the user would name it. */
  readonly path: string;
  readonly exists: boolean;
}

/** The folder of a tool spec, and how far the files that it names may be from there. */
export class Folder {
  readonly #label: string;
  readonly #folder: string;
  readonly #root: string;

  private constructor(label: string, folder: string, root: string) {
    this.#label = label;
    this.#folder = folder;
    this.#root = root;
  }

  static async of(file: string, refRoot: string | undefined): Promise<Folder> {
    const folder = await realpath(dirname(file));
    return new Folder(
      dirname(file),
      folder,
      refRoot === undefined ? folder : await realpath(resolve(refRoot)),
    );
  }

  /** The file at a relative path, in the folder itself or below the root. Throws a `Refusal`. */
  async find(reference: string, within: "folder" | "root"): Promise<Found> {
    const url = locationOf(reference, pathToFileURL(join(this.#folder, "_")));
    if (url.protocol !== "file:")
      throw new Refusal(
        "refused-reference",
        `"${reference}" is not a path relative to this file`,
        "Save it next to this file, and name it by a relative path.",
      );
    const path = pathOf(url, reference);
    const limit = within === "folder" ? this.#folder : this.#root;
    this.#assertInside(path, limit, reference);
    const { real, exists } = await realOf(path);
    // Symbolic links, of the file itself or of a folder on the way.
    this.#assertInside(real, limit, reference);
    return { real, exists, path: pathFromHere(join(this.#label, relative(this.#folder, path))) };
  }

  #assertInside(path: string, limit: string, reference: string): void {
    if (isInside(path, limit)) return;
    throw new Refusal(
      "refused-reference",
      `"${reference}" leads out of ${limit === this.#folder ? "the folder of this file" : "the folder given with --ref-root"}`,
      "Move the file into that folder.",
    );
  }
}

/** The path past all symbolic links; of a file that is not there, past those of the folders that are. */
async function realOf(path: string): Promise<{ real: string; exists: boolean }> {
  try {
    return { real: await realpath(path), exists: true };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ENOTDIR") throw unreadable(path, code);
    if (dirname(path) === path) throw unreadable(path, code);
    return { real: join((await realOf(dirname(path))).real, basename(path)), exists: false };
  }
}

function unreadable(path: string, code: string | undefined): Refusal {
  return new Refusal(
    "unresolved-reference",
    `"${basename(path)}" cannot be read (${code})`,
    "Check the file and its permissions.",
  );
}
