import { Diagnostics, type Reports } from "../diagnostics.ts";
import { own } from "../json.ts";
import type { ServerFiles } from "./discover.ts";
import { type DocumentFile, localDocument, openMentioned, parseInto } from "./documents.ts";
import { exportsOf } from "./exports.ts";
import { loadOpened } from "./load.ts";
import type { LoadedServer, LoadedUpstream, SourceSpec } from "./loaded-server.ts";
import { type FileReference, mentionsIn } from "./mentions.ts";
import type { Overlay } from "./overlay/overlay.ts";
import type { Parsed } from "./parse.ts";
import { pathFromHere } from "./shown.ts";
import type { ReferenceOptions } from "./sources.ts";
import { loadSpec, type ReadSpec, reportFile } from "./spec.ts";
import { ReadFailure } from "./text.ts";

/** One of the files that a server is made from, and what was found about it. */
export interface LoadedFile {
  readonly diagnostics: Diagnostics;
  /** For the places in the file; undefined where it could not be read. */
  readonly source: (Pick<Parsed, "locate"> & Partial<Pick<Parsed, "locateKeys">>) | undefined;
}

export interface LoadResult {
  /** What could be read; what is made of it is not to be used where an error was reported. */
  readonly server: LoadedServer;
  /** In the order in which somebody reads them: the tool spec, then the documents. */
  readonly files: readonly LoadedFile[];
  readonly reports: Reports;
}

/** Reads everything that a server is made from. What cannot be read is a diagnostic. */
export async function loadServer(found: ServerFiles, options: ReferenceOptions): Promise<LoadResult> {
  const loader = new ServerLoader(found, options);
  await loader.load();
  return loader;
}

interface Attached {
  readonly source: Parsed;
  readonly diagnostics: Diagnostics;
}

class ServerLoader implements LoadResult {
  readonly files: LoadedFile[] = [];
  readonly #found: ServerFiles;
  readonly #options: ReferenceOptions;
  readonly #mentions: readonly FileReference[];
  readonly #documents: LoadedUpstream[] = [];
  readonly #byUpstream = new Map<string, Diagnostics>();
  #spec: SourceSpec | undefined;

  constructor(found: ServerFiles, options: ReferenceOptions) {
    this.#found = found;
    this.#options = options;
    this.#mentions = found.spec?.parsed ? mentionsIn(found.spec.parsed.value) : [];
  }

  get server(): LoadedServer {
    const { name, hooks } = this.#found;
    return {
      name,
      documents: this.#documents,
      ...(this.#spec && { spec: this.#spec }),
      ...(hooks !== undefined && { hooks: pathFromHere(hooks) }),
    };
  }

  get reports(): Reports {
    const { name, document, spec } = this.#found;
    const ofSpec = spec?.diagnostics ?? new Diagnostics(document ?? name);
    return {
      spec: ofSpec,
      of: (upstream) => this.#byUpstream.get(upstream) ?? ofSpec,
    };
  }

  async load(): Promise<void> {
    const { name, document, spec, hooks } = this.#found;
    if (document !== undefined) await this.#add(name, localDocument(document, this.#options));
    for (const mention of this.#mentions) if (mention.kind === "document") await this.#document(mention);
    if (spec) await this.#loadSpec(spec);
    if (hooks !== undefined) this.files.push(await checkHooks(hooks));
  }

  async #loadSpec(spec: ReadSpec): Promise<void> {
    const { parsed, diagnostics } = spec;
    if (parsed) this.#spec = await loadSpec({ ...spec, parsed }, this.#options);
    this.files.unshift({ diagnostics, source: this.#spec });
  }

  /** The document of an upstream, by the path or the URL that the spec has for it. */
  async #document(mention: FileReference): Promise<void> {
    const { name, document, spec } = this.#found;
    const upstream = String(mention.pointer[1]);
    if (upstream === name && document !== undefined)
      spec?.diagnostics.report(
        "duplicate-server",
        mention.pointer,
        `${document}, which is called what this server is called, would be its document too`,
        `Rename ${document}, or leave \`openapi\` out.`,
      );
    else {
      const opened = await this.#open(mention);
      if (opened) await this.#add(upstream, opened);
    }
  }

  async #add(upstream: string, opened: DocumentFile): Promise<void> {
    const overlays: Overlay[] = [];
    const files: LoadedFile[] = [];
    for (const mention of this.#mentions)
      if (mention.kind === "overlay" && mention.pointer[1] === upstream) {
        const file = await this.#attached(mention);
        if (!file) continue;
        const { diagnostics, source } = file;
        files.push({ diagnostics, source });
        overlays.push({ value: source.value, report: (...said) => diagnostics.report(...said) });
      }
    const { name } = this.#found;
    const { source, diagnostics } = await loadOpened(
      upstream === name ? name : `${name}.${upstream}`,
      opened,
      overlays,
    );
    this.files.push({ source, diagnostics }, ...files);
    this.#byUpstream.set(upstream, diagnostics);
    const said = own(own(own(this.#found.spec?.parsed?.value, "upstreams"), upstream), "baseUrl");
    if (source)
      this.#documents.push({ upstream, source, ...(said !== undefined && { hasExplicitBaseUrl: true }) });
  }

  /** A file of its own that only this server's spec names; undefined where it cannot be read. */
  async #attached(mention: FileReference): Promise<Attached | undefined> {
    const opened = await this.#open(mention);
    if (!opened) return undefined;
    const diagnostics = new Diagnostics(opened.label);
    const source = await parseInto(opened, "server", diagnostics);
    if (source) return { source, diagnostics };
    this.files.push({ source, diagnostics });
    return undefined;
  }

  async #open({ text, pointer }: FileReference): Promise<DocumentFile | undefined> {
    const { spec } = this.#found;
    if (!spec) return undefined;
    try {
      return await openMentioned(text, spec.file, this.#options);
    } catch (error) {
      reportFile(error, text, pointer, spec.diagnostics);
      return undefined;
    }
  }
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
