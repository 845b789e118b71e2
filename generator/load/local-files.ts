/** Local files: which of them may be read, what they are called, and their text. */
import type { Stats } from "node:fs";
import { readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Position } from "../diagnostics.ts";

/** Why something is not read. The load stage returns it where others would throw. */
export class Failure {
  /** `refused`: reading it is not allowed. `unreadable`: it is missing or is no text. `syntax`: it is neither JSON nor YAML. */
  readonly kind: "refused" | "unreadable" | "syntax";
  /** Without the name of the file, except for a refusal, which quotes the reference. */
  readonly message: string;
  readonly hint: string;
  readonly position: Position | undefined;

  constructor(kind: Failure["kind"], message: string, hint: string, position?: Position) {
    this.kind = kind;
    this.message = message;
    this.hint = hint;
    this.position = position;
  }
}

const SAVE = "Save the file next to the document, and refer to it by a relative path.";
const CHECK = "Check the file and its permissions.";
const SAVE_AS_UTF8 = "Save it as UTF-8, for example with: iconv -t UTF-8.";

/**
 * The URL that a reference leads to from the document that contains it. A document may refer to other files by relative
 * paths only, and a remote document to no file at all: documents can come from anywhere, and must not choose which files
 * of this machine are read.
 */
export function locationOf(reference: string, base: URL): URL | Failure {
  const refuse = (expected: string): Failure =>
    new Failure("refused", `expected ${expected}, found ${JSON.stringify(reference)}`, SAVE);
  const target = reference.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the URL parser would drop these silently
  if (/[\\\u0000-\u001f]|%(?:5c|2f|00)/i.test(target))
    return refuse("a relative path without backslashes, control characters and encoded slashes");
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(target)?.[0].toLowerCase();
  const isRemote = scheme === "http:" || scheme === "https:";
  const fromFile = base.protocol === "file:";
  if ((scheme !== undefined && !isRemote) || (fromFile && target.startsWith("/")))
    return refuse("a path relative to the document");
  if (!URL.canParse(target, base.href)) return refuse("a URI reference");
  const url = new URL(target, base);
  if (fromFile && !isRemote && url.protocol !== "file:") return refuse("a path relative to the document");
  url.hash = "";
  return url;
}

/** The path of a `file:` URL that a reference leads to. */
export function pathOf(url: URL, reference: string): string | Failure {
  try {
    return fileURLToPath(url);
  } catch {
    return new Failure("refused", `expected a path, found "${reference}"`, SAVE);
  }
}

/** Refuses a path outside of the root, and a file that is no document by its name. */
export function refuseDocument(path: string, root: string, reference: string): Failure | undefined {
  if (!isInside(path, root))
    return new Failure(
      "refused",
      `expected a file in the folder of the documents, found "${reference}"`,
      "Move the file into that folder, or name a folder that contains both with --ref-root DIR.",
    );
  if (/\.(?:ya?ml|json)$/.test(path)) return undefined;
  return new Failure("refused", `expected a YAML or JSON file, found "${reference}"`, SAVE);
}

/** True if a path is a folder or below it. */
function isInside(path: string, folder: string): boolean {
  const inside = relative(folder, path);
  // Between two drives of Windows the "relative" path is an absolute one.
  return inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}

/** A file that a tool spec names. */
export interface NamedFile {
  /** Its real path, with all symbolic links resolved. */
  readonly real: string;
  /** Relative to the working directory. */
  readonly path: string;
  readonly exists: boolean;
}

/** The folder of a tool spec, and the limit of the files that the spec may name. */
export class Folder {
  readonly #label: string;
  readonly #folder: string;
  readonly #root: string;

  private constructor(label: string, folder: string, root: string) {
    this.#label = label;
    this.#folder = folder;
    this.#root = root;
  }

  /** The folder of a file; `refRoot` allows the files below another folder. */
  static async of(file: string, refRoot: string | undefined): Promise<Folder> {
    const folder = await realpath(dirname(file));
    return new Folder(
      dirname(file),
      folder,
      refRoot === undefined ? folder : await realpath(resolve(refRoot)),
    );
  }

