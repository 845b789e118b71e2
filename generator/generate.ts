import { join } from "node:path";
import { type Diagnostic, Diagnostics, type Reports } from "./diagnostics.ts";
import { emit } from "./emit/emit.ts";
import type { GeneratedFile } from "./emit/generated-file.ts";
import { emitStub } from "./emit/handler-files.ts";
import { discover, type ServerFiles } from "./load/discover.ts";
import { loadServer } from "./load/load.ts";
import type { LoadedServer, LoadResult } from "./load/loaded-server.ts";
import { MODEL_DEFAULTS } from "./model/context.ts";
import { modelServer } from "./model/model.ts";
import type { ServerInput, ServerModel } from "./model/server-model.ts";
import { normalise } from "./normalise/document.ts";
import type { ToolSpec } from "./toolspec/tool-spec.ts";
import { type Change, compare, moduleFile, write, writeOnce } from "./write.ts";

export interface GenerateOptions {
  /** The folder of the documents and tool specs. */
  readonly specs: string;
  /** The folder of the output, which has a subfolder for each server. */
  readonly out: string;
  /** The servers to generate. An empty list means all, and removes the output of servers that are gone. */
  readonly names: readonly string[];
  /** Compares with the files on disk, and writes nothing. */
  readonly check: boolean;
  /** `name version` of the generator, for surface.json. */
  readonly generator: string;
  /** Media types of request bodies that are preferred where a document offers a choice. */
  readonly prefer?: readonly string[];
  /** The number of characters of JSON up to which an output schema is advertised: by default 1024, and 0 for none. */
  readonly maxOutputSchema?: number;
  /** The folder that references must not leave; by default the folder of the documents. */
  readonly refRoot?: string;
  /** The hosts that references may lead to, such as `raw.githubusercontent.com`. */
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
  const { servers: found, diagnostics: discovery } = await discover(options.specs, options.names);
  const diagnostics: Diagnostic[] = [...discovery.items];
  const hasSpec = found.some(({ spec }) => spec !== undefined);
  const readSpec = hasSpec ? (await import("./toolspec/spec.ts")).readToolSpec : undefined;
  const rendered: (Rendered & { readonly model: ServerModel; readonly from: ServerFiles })[] = [];
  for (const from of discovery.failed ? [] : found) {
    options.onProgress?.(`reading ${from.name}`);
    const loaded = await loadServer(from, options);
    options.onProgress?.(`generating ${from.name}`);
    const { model, ...output } = renderLoaded(loaded, { ...options, readSpec });
    for (const file of loaded.files) diagnostics.push(...file.diagnostics.located(file.source));
    if (model) rendered.push({ ...output, model, from });
  }
  const nothing = { changes: [], stubs: [], servers: [] };
  if (diagnostics.some((item) => item.severity === "error")) return { diagnostics, failed: true, ...nothing };

  const stubs = rendered.flatMap((server) => server.stubs);
  if (rendered.some(({ model }) => model.handlers.length > 0 || model.hooks !== undefined)) {
    const { file, diagnostics: ofFile } = await moduleFileOfSpecs(options.specs);
    diagnostics.push(...ofFile.items);
    if (ofFile.failed) return { diagnostics, failed: true, ...nothing };
    if (file) stubs.push(file);
  }

  options.onProgress?.("comparing with the files on disk");
  const servers = rendered.map(({ from: { name, spec, document = "" }, model }) => ({
    name,
    file: spec?.file ?? document,
    tools: model.surface.tools.length,
  }));
  const comparison = new Diagnostics(options.out);
  const owned = options.names.length > 0 ? options.names : "all";
  const files = rendered.flatMap((server) => server.files);
  const changes = await compare(options.out, files, owned, comparison);
  diagnostics.push(...comparison.items);
  if (comparison.failed) return { diagnostics, failed: true, ...nothing, servers };
  await checkSyntax(changes, stubs);
  if (!options.check) {
    await write(options.out, changes);
    await writeOnce(stubs);
  }
  return { diagnostics, failed: false, changes, stubs, servers };
}

/** The package.json that the code beside tool specs needs; none if it has one already. */
async function moduleFileOfSpecs(
  specs: string,
): Promise<{ file: GeneratedFile | undefined; diagnostics: Diagnostics }> {
  const diagnostics = new Diagnostics(join(specs, "package.json"));
  const file = await moduleFile(specs, () =>
    diagnostics.report(
      "not-a-module",
      [],
      'expected `"type": "module"` for the code beside tool specs, found another type',
      'Add `"type": "module"` to it.',
    ),
  );
  return { file: file && { path: join(specs, file.path), text: file.text }, diagnostics };
}

/** Checks the syntax of the files that will be written, and loads no parser if there are none. */
async function checkSyntax(changes: readonly Change[], stubs: readonly GeneratedFile[]): Promise<void> {
  const written = changes.filter(({ path, kind }) => kind !== "removed" && path.endsWith(".ts"));
  if (written.length + stubs.length === 0) return;
  const { gate, gateStub } = await import("./emit/syntax-gate.ts");
  for (const { path, after: text } of written) gate({ path, text });
  for (const stub of stubs) gateStub(stub);
}

/** Reads tool specs. It needs zod, so it is loaded only if there is one. */
type SpecReader = typeof import("./toolspec/spec.ts").readToolSpec;

type RenderOptions = Partial<Pick<GenerateOptions, "out" | "prefer" | "maxOutputSchema">> & {
  readonly readSpec?: SpecReader | undefined;
};

/** The files of a server. There is no model if an error was reported. */
interface Rendered {
  readonly files: GeneratedFile[];
  readonly stubs: GeneratedFile[];
  readonly model?: ServerModel;
}

function renderLoaded(
  { server, files, reports }: LoadResult,
  options: RenderOptions & Pick<GenerateOptions, "generator">,
): Rendered {
  if (files.every(({ diagnostics }) => !diagnostics.failed))
    return render(server, options.generator, reports, options);
  // The errors of the tool spec are reported in the same run.
  readSpecOf(server, reports, options.readSpec);
  return { files: [], stubs: [] };
}

/** The pure stages: from the loaded files of a server to its generated files. */
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
): Rendered {
  const server = normaliseServer(source, reports, readSpec);
  if (!server) return { files: [], stubs: [] };
  const model = modelServer(server, reports, { prefer, maxOutputSchema });
  const missing = [...(source.spec?.code.values() ?? [])].filter((code) => !code.exports);
  const stubs = model.handlers
    .filter(({ file }) => missing.some(({ path }) => path === file))
    .map((handlers) => emitStub(model, handlers, { out }));
  return { files: emit(model, { generator, out }), stubs, model };
}

/** Reads every document and the tool spec, also after an error, so that one run reports all errors. */
function normaliseServer(
  source: LoadedServer,
  reports: Reports,
  readSpec: SpecReader | undefined,
): ServerInput | undefined {
  const { name, hooks } = source;
  const documents = source.documents.map(({ upstream, source: document, hasExplicitBaseUrl }) => ({
    upstream,
    document: normalise(document, reports.of(upstream), { hasExplicitBaseUrl }),
  }));
  const spec = readSpecOf(source, reports, readSpec);
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
