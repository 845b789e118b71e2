import { join } from "node:path";
import type { Position } from "./diagnostics.ts";
import { type Diagnostic, Diagnostics, type Reports } from "./diagnostics.ts";
import { emit } from "./emit/emit.ts";
import type { GeneratedFile } from "./emit/generated-file.ts";
import { codeFiles, emitStub } from "./emit/stub.ts";
import { byCodePoint, type Pointer } from "./json.ts";
import { discover } from "./load/discover.ts";
import type { LoadedServer } from "./load/loaded-server.ts";
import { type LoadedFile, type LoadResult, loadServer } from "./load/server.ts";
import { MODEL_DEFAULTS, modelServer } from "./model/model-server.ts";
import type { ServerInput, ServerModel } from "./model/server-model.ts";
import { normalise } from "./normalise/document.ts";
import type { ToolSpec } from "./toolspec/tool-spec.ts";
import { type Change, compare, modulesFile, write, writeOnce } from "./write.ts";

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
  /** The changes that were written, or with `check` would have been. */
  readonly changes: readonly Change[];
  /** Stubs of code that tool specs refer to and that was missing: written, or with `check` not yet. */
  readonly stubs: readonly GeneratedFile[];
  readonly servers: readonly { readonly name: string; readonly file: string; readonly tools: number }[];
}

/**
 * Generates the servers of a folder. All are rendered and checked before the first file is written; an error in any
 * document means that no file is written.
 */
export async function generate(options: GenerateOptions): Promise<GenerateResult> {
  const { servers: found, diagnostics: finding } = await discover(options.specs, options.names);
  const diagnostics: Diagnostic[] = [...finding.items];
  const files: GeneratedFile[] = [];
  const stubs: GeneratedFile[] = [];
  const servers: GenerateResult["servers"][number][] = [];
  let hasCode = false;

  const hasSpec = found.some(({ spec }) => spec !== undefined);
  const readSpec = hasSpec ? (await import("./toolspec/spec.ts")).readToolSpec : undefined;
  for (const candidate of finding.failed ? [] : found) {
    options.onProgress?.(`reading ${candidate.name}`);
    const loaded = await loadServer(candidate, options);
    options.onProgress?.(`generating ${candidate.name}`);
    const result = isWhole(loaded)
      ? render(loaded.server, options.generator, loaded.reports, {
          ...options,
          ...(readSpec && { readSpec }),
        })
      : undefined;
    if (!result) readSpecOf(loaded.server, loaded.reports, readSpec);
    diagnostics.push(...loaded.files.flatMap(({ diagnostics, source }) => located(diagnostics, source)));
    if (!result?.model) continue;
    files.push(...result.files);
    stubs.push(...result.stubs);
    hasCode ||= result.model.handlers.length > 0 || result.model.hooks !== undefined;
    const { name, spec, document = "" } = candidate;
    servers.push({ name, file: spec?.file ?? document, tools: result.model.surface.tools.length });
  }

  let failed = diagnostics.some((item) => item.severity === "error");
  if (failed) return { diagnostics, failed, changes: [], stubs: [], servers: [] };
  if (hasCode) {
    const beside = new Diagnostics(join(options.specs, "package.json"));
    const modules = await modulesFile(options.specs, () =>
      beside.report(
        "not-a-module",
        [],
        'it does not say `"type": "module"`, and the code beside tool specs is ESM',
        'Add `"type": "module"` to it.',
      ),
    );
    if (modules) stubs.push({ path: join(options.specs, modules.path), text: modules.text });
    diagnostics.push(...beside.items);
    if (beside.failed) return { diagnostics, failed: true, changes: [], stubs: [], servers: [] };
  }

  options.onProgress?.("comparing with what is there");
  const writing = new Diagnostics(options.out);
  const owned = options.names.length > 0 ? options.names : "all";
  const changes = await compare(options.out, files, owned, writing);
  diagnostics.push(...writing.items);
  failed = writing.failed;
  if (!failed) await checkSyntax(changes, stubs);
  if (!failed && !options.check) {
    await write(options.out, changes);
    await writeOnce(stubs);
  }
  return { diagnostics, failed, changes: failed ? [] : changes, stubs: failed ? [] : stubs, servers };
}

