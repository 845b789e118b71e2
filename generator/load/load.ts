/** Reads all files of a server: its tool spec, its documents with their references and overlays, and its code. */
import { Diagnostics, type Reports } from "../diagnostics.ts";
import { isObject, type Json, type JsonObject, own } from "../json.ts";
import { bundle } from "./bundle.ts";
import { checkHooks, loadSpec, reportFailure } from "./code-files.ts";
import type { FileReference, ServerFiles } from "./discover.ts";
import {
  type DocumentFile,
  localDocument,
  openNamedDocument,
  type ReferenceOptions,
  readParsed,
} from "./document-files.ts";
import type {
  LoadedFile,
  LoadedServer,
  LoadedUpstream,
  LoadResult,
  SourceDocument,
  SourceSpec,
} from "./loaded-server.ts";
import { Failure, pathFromHere } from "./local-files.ts";
import type { Overlay } from "./overlay.ts";
import type { Parsed } from "./parse.ts";

/** Reads everything that a server is generated from. Problems are reported, and never thrown. */
export async function loadServer(files: ServerFiles, options: ReferenceOptions): Promise<LoadResult> {
  const loader = new ServerLoader(files, options);
  await loader.load();
  return loader;
}

class ServerLoader implements LoadResult {
  readonly files: LoadedFile[] = [];
  readonly #found: ServerFiles;
  readonly #options: ReferenceOptions;
  readonly #documents: LoadedUpstream[] = [];
  readonly #byUpstream = new Map<string, Diagnostics>();
  #spec: SourceSpec | undefined;

  constructor(found: ServerFiles, options: ReferenceOptions) {
    this.#found = found;
    this.#options = options;
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
    return { spec: ofSpec, of: (upstream) => this.#byUpstream.get(upstream) ?? ofSpec };
  }

  async load(): Promise<void> {
    const { name, document, spec, hooks } = this.#found;
    if (document !== undefined) await this.#addDocument(name, localDocument(document, this.#options));
    for (const reference of this.#references("document")) await this.#openDocument(reference);
    if (spec) {
      if (spec.parsed) this.#spec = await loadSpec(spec, spec.parsed, this.#options);
      this.files.unshift({ diagnostics: spec.diagnostics, source: this.#spec });
    }
    if (hooks !== undefined) this.files.push({ diagnostics: await checkHooks(hooks), source: undefined });
  }

  #references(kind: FileReference["kind"]): FileReference[] {
    return (this.#found.spec?.references ?? []).filter((reference) => reference.kind === kind);
  }

  /** Adds the document of an upstream that the spec names by its path or URL. */
  async #openDocument(reference: FileReference): Promise<void> {
    const { name, document, spec } = this.#found;
    const upstream = String(reference.pointer[1]);
    if (upstream === name && document !== undefined)
      spec?.diagnostics.report(
        "duplicate-server",
        reference.pointer,
        `expected one document for the upstream "${name}", found ${document} as well`,
        `Rename ${document}, or remove \`openapi\`.`,
      );
    else {
      const file = await this.#open(reference);
      if (file) await this.#addDocument(upstream, file);
    }
  }

  async #addDocument(upstream: string, file: DocumentFile): Promise<void> {
    const overlays: Overlay[] = [];
    for (const reference of this.#references("overlay"))
      if (reference.pointer[1] === upstream) overlays.push(...(await this.#readOverlay(reference)));
    const { name, spec } = this.#found;
    const { source, diagnostics } = await loadDocument(
      upstream === name ? name : `${name}.${upstream}`,
      file,
      overlays,
    );
    this.files.push(
      { source, diagnostics },
      ...overlays.map(({ diagnostics, ...overlay }) => ({ source: overlay, diagnostics })),
    );
    this.#byUpstream.set(upstream, diagnostics);
    const baseUrl = own(own(own(spec?.parsed?.value, "upstreams"), upstream), "baseUrl");
    if (source) this.#documents.push({ upstream, source, hasExplicitBaseUrl: baseUrl !== undefined });
  }

  /** The overlay that a spec names; none if it cannot be read, which is reported. */
  async #readOverlay(reference: FileReference): Promise<Overlay[]> {
    const file = await this.#open(reference);
    if (!file) return [];
    const diagnostics = new Diagnostics(file.label);
    const source = await readParsed(file, "server", diagnostics);
    if (source) return [{ ...source, label: file.label, diagnostics }];
    this.files.push({ source, diagnostics });
    return [];
  }

  async #open({ text, pointer }: FileReference): Promise<DocumentFile | undefined> {
    const { spec } = this.#found;
    if (!spec) return undefined;
    const file = await openNamedDocument(text, spec.file, this.#options);
    if (!(file instanceof Failure)) return file;
    reportFailure(file, text, pointer, spec.diagnostics);
    return undefined;
  }
}

export interface LoadedDocument {
  /** Undefined if the file could not be read, which was reported. */
  readonly source: SourceDocument | undefined;
  readonly diagnostics: Diagnostics;
}

/** Reads a document with all files that it refers to, and applies overlays to it. */
export async function loadDocument(
  name: string,
  file: DocumentFile,
  overlays: readonly Overlay[] = [],
): Promise<LoadedDocument> {
  const diagnostics = new Diagnostics(file.label);
  const parsed = await readDocument(file, diagnostics);
  if (!parsed) return { source: undefined, diagnostics };
  // Few documents have overlays, and the others need no JSONPath.
  const edited =
    overlays.length > 0 ? (await import("./overlay.ts")).applyOverlays(parsed, overlays) : parsed;
  const bundled = await bundle(await file.sources(edited), diagnostics);
  const source: SourceDocument = {
    name,
    file: file.shown,
    root: edited.value as JsonObject,
    broken: bundled.broken,
    locate: (pointers) => bundled.locate(pointers),
  };
  return { source, diagnostics };
}

async function readDocument(file: DocumentFile, diagnostics: Diagnostics): Promise<Parsed | undefined> {
  const parsed = await readParsed(file, "document", diagnostics);
  if (!parsed) return undefined;
  const { value } = parsed;
  if (isObject(value) && ("openapi" in value || "swagger" in value)) return parsed;
  diagnostics.report(
    "invalid-document",
    [],
    `expected an OpenAPI document, found ${kindOfOther(value, await file.text())}`,
    "If other documents refer to this file, start its name with `_`, or move it to a subfolder.",
  );
  return undefined;
}

function kindOfOther(value: Json, text: string | Failure): string {
  if (isObject(value)) return "an object without `openapi`";
  if (typeof text === "string" && text.trim() === "") return "an empty file";
  return value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
