import { realpath } from "node:fs/promises";
import { basename, dirname, join, posix, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Position } from "../diagnostics.ts";
import type { Json, Pointer } from "../json.ts";

import { assertDocumentInside, pathOf, Refusal } from "./location.ts";
import { type Parsed, ParseFailure, parse } from "./parse.ts";
import { Remote } from "./remote.ts";
import { ReadFailure, readText } from "./text.ts";

/** One file of a document, read and parsed. */
export interface Source {
  /** Against which its references resolve. */
  readonly url: URL;
  /** The file as the user would name it, or its URL. */
  readonly label: string;
  /** Its path below the root, or its host and path: the same on every machine. */
  readonly path: string;
  readonly value: Json;
  locate(pointers: readonly Pointer[]): Position[];
}

export interface ReferenceOptions {
  /** The folder that references must not leave, if not the document's own. */
  readonly refRoot?: string | undefined;
  /** Hosts that references may lead to. */
  readonly refHosts?: readonly string[] | undefined;
}

/** The files of one document, each of which is read once, and only below the root. */
export class Sources {
  readonly main: Source;
  readonly #root: string;
  readonly #folder: string;
  readonly #label: string;
  readonly #remote: Remote;
  readonly #opened = new Map<string, Promise<Source>>();

  private constructor(main: Source, label: string, folder: string, root: string, hosts: readonly string[]) {
    this.main = main;
    this.#label = label;
    this.#folder = folder;
    this.#root = root;
    this.#remote = new Remote(hosts);
  }

  static async of(file: string, parsed: Parsed, options: ReferenceOptions): Promise<Sources> {
    const folder = await realpath(dirname(file));
    const root = options.refRoot === undefined ? folder : await realpath(resolve(options.refRoot));
    const path = join(folder, basename(file));
    const main: Source = { ...parsed, url: pathToFileURL(path), label: file, path: basename(file) };
    const sources = new Sources(main, dirname(file), folder, root, options.refHosts ?? []);
    sources.#opened.set(path, Promise.resolve(main));
    // A document may be a symbolic link; what refers back to it means the same document.
    sources.#opened.set(await realpath(path), Promise.resolve(main));
    return sources;
  }

  /** Of a document that was fetched; the folder is the one in which its name was read. */
  static async remote(
    url: URL,
    parsed: Parsed,
    folder: string,
    { refRoot, refHosts = [] }: ReferenceOptions,
  ): Promise<Sources> {
    const real = await realpath(folder);
    const root = refRoot === undefined ? real : await realpath(resolve(refRoot));
    const main: Source = { ...parsed, url, label: url.href, path: `${url.host}${url.pathname}` };
    const sources = new Sources(main, folder, real, root, refHosts);
    sources.#opened.set(url.href, Promise.resolve(main));
    return sources;
  }

  /** The file at a URL. Throws a `Refusal`. */
  async open(url: URL, reference: string): Promise<Source> {
    if (url.protocol !== "file:") return this.#once(url.href, () => this.#fetch(url));
    const path = pathOf(url, reference);
    const known = this.#opened.get(path);
    if (known) return known;
    assertDocumentInside(path, this.#root, reference);
    const real = await realpath(path).catch(() => {
      throw unreadable(reference, "there is no such file");
    });
    // Symbolic links, of the file itself or of a folder on the way.
    if (!this.#opened.has(real)) assertDocumentInside(real, this.#root, reference);
    const source = this.#once(real, () => this.#read(real));
    this.#opened.set(path, source);
    return source;
  }

  #once(key: string, open: () => Promise<Source>): Promise<Source> {
    const known = this.#opened.get(key) ?? open();
    this.#opened.set(key, known);
    return known;
  }

  async #read(path: string): Promise<Source> {
    const label = posix.join(slashes(this.#label), slashes(relative(this.#folder, path)));
    try {
      const parsed = await parse(await readText(path), path.endsWith(".json"));
      return { ...parsed, url: pathToFileURL(path), label, path: slashes(relative(this.#root, path)) };
    } catch (error) {
      throw broken(label, error);
    }
  }

  async #fetch(url: URL): Promise<Source> {
    const fetched = await this.#remote.fetch(url);
    try {
      const parsed = await parse(fetched.text, fetched.isJson);
      return { ...parsed, url: fetched.url, label: url.href, path: `${url.host}${url.pathname}` };
    } catch (error) {
      throw broken(url.href, error);
    }
  }
}

function slashes(path: string): string {
  return path.replaceAll("\\", "/");
}

function broken(label: string, error: unknown): Refusal {
  if (error instanceof ReadFailure) return unreadable(label, error.message);
  if (!(error instanceof ParseFailure)) throw error;
  const { line, column } = error.position;
  return unreadable(`${label}:${line}:${column}`, error.message);
}

function unreadable(what: string, why: string): Refusal {
  return new Refusal(
    "unresolved-reference",
    `"${what}" cannot be read: ${why}`,
    "Correct the reference, or the file it leads to.",
  );
}
