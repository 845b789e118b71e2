/** Writing: whole files, exact replacements in them, directories, and moving what there is. */
import { mkdir, rename, unlink } from "node:fs/promises";
import { createTwoFilesPatch } from "diff";
import type { ToolError } from "speclathe/handler";
import { failure } from "../failure.ts";
import { type Edit, edited } from "./edit.ts";
import { notFound, shown } from "./faults.ts";
import { LIMITS } from "./limits.ts";
import { bad } from "./names.ts";
import { putFile, regular, settle, withFile } from "./open.ts";
import { at, type Root, type Spot } from "./root.ts";
import { notText, textOf } from "./text.ts";

export interface WriteArgs {
  readonly path: string;
  readonly content: string;
  readonly overwrite?: boolean | undefined;
}

/** Writes a whole file. One that exists is replaced only if that was asked for. */
export async function writeText(
  root: Root,
  { path, content, overwrite = false }: WriteArgs,
): Promise<{ path: string; size: number; created: boolean }> {
  const bytes = bytesOf(content);
  return alone(() =>
    at(root, path, { write: true }, async (spot) => {
      const { found } = spot;
      if (found) regular(spot, path);
      if (found && !overwrite)
        throw failure(
          "conflict",
          `${shown(path)} exists already. Change it with edit_file, or set overwrite to replace all of it.`,
        );
      await putFile(spot, path, bytes, found);
      return { path: spot.names.join("/"), size: bytes.length, created: found === undefined };
    }),
  );
}

export interface EditArgs {
  readonly path: string;
  readonly edits: readonly Edit[];
  readonly dry_run?: boolean | undefined;
}

/** Replaces exact texts in a file, all of them or none, and tells the difference. */
export async function editText(
  root: Root,
  { path, edits, dry_run = false }: EditArgs,
): Promise<{ path: string; applied: boolean; diff: string }> {
  return alone(() =>
    at(root, path, { write: true }, async (spot) => {
      const { before, stats } = await withFile(spot, path, async (file, stats) => {
        if (stats.size > LIMITS.writeFile) throw tooLarge(path);
        const before = textOf(await file.readFile());
        if (before === undefined) throw notText(path);
        return { before, stats };
      });
      const after = edited(before, edits);
      const name = spot.names.join("/");
      if (!dry_run && after !== before) await putFile(spot, path, bytesOf(after), stats);
      return { path: name, applied: !dry_run, diff: difference(name, before, after) };
    }),
  );
}

/** A unified diff; where working it out would take long, a sentence. */
function difference(name: string, before: string, after: string): string {
  const diff = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, "", "", {
    context: 3,
    timeout: 1000,
  });
  if (diff === undefined) return "The difference is too large to be shown.";
  return diff.length > LIMITS.text ? `${diff.slice(0, LIMITS.text)}\n[cut]` : diff;
}

/** Makes a directory, with those above it that are missing. */
export async function makeDirectory(
  root: Root,
  { path }: { readonly path: string },
): Promise<{ path: string; created: boolean }> {
  return alone(() =>
    at(root, path, { write: true, parents: true }, async ({ folder, name, names, found }) => {
      if (found && !found.isDirectory())
        throw failure("conflict", `${shown(path)} exists, and is no directory.`);
      if (!found) await mkdir(folder.at(name));
      return { path: names.join("/") || ".", created: found === undefined };
    }),
  );
}

export interface MoveArgs {
  readonly from: string;
  readonly to: string;
}

/** Moves or renames a file, a link or a directory. Nothing is replaced. */
export async function move(root: Root, { from, to }: MoveArgs): Promise<{ from: string; to: string }> {
  return alone(() =>
    at(root, from, { write: true, link: true }, (source) =>
      at(root, to, { write: true, link: true }, async (target) => {
        if (!source.found) throw notFound(from);
        if (source.name === ".") throw bad("The root stays where it is.");
        if (target.found)
          throw failure("conflict", `${shown(to)} exists already. Give the whole new path, with the name.`);
        if (source.names.every((name, index) => target.names[index] === name))
          throw bad("A directory cannot be moved into itself.");
        await relocate(source, target);
        return { from: source.names.join("/"), to: target.names.join("/") };
      }),
    ),
  );
}

/** A file gets its new name before it loses the old one, so that nothing is replaced that has just been made. */
async function relocate(source: Spot, target: Spot): Promise<void> {
  const from = source.folder.at(source.name);
  const to = target.folder.at(target.name);
  if (source.found?.isDirectory()) return rename(from, to);
  await settle(from, to);
  await unlink(from).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}

function bytesOf(content: string): Uint8Array {
  if (!content.isWellFormed()) throw bad("The content has half a character in it.");
  const bytes = Buffer.from(content);
  if (bytes.length > LIMITS.writeFile)
    throw bad(`The content has ${bytes.length} bytes; files of up to ${LIMITS.writeFile} are written.`);
  return bytes;
}

function tooLarge(path: string): ToolError {
  return failure("rejected", `${shown(path)} is too large to be edited.`);
}

let last: Promise<unknown> = Promise.resolve();

/** One change after the other: an edit must not undo another one that was made while it was worked out. */
function alone<T>(act: () => Promise<T>): Promise<T> {
  const result = last.then(act, act);
  last = result.catch(() => undefined);
  return result;
}
