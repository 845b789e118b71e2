/** OpenAPI documents: local ones, those that a tool spec names, and the files that their references lead to. */
import { realpath } from "node:fs/promises";
import { basename, dirname, join, posix, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Diagnostics } from "../diagnostics.ts";
import { displayPath, Failure, Folder, pathOf, readText, refuseDocument } from "./local-files.ts";
import { type Located, type Parsed, parseJson } from "./parse.ts";
import { Remote } from "./remote.ts";

export interface ReferenceOptions {
  /** The folder that references must not leave; by default the folder of the document. */
  readonly refRoot?: string | undefined;
  /** The hosts that references may lead to. */
  readonly refHosts?: readonly string[] | undefined;
}

/** A document that can be read. */
export interface DocumentFile {
  /** The file as the user named it, or the URL. */
  readonly label: string;
  /** The file in generated code. */
  readonly shown: string;
  readonly isJson: boolean;
  text(): Promise<string | Failure>;
  /** The files of the document, of which `main` is the document itself. */
  sources(main: Located): Promise<Sources>;
}

export function localDocument(file: string, options: ReferenceOptions): DocumentFile {
  return {
    label: file,
    shown: displayPath(file),
    isJson: file.endsWith(".json"),
    text: () => readText(file),
    sources: (main) => Sources.local(file, main, options),
  };
}

/** Opens a document that a tool spec names, by a path below the root or by a URL on an allowed host. */
export async function openNamedDocument(
  reference: string,
  specFile: string,
  options: ReferenceOptions,
): Promise<DocumentFile | Failure> {
  const folder = dirname(specFile).replaceAll("\\", "/");
  if (/^https?:/i.test(reference)) return remoteDocument(reference, folder, options);
  const file = await (await Folder.of(specFile, options.refRoot)).find(reference, "root");
  if (file instanceof Failure) return file;
  if (!file.exists) return missingFile();
  if (!/\.(?:ya?ml|json)$/.test(reference))
    return new Failure(
      "unreadable",
      "expected a YAML or JSON file",
      "Name a document, such as ./github.json.",
    );
  // Its references may lead to any file below the folder of the spec, and not only below its own folder.
  return localDocument(posix.join(folder, reference), { ...options, refRoot: options.refRoot ?? folder });
}

export function missingFile(): Failure {
  return new Failure(
    "unreadable",
    "the file does not exist",
    "Correct the path, which is relative to this file.",
  );
}

async function remoteDocument(
  reference: string,
  folder: string,
  options: ReferenceOptions,
): Promise<DocumentFile | Failure> {
  if (!URL.canParse(reference))
    return new Failure("unreadable", "expected a URL", "Correct it, or save the document next to this file.");
  const fetched = await new Remote(options.refHosts ?? []).fetch(new URL(reference));
  if (fetched instanceof Failure) return fetched;
  const { url, text, isJson } = fetched;
  return {
    label: reference,
    shown: reference,
    isJson,
    text: async () => text,
    sources: (main) => Sources.remote(url, main, folder, options),
  };
}

/** Parses JSON or YAML. */
export async function parse(text: string, isJson: boolean): Promise<Parsed | Failure> {
  const parsed = isJson ? parseJson(text) : undefined;
  if (parsed && !(parsed instanceof Failure && parsed.position === undefined)) return parsed;
  const { parseYaml } = await import("./yaml.ts");
  const asYaml = parseYaml(text);
  // V8 does not always report where JSON is wrong. The YAML parser often finds the place, for JSON is YAML.
  return parsed && !(asYaml instanceof Failure) ? parsed : asYaml;
}

/** Reads and parses a file. A failure is reported, and means that nothing of this `whole` is generated. */
export async function readParsed(
  file: Pick<DocumentFile, "text" | "isJson">,
  whole: "document" | "server",
  diagnostics: Diagnostics,
): Promise<Parsed | undefined> {
  const text = await file.text();
  const parsed = text instanceof Failure ? text : await parse(text, file.isJson);
  if (!(parsed instanceof Failure)) return parsed;
  const { kind, message, hint, position = { line: 1, column: 1 } } = parsed;
  if (kind === "syntax") {
    const fix = `Correct the syntax; nothing of this ${whole} was generated.`;
    diagnostics.report("syntax-error", [], message, fix, position);
  } else diagnostics.report("file-unreadable", [], message, hint);
  return undefined;
}

