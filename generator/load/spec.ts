import { Diagnostics } from "../diagnostics.ts";
import type { Pointer } from "../json.ts";
import type { SpecFile } from "./discover.ts";
import { localDocument, parseInto } from "./documents.ts";
import { exportsOf } from "./exports.ts";
import { Folder } from "./folder.ts";
import type { CodeFile, MediaFile, SourceSpec } from "./loaded-server.ts";
import { Refusal } from "./location.ts";
import { readMedia } from "./media.ts";
import { type FileReference, mentionsIn } from "./mentions.ts";
import type { Parsed } from "./parse.ts";
import { shownName } from "./shown.ts";
import type { ReferenceOptions } from "./sources.ts";
import { ReadFailure, regularFile } from "./text.ts";

/** A tool spec, parsed; undefined where it cannot be, which was reported. */
export interface ReadSpec extends SpecFile {
  readonly parsed: Parsed | undefined;
  readonly diagnostics: Diagnostics;
}

/** Reads a tool spec and nothing that it names. */
export async function readSpec({ name, file }: SpecFile): Promise<ReadSpec> {
  const diagnostics = new Diagnostics(file);
  const parsed = await parseInto(localDocument(file, {}), "server", diagnostics);
  return { name, file, parsed, diagnostics };
}

/** Reads the code, images, audio and resource files that a tool spec names. */
export async function loadSpec(
  { name, file, parsed, diagnostics }: ReadSpec & { readonly parsed: Parsed },
  options: ReferenceOptions,
): Promise<SourceSpec> {
  const folder = await Folder.of(file, options.refRoot);
  const code = new Map<string, CodeFile>();
  const media = new Map<string, MediaFile>();
  const files = new Map<string, string>();
  const open = async ({ kind, text }: FileReference): Promise<void> => {
    if (kind === "code" && !code.has(text)) code.set(text, await openCode(text, folder));
    if (kind === "media" && !media.has(text)) media.set(text, await openMedia(text, folder));
    if (kind === "file" && !files.has(text)) files.set(text, (await openFile(text, folder)).path);
  };
  const refused = new Set<string>();
  for (const mention of mentionsIn(parsed.value)) {
    const { text, pointer } = mention;
    // What is corrected in one place is corrected everywhere, and told once.
    if (refused.has(text)) continue;
    try {
      await open(mention);
    } catch (error) {
      refused.add(text);
      reportFile(error, text, pointer, diagnostics);
    }
  }
  return {
    name,
    file: shownName(file),
    root: parsed.value,
    locate: parsed.locate,
    locateKeys: parsed.locateKeys,
    code,
    media,
    files,
  };
}

async function openCode(text: string, folder: Folder): Promise<CodeFile> {
  if (/\.d\.m?ts$/.test(text))
    throw new ReadFailure("it is for types alone", "Write for example ./acme.handlers.ts#createIssue.");
  const { path, real, exists } = await folder.find(text, "folder");
  if (!exists) return { path };
  await regularFile(real);
  return { path, exports: await exportsOf(real) };
}

async function openMedia(text: string, folder: Folder): Promise<MediaFile> {
  return readMedia((await openFile(text, folder)).real);
}

async function openFile(text: string, folder: Folder): Promise<{ path: string; real: string }> {
  const { path, real, exists } = await folder.find(text, "root");
  if (!exists)
    throw new ReadFailure("there is no such file", "Correct the path, which is relative to this file.");
  await regularFile(real);
  return { path, real };
}

/** Why a file that a spec names is not read. */
export function reportFile(error: unknown, text: string, pointer: Pointer, diagnostics: Diagnostics): void {
  if (error instanceof Refusal) diagnostics.report("refused-file", pointer, error.message, error.hint);
  else if (error instanceof ReadFailure)
    diagnostics.report("file-unreadable", pointer, `"${text}" cannot be read: ${error.message}`, error.hint);
  else throw error;
}
