import { dirname, posix } from "node:path";
import { Diagnostics, type Reports } from "../diagnostics.ts";
import type { SourceDocument, SourceServer, SourceUpstream } from "../types.ts";
import type { ServerFiles } from "./discover.ts";
import { exportsOf } from "./exports.ts";
import { Folder } from "./folder.ts";
import { type Loaded, load, loadRemote } from "./load.ts";
import { type Mention, mentionsIn } from "./mentions.ts";
import { pathFromHere } from "./shown.ts";
import type { ReferenceOptions } from "./sources.ts";
import { loadSpec, type ReadSpec, reportFile } from "./spec.ts";
import { ReadFailure } from "./text.ts";

/** One of the files that a server is made from, and what was found about it. */
export interface LoadedFile {
  readonly diagnostics: Diagnostics;
  /** For the places in the file; undefined where it could not be read. */
  readonly source: Pick<SourceDocument, "locate"> | undefined;
}

export interface LoadedServer {
  /** What could be read; what is made of it is not to be used where an error was reported. */
  readonly server: SourceServer;
  /** In the order in which somebody reads them: the tool spec, then the documents. */
  readonly files: readonly LoadedFile[];
  readonly reports: Reports;
}

/** Reads everything that a server is made from. What cannot be read is a diagnostic. */
export async function loadServer(found: ServerFiles, options: ReferenceOptions): Promise<LoadedServer> {
  const { name, document, spec: read, hooks } = found;
  const parsed = read?.parsed;
  const spec = read && parsed ? await loadSpec({ ...read, parsed }, options) : undefined;
  const files: LoadedFile[] = read ? [{ diagnostics: read.diagnostics, source: spec }] : [];
  const documents: SourceUpstream[] = [];
  const byUpstream = new Map<string, Diagnostics>();
  const add = (upstream: string, { source, diagnostics }: Loaded): void => {
    files.push({ source, diagnostics });
    byUpstream.set(upstream, diagnostics);
    if (source) documents.push({ upstream, source });
  };

  if (document !== undefined) add(name, await load({ name, file: document }, options));
  for (const mention of parsed ? mentionsIn(parsed.value) : []) {
    if (!read || mention.kind !== "document") continue;
    const upstream = String(mention.pointer[1]);
    if (upstream === name && document !== undefined)
      read.diagnostics.report(
        "duplicate-server",
        mention.pointer,
        `${document}, which is called what this server is called, would be its document too`,
        `Rename ${document}, or leave \`openapi\` out.`,
      );
    else {
      const loaded = await loadMentioned(upstream, mention, read, options);
      if (loaded) add(upstream, loaded);
    }
  }
  if (hooks !== undefined) files.push(await checkHooks(hooks));
  return {
    server: {
      name,
      documents,
      ...(spec && { spec }),
      ...(hooks !== undefined && { hooks: pathFromHere(hooks) }),
    },
    files,
    reports: {
      spec: read?.diagnostics ?? new Diagnostics(document ?? name),
      of: (upstream) => byUpstream.get(upstream) ?? new Diagnostics(upstream),
    },
  };
}

/** The document of an upstream, by the path or the URL that the spec has for it. */
async function loadMentioned(
  upstream: string,
  { text, pointer }: Mention,
  { file, diagnostics }: ReadSpec,
  options: ReferenceOptions,
): Promise<Loaded | undefined> {
  try {
    if (/^https?:/i.test(text)) return await loadRemote(upstream, urlOf(text), dirname(file), options);
    const folder = await Folder.of(file, options.refRoot);
    const { exists } = await folder.find(text, "root");
    if (!exists)
      throw new ReadFailure("there is no such file", "Correct the path, which is relative to this file.");
    if (!/\.(?:ya?ml|json)$/.test(text))
      throw new ReadFailure(
        "it is not a YAML or JSON file",
        "Name an OpenAPI document, such as ./github.json.",
      );
    return await load(
      { name: upstream, file: posix.join(dirname(file).replaceAll("\\", "/"), text) },
      { ...options, refRoot: options.refRoot ?? dirname(file) },
    );
  } catch (error) {
    reportFile(error, text, pointer, diagnostics);
    return undefined;
  }
}

function urlOf(text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new ReadFailure("it is not a URL", "Correct it, or save the document next to this file.");
}

/** Generated code imports the default export, so that there must be one. */
async function checkHooks(file: string): Promise<LoadedFile> {
  const diagnostics = new Diagnostics(file);
  try {
    if (!(await exportsOf(file)).has("default"))
      diagnostics.report(
        "missing-export",
        [],
        "it has no default export",
        "Add a list of hooks, which may be empty: export default [];",
      );
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error;
    diagnostics.report("file-unreadable", [], `the file cannot be read: ${error.message}`, error.hint);
  }
  return { diagnostics, source: undefined };
}
