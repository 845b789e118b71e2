/** Writes, edits and moves files, and creates directories. */
import { mkdir, rename, unlink } from "node:fs/promises";
import { createTwoFilesPatch } from "diff";
import type { ToolError } from "speclathe/handler";
import { failure } from "../failure.ts";
import { applyEdits, type Edit } from "./edit.ts";
import { notFound, shown } from "./faults.ts";
import { LIMITS } from "./limits.ts";
import { bad } from "./names.ts";
import { claimName, putFile, regular, withFile } from "./open.ts";
import { at, type Root, type Target } from "./root.ts";
import { notText, textOf } from "./text.ts";

export interface WriteArgs {
  readonly path: string;
  readonly content: string;
  readonly overwrite?: boolean | undefined;
}

/** Writes a whole file. Replaces an existing one only with `overwrite`. */
export async function writeText(
  root: Root,
  { path, content, overwrite = false }: WriteArgs,
): Promise<{ path: string; size: number; created: boolean }> {
  const bytes = bytesOf(content);
  return serially(() =>
    at(root, path, { write: true }, async (target) => {
      const { found } = target;
      if (found) regular(target, path);
      if (found && !overwrite)
        throw failure(
          "conflict",
          `${shown(path)} exists already: change it with edit_file, or set overwrite to replace it.`,
        );
      await putFile(target, path, bytes, found);
      return { path: target.names.join("/"), size: bytes.length, created: found === undefined };
    }),
  );
}

export interface EditArgs {
  readonly path: string;
  readonly edits: readonly Edit[];
  readonly dry_run?: boolean | undefined;
}

/** Replaces exact texts in a file, all of them or none, and returns the difference. */
export async function editText(
  root: Root,
  { path, edits, dry_run = false }: EditArgs,
): Promise<{ path: string; applied: boolean; diff: string }> {
  return serially(() =>
    at(root, path, { write: true }, async (target) => {
      const { before, stats } = await withFile(target, path, async (file, stats) => {
        if (stats.size > LIMITS.writeFile) throw tooLarge(path);
        const before = textOf(await file.readFile());
        if (before === undefined) throw notText(path);
        return { before, stats };
      });
      const after = applyEdits(before, edits);
      const name = target.names.join("/");
      if (!dry_run && after !== before) await putFile(target, path, bytesOf(after), stats);
      return { path: name, applied: !dry_run, diff: difference(name, before, after) };
    }),
  );
}

/** Returns a unified diff, or a sentence if computing it takes too long. */
function difference(name: string, before: string, after: string): string {
  const diff = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, "", "", {
    context: 3,
    timeout: 1000,
  });
  if (diff === undefined) return "The difference is too large to be shown.";
  return diff.length > LIMITS.text ? `${diff.slice(0, LIMITS.text)}\n[cut]` : diff;
}

/** Creates a directory and its missing parents. */
export async function makeDirectory(
  root: Root,
  { path }: { readonly path: string },
): Promise<{ path: string; created: boolean }> {
  return serially(() =>
    at(root, path, { write: true, parents: true }, async ({ folder, name, names, found }) => {
      if (found && !found.isDirectory())
        throw failure("conflict", `Expected a directory, found a file: ${shown(path)}.`);
      if (!found) await mkdir(folder.at(name));
      return { path: names.join("/") || ".", created: found === undefined };
    }),
  );
}

export interface MoveArgs {
  readonly from: string;
  readonly to: string;
}

/** Moves or renames a file, a link or a directory. Replaces nothing. */
export async function move(root: Root, { from, to }: MoveArgs): Promise<{ from: string; to: string }> {
  return serially(() =>
    at(root, from, { write: true, link: true }, (source) =>
      at(root, to, { write: true, link: true }, async (target) => {
        if (!source.found) throw notFound(from);
        if (source.name === ".") throw bad("The root cannot be moved.");
        if (target.found)
          throw failure(
            "conflict",
            `${shown(to)} exists already: give the whole new path, including the name.`,
          );
        if (source.names.every((name, index) => target.names[index] === name))
          throw bad("A directory cannot be moved into itself.");
        await relocate(source, target);
        return { from: source.names.join("/"), to: target.names.join("/") };
      }),
    ),
  );
}

/** Gives a file its new name before removing the old one, so that a file created meanwhile is not replaced. */
async function relocate(source: Target, target: Target): Promise<void> {
  const from = source.folder.at(source.name);
  const to = target.folder.at(target.name);
  if (source.found?.isDirectory()) return rename(from, to);
  await claimName(from, to);
  await unlink(from).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}

function bytesOf(content: string): Uint8Array {
  if (!content.isWellFormed()) throw bad("The content contains half a surrogate pair.");
  const bytes = Buffer.from(content);
  if (bytes.length > LIMITS.writeFile)
    throw bad(`Expected at most ${LIMITS.writeFile} bytes of content, found ${bytes.length}.`);
  return bytes;
}

function tooLarge(path: string): ToolError {
  return failure(
    "rejected",
    `Expected a file of at most ${LIMITS.writeFile} bytes to edit, found a larger one: ${shown(path)}.`,
  );
}

let last: Promise<unknown> = Promise.resolve();

/** Runs changes one at a time, so that concurrent edits do not undo each other. */
function serially<T>(act: () => Promise<T>): Promise<T> {
  const result = last.then(act, act);
  last = result.catch(() => undefined);
  return result;
}
