/** The resources of the workbench: files, and the log and differences of git. */
import type { Context, ListedResource, ResourceContent } from "speclathe/handler";
import { listDirectory } from "./files/list.ts";
import { mediaTypeOf, readBytes } from "./files/media.ts";
import { at, type Root } from "./files/root.ts";
import { searchFiles } from "./files/search.ts";
import { textOf } from "./files/text.ts";
import { branches } from "./git/branches.ts";
import { diff, log, type Text } from "./git/history.ts";
import { repositoryAt } from "./git/repository.ts";
import { watch } from "./watch.ts";

const FILES = "workbench://file/";
const MAX_LISTED = 200;
const MAX_SUGGESTED = 100;
const UNLISTED = ["node_modules", ".*"];

/** The URI of a file. */
export function uriOf(path: string): string {
  return FILES + path.split("/").map(encodeURIComponent).join("/");
}

/** Returns a file as text or bytes, and a directory as the URIs of its entries. Announces later changes of a file. */
export async function readResource(
  root: Root,
  uri: string,
  path: string,
  changed: Context["changed"],
): Promise<ResourceContent[]> {
  const isDirectory = await at(root, path, {}, async ({ found }) => found?.isDirectory() ?? false);
  if (isDirectory) {
    const { path: whole, entries } = await listDirectory(root, { path });
    const prefix = whole === "." ? "" : `${whole}/`;
    const text = entries.map(({ name }) => `${uriOf(prefix + name)}\r\n`).join("");
    return [{ uri, mimeType: "text/uri-list", text }];
  }
  const { bytes, names } = await readBytes(root, path);
  watch(root, names, uri, () => changed.resource(uri));
  const mimeType = mediaTypeOf(names.at(-1) ?? "");
  const text = textOf(bytes);
  return text === undefined
    ? [{ uri, mimeType: mimeType ?? "application/octet-stream", blob: bytes.toString("base64") }]
    : [{ uri, mimeType: mimeType ?? "text/plain", text }];
}

/** Lists up to 200 files, those near the root first. */
export async function listResources(root: Root, signal?: AbortSignal): Promise<ListedResource[]> {
  const scope = { pattern: "**", limit: MAX_LISTED, exclude: UNLISTED };
  const { matches } = await searchFiles(root, scope, signal);
  return matches
    .filter(({ type }) => type === "file")
    .map(({ path }) => {
      const mimeType = mediaTypeOf(path);
      return { uri: uriOf(path), name: path, ...(mimeType !== undefined && { mimeType }) };
    });
}

/** Suggests paths that begin with the typed text; directories end in a slash. */
export async function suggestPaths(root: Root, typed: string): Promise<string[]> {
  const slash = typed.lastIndexOf("/") + 1;
  const directory = typed.slice(0, slash);
  try {
    const { entries } = await listDirectory(root, { path: directory || "." });
    return entries
      .filter(({ name }) => name.toLowerCase().startsWith(typed.slice(slash).toLowerCase()))
      .map(({ name, type }) => `${directory}${name}${type === "directory" ? "/" : ""}`)
      .slice(0, MAX_SUGGESTED);
  } catch {
    // An incomplete path need not exist.
    return [];
  }
}

/** Suggests names of branches that begin with the typed text. */
export async function suggestBranches(root: Root, typed: string, signal?: AbortSignal): Promise<string[]> {
  try {
    const found = await branches(await repositoryAt(root, ".", signal), { remote: true }, signal);
    return found.branches
      .map(({ name }) => name)
      .filter((name) => name.startsWith(typed))
      .slice(0, MAX_SUGGESTED);
  } catch {
    // The root need not be a repository.
    return [];
  }
}

/** Returns the latest 50 commits, one per line. */
export async function readLog(root: Root, signal?: AbortSignal): Promise<string> {
  const { commits } = await log(root, await repositoryAt(root, ".", signal), { limit: 50 }, signal);
  return commits
    .map(
      ({ commit, date, author, subject }) =>
        `${commit.slice(0, 12)} ${date.slice(0, 10)} ${author}: ${subject}\n`,
    )
    .join("");
}

/** Returns the difference that the next commit makes. */
export async function readStaged(root: Root, signal?: AbortSignal): Promise<string> {
  const repository = await repositoryAt(root, ".", signal);
  return whole(await diff(root, repository, { staged: true }, signal));
}

/** Returns the URI of the resource with a difference. */
export function diffUri({ base, path }: DiffVariables): string {
  const query = Object.entries({ base, path }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return `workbench://git/diff${query.length > 0 ? `?${query.join("&")}` : ""}`;
}

export interface DiffVariables {
  /** The commit to compare with; by default, the last one. */
  readonly base?: string | undefined;
  readonly path?: string | undefined;
}

/** Returns the changes since a commit, staged or not. */
export async function readDiff(
  root: Root,
  { base = "HEAD", path }: DiffVariables,
  signal?: AbortSignal,
): Promise<string> {
  const repository = await repositoryAt(root, ".", signal);
  return whole(await diff(root, repository, { base, paths: path === undefined ? [] : [path] }, signal));
}

function whole({ text, truncated }: Text): string {
  return truncated ? `${text}\n[cut: the difference continues]\n` : text;
}