/** Checks the syntax of what will be written. A file that is not written again costs no parser. */
async function checkSyntax(changes: readonly Change[], stubs: readonly GeneratedFile[]): Promise<void> {
  const written = changes.filter(({ path, kind }) => kind !== "removed" && path.endsWith(".ts"));
  if (written.length + stubs.length === 0) return;
  const { gate, gateStub } = await import("./emit/syntax-gate.ts");
  for (const { path, after: text } of written) gate({ path, text });
  for (const stub of stubs) gateStub(stub);
}

/** True if all files of a server could be read. */
function isWhole({ files }: LoadResult): boolean {
  return files.every(({ diagnostics }) => !diagnostics.failed);
}

/** Reads tool specs. It needs zod, so it is loaded only if there is one. */
type SpecReader = typeof import("./toolspec/spec.ts").readToolSpec;

type RenderOptions = Partial<Pick<GenerateOptions, "out" | "prefer" | "maxOutputSchema">> & {
  readonly readSpec?: SpecReader;
};

/** The pure stages: from the loaded files of a server to its generated files. There is no model if an error was reported. */
export function render(
  source: LoadedServer,
  generator: string,
  reports: Reports,
  {
    out = "generated",
    prefer = [],
    maxOutputSchema = MODEL_DEFAULTS.maxOutputSchema,
    readSpec,
  }: RenderOptions = {},
): { files: GeneratedFile[]; stubs: GeneratedFile[]; model?: ServerModel } {
  const server = normaliseServer(source, reports, readSpec);
  if (!server) return { files: [], stubs: [] };
  const model = modelServer(server, reports, { prefer, maxOutputSchema });
  const missing = [...(source.spec?.code.values() ?? [])].filter((code) => !code.exports);
  const isMissing = (file: string): boolean => missing.some(({ path }) => path === file);
  const stubs = codeFiles(model)
    .filter(isMissing)
    .map((file) => emitStub(model, file, { out }));
  return { files: emit(model, { generator, out }), stubs, model };
}

/** Reads every document and the tool spec, also after an error, so that one run reports all errors. */
function normaliseServer(
  source: LoadedServer,
  reports: Reports,
  readSpec: SpecReader | undefined,
): ServerInput | undefined {
  const { name, hooks } = source;
  const documents = source.documents.map(({ upstream, source: document, hasExplicitBaseUrl = false }) => ({
    upstream,
    document: normalise(document, reports.of(upstream), { hasExplicitBaseUrl }),
  }));
  const spec = readSpecOf(source, reports, readSpec);
  // Where the spec says at which URL an API is, its document need not.
  for (const { upstream } of documents)
    if (spec?.upstreams.some(({ name, baseUrl }) => name === upstream && baseUrl !== undefined))
      reports.of(upstream).withdraw("no-base-url");
  const whole = documents.flatMap(({ upstream, document }) => (document ? [{ upstream, document }] : []));
  const file = spec?.file ?? whole[0]?.document.file;
  if (file === undefined || whole.length < documents.length || (source.spec && !spec)) return undefined;
  return { name, file, documents: whole, ...(spec && { spec }), ...(hooks !== undefined && { hooks }) };
}

function readSpecOf(
  { spec, documents }: LoadedServer,
  reports: Reports,
  readSpec: SpecReader | undefined,
): ToolSpec | undefined {
  if (!spec) return undefined;
  if (!readSpec) throw new Error("expected a reader for the tool spec, found none");
  const upstreams = documents.map(({ upstream }) => upstream);
  return readSpec(spec, upstreams, reports.spec);
}

/** Adds line and column to diagnostics, and sorts them by their place in the files. */
function located({ file, items }: Diagnostics, source: LoadedFile["source"]): Diagnostic[] {
  const places = (at: Diagnostic["at"]): Iterator<Position> => {
    const pointers = items.filter((item) => item.at === at).map((item): Pointer => item.pointer);
    const positions = at === "key" ? source?.locateKeys?.(pointers) : source?.locate(pointers);
    return (pointers.length > 0 ? (positions ?? []) : []).values();
  };
  const ofValues = places(undefined);
  const ofKeys = places("key");
  return items
    .map(({ at, ...item }) => {
      const position = (at === "key" ? ofKeys : ofValues).next().value;
      return item.line === undefined && position ? { ...item, ...position } : item;
    })
    .sort(
      (a, b) =>
        Number(a.file !== file) - Number(b.file !== file) ||
        byCodePoint(a.file, b.file) ||
        (a.line ?? 0) - (b.line ?? 0) ||
        (a.column ?? 0) - (b.column ?? 0) ||
        byCodePoint(a.code, b.code),
    );
}
