/** Finds the documents of a folder, and creates a project for each. */
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";

export interface Document {
  /** Its name in the report: the file's or the folder's name. */
  readonly name: string;
  /** The file with the document's root. */
  readonly entry: string;
  /** The folder that references must not leave. */
  readonly folder: string;
  /** True if the folder contains only this document. */
  readonly isFolder: boolean;
}

const FILE = /\.(?:json|ya?ml)$/;

/** Returns the documents in a folder; each subfolder is one document of several files. */
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

/** Returns the file with a version of OpenAPI at its root that is nearest to the top. */
function entryOf(folder: string): string | undefined {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && FILE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => a.split("/").length - b.split("/").length || (a < b ? -1 : 1))
    .find((path) => /^(?:\s*\{\s*)?["']?(?:openapi|swagger)["']?\s*:/m.test(readFileSync(path, "utf8")));
}

export interface Project {
  /** The generator's `specs`: the folder that contains the document. */
  readonly specs: string;
  readonly out: string;
  /** The file with the document's root, and the folder that references must not leave. */
  readonly entry: string;
  readonly folder: string;
  /** The generated server's name. */
  readonly server: string;
}

/** Copies a document and the files it refers to into an empty folder. */
export function createProject(document: Document, dir: string): Project {
  const folder = join(dir, "specs");
  mkdirSync(folder, { recursive: true });
  const entry = join(folder, relative(document.folder, document.entry));
  if (document.isFolder) cpSync(document.folder, folder, { recursive: true });
  else {
    copyFileSync(document.entry, entry);
    // Other documents of the folder refer to files that start with an underscore.
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