  /** The file at a relative path, in the folder itself or below the root. */
  async find(reference: string, within: "folder" | "root"): Promise<NamedFile | Failure> {
    const url = locationOf(reference, pathToFileURL(join(this.#folder, "_")));
    if (url instanceof Failure) return url;
    if (url.protocol !== "file:")
      return new Failure(
        "refused",
        `expected a path relative to this file, found "${reference}"`,
        "Save it next to this file, and name it by a relative path.",
      );
    const path = pathOf(url, reference);
    if (path instanceof Failure) return path;
    const limit = within === "folder" ? this.#folder : this.#root;
    if (!isInside(path, limit)) return this.#outside(limit, reference);
    const file = await realFile(path);
    if (file instanceof Failure) return file;
    // The file itself or a folder on the way to it can be a symbolic link.
    if (!isInside(file.real, limit)) return this.#outside(limit, reference);
    return { ...file, path: pathFromHere(join(this.#label, relative(this.#folder, path))) };
  }

  #outside(limit: string, reference: string): Failure {
    const folder = limit === this.#folder ? "the folder of this file" : "the folder given with --ref-root";
    return new Failure(
      "refused",
      `expected a file in ${folder}, found "${reference}"`,
      "Move the file into that folder.",
    );
  }
}

/** A path with all symbolic links resolved; of a missing file, those of the folders that exist. */
async function realFile(path: string): Promise<Omit<NamedFile, "path"> | Failure> {
  try {
    return { real: await realpath(path), exists: true };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isMissing = code === "ENOENT" || code === "ENOTDIR";
    if (!isMissing || dirname(path) === path) return readFailure(error);
    const folder = await realFile(dirname(path));
    return folder instanceof Failure ? folder : { real: join(folder.real, basename(path)), exists: false };
  }
}

/** The path of a file in generated code, which must be the same on every machine. */
export function displayPath(file: string): string {
  const path = pathFromHere(file);
  return path.startsWith("../") || isAbsolute(path) ? basename(file) : path;
}

/** The path of a file relative to the working directory, with `/` on every platform. */
export function pathFromHere(file: string): string {
  return relative(process.cwd(), resolve(file)).replaceAll("\\", "/");
}

/** The text of a UTF-8 file. */
export async function readText(path: string): Promise<string | Failure> {
  const file = await regularFile(path);
  if (file instanceof Failure) return file;
  try {
    return decode(await readFile(path));
  } catch (error) {
    return readFailure(error);
  }
}

/** Accepts regular files only: reading a named pipe or a device may never return. */
export async function regularFile(path: string): Promise<Stats | Failure> {
  try {
    const stats = await stat(path);
    if (stats.isFile()) return stats;
    return stats.isDirectory()
      ? new Failure("unreadable", "expected a file, found a folder", "Replace the folder with the file.")
      : new Failure("unreadable", "expected a regular file, found a pipe or a device", CHECK);
  } catch (error) {
    return readFailure(error);
  }
}

function readFailure(error: unknown): Failure {
  const { code } = error as NodeJS.ErrnoException;
  const isDenied = code === "EACCES" || code === "EPERM";
  const message =
    code === "ENOENT"
      ? "the file does not exist"
      : isDenied
        ? "permission denied"
        : `reading failed (${code})`;
  return new Failure("unreadable", message, CHECK);
}

/** Decodes UTF-8, with or without a byte order mark. */
export function decode(bytes: Uint8Array): string | Failure {
  const [first, second] = bytes;
  const notText = (found: string): Failure =>
    new Failure("unreadable", `expected UTF-8 text, found ${found}`, SAVE_AS_UTF8);
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return notText("UTF-16");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_ENCODING_INVALID_ENCODED_DATA")
      return notText("bytes that are not UTF-8");
    return new Failure("unreadable", "the text is too long for one string", "Split it into several files.");
  }
  return text.includes("\0") ? notText("NUL bytes, as in UTF-16") : text;
}