/** One file of a document, read and parsed. */
export interface Source extends Located {
  /** The base of its references. */
  readonly url: URL;
  /** The file as the user would name it, or its URL. */
  readonly label: string;
  /** Its path below the root, or its host and path: the same on every machine. */
  readonly path: string;
}

/** The files of one document. Each is read once, and only below the root or from an allowed host. */
export class Sources {
  readonly main: Source;
  readonly #root: string;
  readonly #folder: string;
  readonly #label: string;
  readonly #remote: Remote;
  readonly #opened = new Map<string, Promise<Source | Failure>>();

  private constructor(main: Source, label: string, folder: string, root: string, hosts: readonly string[]) {
    this.main = main;
    this.#label = label;
    this.#folder = folder;
    this.#root = root;
    this.#remote = new Remote(hosts);
  }

  static async local(file: string, parsed: Located, options: ReferenceOptions): Promise<Sources> {
    const path = join(await realpath(dirname(file)), basename(file));
    const main: Source = { ...parsed, url: pathToFileURL(path), label: file, path: basename(file) };
    // A document can be a symbolic link. References back to the target mean the same document.
    return Sources.#of(main, dirname(file), [path, await realpath(path)], options);
  }

  /** The files of a fetched document; `folder` is the folder of the tool spec that names it. */
  static async remote(
    url: URL,
    parsed: Located,
    folder: string,
    options: ReferenceOptions,
  ): Promise<Sources> {
    const main: Source = { ...parsed, url, label: url.href, path: `${url.host}${url.pathname}` };
    return Sources.#of(main, folder, [url.href], options);
  }

  static async #of(
    main: Source,
    label: string,
    keys: readonly string[],
    { refRoot, refHosts = [] }: ReferenceOptions,
  ): Promise<Sources> {
    const folder = await realpath(label);
    const root = refRoot === undefined ? folder : await realpath(resolve(refRoot));
    const sources = new Sources(main, label, folder, root, refHosts);
    for (const key of keys) sources.#opened.set(key, Promise.resolve(main));
    return sources;
  }

  /** The file at a URL that a reference leads to. */
  async open(url: URL, reference: string): Promise<Source | Failure> {
    if (url.protocol !== "file:") return this.#once(url.href, () => this.#fetch(url));
    const path = pathOf(url, reference);
    if (path instanceof Failure) return path;
    const known = this.#opened.get(path);
    if (known) return known;
    const refusal = refuseDocument(path, this.#root, reference);
    if (refusal) return refusal;
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined) return cannotRead(reference, "the file does not exist");
    // The file itself or a folder on the way to it can be a symbolic link.
    const realRefusal = this.#opened.has(real) ? undefined : refuseDocument(real, this.#root, reference);
    if (realRefusal) return realRefusal;
    const source = this.#once(real, () => this.#read(real));
    this.#opened.set(path, source);
    return source;
  }

  #once(key: string, open: () => Promise<Source | Failure>): Promise<Source | Failure> {
    const known = this.#opened.get(key) ?? open();
    this.#opened.set(key, known);
    return known;
  }

  async #read(path: string): Promise<Source | Failure> {
    const label = posix.join(slashes(this.#label), slashes(relative(this.#folder, path)));
    const text = await readText(path);
    if (text instanceof Failure) return cannotRead(label, text.message);
    const place = { url: pathToFileURL(path), label, path: slashes(relative(this.#root, path)) };
    return parseSource(text, path.endsWith(".json"), place);
  }

  async #fetch(url: URL): Promise<Source | Failure> {
    const fetched = await this.#remote.fetch(url);
    if (fetched instanceof Failure)
      return fetched.kind === "refused" ? fetched : cannotRead(url.href, fetched.message, fetched.hint);
    const place = { url: fetched.url, label: url.href, path: `${url.host}${url.pathname}` };
    return parseSource(fetched.text, fetched.isJson, place);
  }
}

async function parseSource(
  text: string,
  isJson: boolean,
  source: Omit<Source, keyof Located>,
): Promise<Source | Failure> {
  const parsed = await parse(text, isJson);
  if (!(parsed instanceof Failure)) return { ...parsed, ...source };
  const { line, column } = parsed.position ?? { line: 1, column: 1 };
  return cannotRead(`${source.label}:${line}:${column}`, parsed.message);
}

function slashes(path: string): string {
  return path.replaceAll("\\", "/");
}

function cannotRead(
  file: string,
  why: string,
  hint = "Correct the reference, or the file it leads to.",
): Failure {
  return new Failure("unreadable", `cannot read "${file}": ${why}`, hint);
}
