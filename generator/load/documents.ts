import { dirname, posix, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Diagnostics } from "../diagnostics.ts";
import { Folder } from "./folder.ts";
import { type Parsed, ParseFailure, parse } from "./parse.ts";
import { Remote } from "./remote.ts";
import { shownName } from "./shown.ts";
import { type ReferenceOptions, Sources } from "./sources.ts";
import { ReadFailure, readText } from "./text.ts";

/** The text of a document, and what its references resolve against. */
export interface DocumentFile {
  /** As the user would name it. */
  readonly label: string;
  /** As generated code names it. */
  readonly shown: string;
  readonly url: URL;
  readonly isJson: boolean;
  /** Throws a `ReadFailure`. */
  text(): Promise<string>;
  sources(parsed: Parsed): Promise<Sources>;
}

export function localDocument(file: string, options: ReferenceOptions): DocumentFile {
  return {
    label: file,
    shown: shownName(file),
    url: pathToFileURL(resolve(file)),
    isJson: file.endsWith(".json"),
    text: () => readText(file),
    sources: (parsed) => Sources.of(file, parsed, options),
  };
}

/**
 * A document that a tool spec names, by a path below the root or by a URL on a host that is allowed. Throws a
 * `Refusal` or a `ReadFailure`.
 */
export async function openMentioned(
  reference: string,
  specFile: string,
  options: ReferenceOptions,
): Promise<DocumentFile> {
  const folder = dirname(specFile).replaceAll("\\", "/");
  if (/^https?:/i.test(reference)) return remoteDocument(reference, folder, options);
  const { exists } = await (await Folder.of(specFile, options.refRoot)).find(reference, "root");
  if (!exists)
    throw new ReadFailure("there is no such file", "Correct the path, which is relative to this file.");
  if (!/\.(?:ya?ml|json)$/.test(reference))
    throw new ReadFailure("it is not a YAML or JSON file", "Name a document, such as ./github.json.");
  // What it refers to may be anywhere below the folder of the spec, and not only below its own.
  return localDocument(posix.join(folder, reference), { ...options, refRoot: options.refRoot ?? folder });
}

async function remoteDocument(
  reference: string,
  folder: string,
  options: ReferenceOptions,
): Promise<DocumentFile> {
  if (!URL.canParse(reference))
    throw new ReadFailure("it is not a URL", "Correct it, or save the document next to this file.");
  const { url, text, isJson } = await new Remote(options.refHosts ?? []).fetch(new URL(reference));
  return {
    label: reference,
    shown: reference,
    url,
    isJson,
    text: async () => text,
    sources: (parsed) => Sources.remote(url, parsed, folder, options),
  };
}

/** Any JSON or YAML; undefined where it cannot be read, which is reported, with what is lost by that. */
export async function parseInto(
  opened: DocumentFile,
  lost: "document" | "server",
  diagnostics: Diagnostics,
): Promise<Parsed | undefined> {
  try {
    return await parse(await opened.text(), opened.isJson);
  } catch (error) {
    if (error instanceof ReadFailure)
      diagnostics.report("file-unreadable", [], `the file cannot be read: ${error.message}`, error.hint);
    else if (error instanceof ParseFailure) {
      const hint = `Correct the syntax; nothing of this ${lost} was generated.`;
      diagnostics.report("syntax-error", [], error.message, hint, error.position);
    } else throw error;
    return undefined;
  }
}
