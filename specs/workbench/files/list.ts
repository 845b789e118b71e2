/** Lists directories, also as a tree, and describes files. */
import type { Dirent, Stats } from "node:fs";
import { lstat, opendir } from "node:fs/promises";
import { failure } from "../failure.ts";
import { notFound, shown } from "./faults.ts";
import type { Folder } from "./folder.ts";
import { glob } from "./glob.ts";
import { LIMITS } from "./limits.ts";
import { mediaTypeOf } from "./media.ts";
import { isGitInternal } from "./names.ts";
import { type Kind, kindName, kindOf, withFile } from "./open.ts";
import { at, type Root, type Target } from "./root.ts";
import { isBinary } from "./text.ts";

export interface Entry {
  readonly name: string;
  readonly type: Kind;
  readonly size?: number;
  readonly modified?: string;
}

/** Lists the entries of a directory by name, without `.git`. */
export async function listDirectory(
  root: Root,
  { path = "." }: { readonly path?: string | undefined },
): Promise<{ path: string; entries: Entry[]; truncated: boolean }> {
  return inDirectory(root, path, async (folder, names) => {
    const { found, truncated } = await entriesOf(folder, LIMITS.entries);
    const entries: Entry[] = [];
    for (const { name } of found) {
      const stats = await lstat(folder.at(name)).catch(() => undefined);
      // The entry may have been deleted since.
      if (stats) entries.push(entryOf(name, stats));
    }
    return { path: names.join("/") || ".", entries, truncated };
  });
}

function entryOf(name: string, stats: Stats): Entry {
  const type = kindName(stats);
  return {
    name,
    type,
    ...(type === "file" && { size: stats.size }),
    modified: stats.mtime.toISOString(),
  };
}

/** Opens a directory, and closes it after use. */
export function inDirectory<T>(
  root: Root,
  path: string,
  use: (folder: Folder, names: readonly string[]) => Promise<T>,
): Promise<T> {
  return at(root, path, {}, async ({ folder, name, names, found }: Target) => {
    if (!found) throw notFound(path);
    if (!found.isDirectory())
      throw failure("invalid_arguments", `${shown(path)} is ${found.isFile() ? "a file" : kindOf(found)}.`);
    const inner = await folder.enter(name);
    try {
      const result = await use(inner, names);
      await inner.check();
      return result;
    } finally {
      await inner.close();
    }
  });
}

/** Reads the entries of an open directory, sorted by code unit, without `.git`. */
export async function entriesOf(
  folder: Folder,
  limit: number,
): Promise<{ found: Dirent[]; truncated: boolean }> {
  const found: Dirent[] = [];
  let truncated = false;
  for await (const entry of await opendir(folder.at("."))) {
    if (isGitInternal(entry.name)) continue;
    if (found.length === limit) {
      truncated = true;
      break;
    }
    found.push(entry);
  }
  return { found: found.sort((a, b) => (a.name < b.name ? -1 : 1)), truncated };
}

export interface TreeArgs {
  readonly path?: string | undefined;
  readonly depth?: number | undefined;
  readonly exclude?: readonly string[] | undefined;
}

/** Returns a tree of names, one per line. Directories end in a slash; links are not followed. */
export async function directoryTree(
  root: Root,
  { path = ".", depth = 3, exclude = [] }: TreeArgs,
  signal?: AbortSignal,
): Promise<{ path: string; tree: string; entries: number; truncated: boolean }> {
  const excluded = exclude.map(glob);
  return inDirectory(root, path, async (top, names) => {
    const lines: string[] = [];
    let truncated = false;
    const visit = async (folder: Folder, prefix: string, level: number): Promise<void> => {
      signal?.throwIfAborted();
      const { found, truncated: more } = await entriesOf(folder, LIMITS.entries);
      truncated ||= more;
      for (const entry of found) {
        const below = prefix + entry.name;
        if (excluded.some((matches) => matches(below))) continue;
        if (lines.length === LIMITS.tree) {
          truncated = true;
          return;
        }
        const directory = entry.isDirectory();
        const mark = directory ? "/" : entry.isSymbolicLink() ? " -> (link)" : "";
        lines.push(`${"  ".repeat(level)}${entry.name}${mark}`);
        if (directory && level + 1 < Math.min(depth, LIMITS.treeDepth)) {
          await withSubfolder(folder, entry.name, (inner) => visit(inner, `${below}/`, level + 1));
        }
      }
    };
    await visit(top, "", 0);
    return { path: names.join("/") || ".", tree: lines.join("\n"), entries: lines.length, truncated };
  });
}

/** Opens a subdirectory for `use`; skips one that is missing or not readable. */
export async function withSubfolder(
  folder: Folder,
  name: string,
  use: (inner: Folder) => Promise<void>,
): Promise<void> {
  let inner: Folder;
  try {
    inner = await folder.enter(name);
  } catch {
    return;
  }
  try {
    await use(inner);
  } finally {
    await inner.close();
  }
}

export interface Info extends Entry {
  readonly path: string;
  readonly created?: string;
  readonly mode: string;
  readonly mimeType?: string;
  readonly binary?: boolean;
}

/** Describes the file, directory or link at a path. */
export async function fileInfo(root: Root, { path }: { readonly path: string }): Promise<Info> {
  return at(root, path, { link: true }, async (target) => {
    const { found, names } = target;
    if (!found) throw notFound(path);
    const entry = entryOf(names.at(-1) ?? ".", found);
    const binary = entry.type === "file" ? await startsBinary(target, path) : undefined;
    const mimeType = entry.type === "file" ? mediaTypeOf(entry.name) : undefined;
    return {
      path: names.join("/") || ".",
      ...entry,
      ...(found.birthtimeMs > 0 && { created: found.birthtime.toISOString() }),
      mode: (found.mode & 0o777).toString(8).padStart(3, "0"),
      ...(mimeType !== undefined && { mimeType }),
      ...(binary !== undefined && { binary }),
    };
  });
}

async function startsBinary(target: Target, path: string): Promise<boolean | undefined> {
  try {
    return await withFile(target, path, async (file) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(8192), 0, 8192, 0);
      return isBinary(buffer.subarray(0, bytesRead));
    });
  } catch {
    // The other properties of a file that cannot be read are still known.
    return undefined;
  }
}
