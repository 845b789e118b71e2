/** The documents of a folder, and a project of its own for each of them. */
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";

export interface Document {
  /** Its name in the report: the file's or the folder's name. */
  readonly name: string;
  /** The file that has the document's root. */
  readonly entry: string;
  /** The folder that its references may lead to. */
  readonly folder: string;
  /** True if the folder is this document's alone. */
  readonly isFolder: boolean;
}

const FILE = /\.(?:json|ya?ml)$/;

/** Every document directly in a folder; a subfolder is one document of several files. */
export function findDocuments(dir: string): Document[] {
  const found: Document[] = [];
  const entries = readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (/^[_.]/.test(entry.name)) continue;
    const path = join(dir, entry.name);
    if (entry.isDirectory()) {
      const root = entryOf(path);
      if (root) found.push({ name: entry.name, entry: root, folder: path, isFolder: true });
    } else if (FILE.test(entry.name))
      found.push({ name: basename(path, extname(path)), entry: path, folder: dir, isFolder: false });
  }
  const twice = new Set(found.map(({ name }) => name).filter((name, i, all) => all.indexOf(name) !== i));
  return found.map((document) =>
    twice.has(document.name) ? { ...document, name: basename(document.entry) } : document,
  );
}

/** The file that says at its root which version of OpenAPI it is; the one nearest to the top. */
function entryOf(folder: string): string | undefined {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && FILE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => a.split("/").length - b.split("/").length || (a < b ? -1 : 1))
    .find((path) => /^(?:\s*\{\s*)?["']?(?:openapi|swagger)["']?\s*:/m.test(readFileSync(path, "utf8")));
}

export interface Project {
  /** `specs` of the generator: the folder that holds the document. */
  readonly specs: string;
  readonly out: string;
  /** The document's root in it, and the folder its references may lead to. */
  readonly entry: string;
  readonly folder: string;
  /** The generated server's name. */
  readonly server: string;
}

/** Copies a document into an empty folder, with whatever its references may lead to. */
export function createProject(document: Document, dir: string): Project {
  const folder = join(dir, "specs");
  mkdirSync(folder, { recursive: true });
  const entry = join(folder, relative(document.folder, document.entry));
  if (document.isFolder) cpSync(document.folder, folder, { recursive: true });
  else {
    copyFileSync(document.entry, entry);
    // Files that start with an underscore are what documents beside them refer to.
    for (const file of readdirSync(document.folder))
      if (file.startsWith("_") && FILE.test(file))
        copyFileSync(join(document.folder, file), join(folder, file));
  }
  const server = basename(entry, extname(entry))
    .replace(/\.openapi$/, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return { specs: dirname(entry), out: join(dir, "generated"), entry, folder, server };
}
