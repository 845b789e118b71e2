import { type Diagnostic, Diagnostics, type Reports } from "./diagnostics.ts";
import { emit } from "./emit/emit.ts";
import { gate } from "./emit/gate.ts";
import { byCodePoint, type Pointer } from "./json.ts";
import { discover } from "./load/discover.ts";
import { load } from "./load/load.ts";
import { MODEL_DEFAULTS, modelServer } from "./model/server.ts";
import { normalise } from "./normalise/document.ts";
import type { GeneratedFile, Position, ServerSource, SourceDocument } from "./types.ts";
import { type Change, compare, write } from "./write.ts";

export interface GenerateOptions {
  /** Folder of the documents. */
  readonly specs: string;
  /** Folder of the output, one subfolder a server. */
  readonly out: string;
  /** Servers to generate; none means all, and removes the output of documents that are gone. */
  readonly names: readonly string[];
  /** Compare only. */
  readonly check: boolean;
  /** `name version` of the generator, for surface.json. */
  readonly generator: string;
  /** Media types of bodies to take before all others, where a document offers a choice. */
  readonly prefer?: readonly string[];
  /** Characters of JSON up to which an output schema is advertised; 1024, and 0 for none. */
  readonly maxOutputSchema?: number;
  /** The folder that references must not leave; the folder of the documents, if it is not given. */
  readonly refRoot?: string;
  /** Hosts that references may lead to, such as `raw.githubusercontent.com`. */
  readonly refHosts?: readonly string[];
  readonly onProgress?: (message: string) => void;
}

export interface GenerateResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly failed: boolean;
  /** What was written, or with `check` what would have been. */
  readonly changes: readonly Change[];
  readonly servers: readonly { readonly name: string; readonly file: string; readonly tools: number }[];
}

/**
 * Documents in, files out. All documents are rendered and checked before the first file is written; if
 * there is an error in any of them, nothing is.
 */
export async function generate(options: GenerateOptions): Promise<GenerateResult> {
  const { specs, diagnostics: found } = await discover(options.specs, options.names);
  const diagnostics: Diagnostic[] = [...found.items];
  const files: GeneratedFile[] = [];
  const servers: GenerateResult["servers"][number][] = [];

  for (const spec of found.failed ? [] : specs) {
    options.onProgress?.(`reading ${spec.file}`);
    const { source, diagnostics: loaded } = await load(spec, options);
    if (!source || loaded.failed) {
      diagnostics.push(...located(loaded, source));
      continue;
    }
    options.onProgress?.(`generating ${spec.name}`);
    const result = render(source, options.generator, loaded, options);
    diagnostics.push(...located(loaded, source));
    files.push(...result.files);
    if (result.tools !== undefined) servers.push({ name: spec.name, file: spec.file, tools: result.tools });
  }

  let failed = diagnostics.some((item) => item.severity === "error");
  if (failed) return { diagnostics, failed, changes: [], servers: [] };
  for (const file of files) gate(file);

  options.onProgress?.("comparing with what is there");
  const writing = new Diagnostics(options.out);
  const owned = options.names.length > 0 ? options.names : "all";
  const changes = await compare(options.out, files, owned, writing);
  diagnostics.push(...writing.items);
  failed = writing.failed;
  if (!failed && !options.check) {
    await write(options.out, changes);
  }
  return { diagnostics, failed, changes: failed ? [] : changes, servers };
}

type RenderOptions = Partial<Pick<GenerateOptions, "out" | "prefer" | "maxOutputSchema">>;

/** The pure middle: one document to its files. */
export function render(
  source: SourceDocument,
  generator: string,
  diagnostics: Diagnostics,
  { out = "generated", prefer = [], maxOutputSchema = MODEL_DEFAULTS.maxOutputSchema }: RenderOptions = {},
): { files: GeneratedFile[]; tools: number | undefined } {
  const document = normalise(source, diagnostics);
  if (!document) return { files: [], tools: undefined };
  const { name, file } = document;
  const server: ServerSource = { name, file, documents: [{ upstream: name, document }] };
  const reports: Reports = { spec: diagnostics, of: () => diagnostics };
  const model = modelServer(server, reports, { prefer, maxOutputSchema });
  return { files: emit(model, { generator, out }), tools: model.surface.tools.length };
}

/** Diagnostics with line and column, in the order in which somebody reads the files. */
function located({ file, items }: Diagnostics, source: SourceDocument | undefined): Diagnostic[] {
  const pointers = items.map((item): Pointer => item.pointer);
  const positions: (Position | undefined)[] = items.length > 0 ? (source?.locate(pointers) ?? []) : [];
  return items
    .map((item, i) => (item.line === undefined && positions[i] ? { ...item, ...positions[i] } : item))
    .sort(
      (a, b) =>
        Number(a.file !== file) - Number(b.file !== file) ||
        byCodePoint(a.file, b.file) ||
        (a.line ?? 0) - (b.line ?? 0) ||
        (a.column ?? 0) - (b.column ?? 0) ||
        byCodePoint(a.code, b.code),
    );
}
