/** The model stage, in two passes: `declareServer` decides which tools there are, and `finishServer` completes them. */
import type { Reports } from "../diagnostics.ts";
import { byCodePoint, defined, unlessEmpty } from "../json.ts";
import type { Schema } from "../json-schema.ts";
import { Advertiser } from "./advertise.ts";
import { Components } from "./components.ts";
import {
  type DeclarationContext,
  MODEL_DEFAULTS,
  type ModelOptions,
  type OperationContext,
} from "./context.ts";
import { modelPrompts } from "./declared/declared-content.ts";
import { handlersOf } from "./declared/declared-handlers.ts";
import { type Declared, declareSpec, finishDeclared } from "./declared/declared-tools.ts";
import { Examples } from "./examples.ts";
import { testsFor } from "./expected-rows.ts";
import { Operations, type ToolDraft } from "./operation-tool.ts";
import { graphOf, patternsIn } from "./schema-graph.ts";
import { selectOperations } from "./select.ts";
import type { ServerInput, ServerModel, ToolModel, UpstreamModel } from "./server-model.ts";
import { modelSurface } from "./surface.ts";
import { type Alias, type Grouped, groupTools, nameOperations } from "./tool-names.ts";
import { exportNames, groupName } from "./unique-names.ts";
import { joinDocuments, modelUpstreams } from "./upstreams.ts";

/** Makes the model of a server: everything that its generated files contain. Reports each part that is left out. */
export function modelServer(
  input: ServerInput,
  reports: Reports,
  options: ModelOptions = MODEL_DEFAULTS,
): ServerModel {
  return finishServer(input, declareServer(input, reports, options));
}

/** The tools of a server with their final names, before their tests. */
interface DeclaredServer {
  readonly context: OperationContext;
  /** Of the documents; those that are not offered are there if something calls them. */
  readonly operations: readonly ToolDraft[];
  /** Of the tool spec, with its context. */
  readonly declared: (Declared & { readonly context: DeclarationContext }) | undefined;
}

/** The first pass. */
function declareServer(input: ServerInput, reports: Reports, options: ModelOptions): DeclaredServer {
  const { spec } = input;
  const { documents, schemas } = joinDocuments(input.documents);
  const components = new Components(new Map([...schemas, ...(spec?.schemas ?? [])]));
  const selected = selectOperations(documents, spec, reports);
  const names = nameOperations(selected, spec?.tools.map(({ name }) => name) ?? [], reports);
  const upstreams = modelUpstreams(input, reports.spec);
  const context = { server: input.name, spec, upstreams, components, options, reports };
  const operations = new Operations(selected, names, context);
  const declaration = spec && { ...context, spec, operations, diagnostics: reports.spec };
  const declared = declaration && { ...declareSpec(declaration), context: declaration };
  // Only now is it known which operations the declared tools call.
  return { context, operations: operations.drafts(), declared };
}

/** The second pass: the tests, the files and exports, and the surface. */
function finishServer(input: ServerInput, { context, operations, declared }: DeclaredServer): ServerModel {
  const { components, options, spec, upstreams } = context;
  const graph = graphOf(components.defs);
  const examples = new Examples(components.defs);
  const all = [...operations, ...(declared?.drafts ?? [])].sort((a, b) => byCodePoint(a.name, b.name));
  const exports = exportNames(all.map(({ name }) => name));
  const groups = groupTools([
    ...operations.map((draft) => finishOperation(draft, exports, examples, context)),
    ...(declared ? finishDeclared(declared, all, exports, examples, declared.context) : []),
  ]);
  const resources = declared?.resources ?? [];
  const prompts = spec ? modelPrompts(spec, examples) : [];
  const tools = groups.flatMap((group) => group.tools).sort((a, b) => byCodePoint(a.name, b.name));
  const aliases: Alias[] = [...operations.flatMap((draft) => draft.aliases), ...(declared?.aliases ?? [])];
  const advertiser = new Advertiser(components.defs, graph, options.maxOutputSchema);
  return {
    file: input.file,
    name: input.name,
    ...splitUpstreams(input.name, upstreams),
    groups,
    components: components.list(graph),
    patterns: patternsIn(schemasOf(tools, components.defs)),
    resources,
    prompts,
    handlers: handlersOf(groups, resources, prompts),
    hooks: input.hooks,
    surface: modelSurface(input, tools, resources, prompts, advertiser, aliases),
  };
}

function finishOperation(
  draft: ToolDraft,
  exports: ReadonlyMap<string, string>,
  examples: Examples,
  { upstreams, reports }: OperationContext,
): Grouped {
  const { operation, upstream, success: _, cases: __, aliases: ___, ...tool } = draft;
  const called = upstreams.find(({ name }) => name === upstream);
  const tests = draft.internal ? undefined : testsFor(draft, called, examples, reports.of(upstream));
  return {
    group: groupName(operation.tags[0], operation.path),
    upstream,
    tool: defined<ToolModel>({ ...tool, exportName: exports.get(tool.name) as string, tests }),
  };
}

/** The upstream with the name of the server, and the others by name. */
function splitUpstreams(
  server: string,
  upstreams: readonly UpstreamModel[],
): Pick<ServerModel, "ownUpstream" | "upstreams"> {
  const definitions = new Map(upstreams.map(({ name, ...definition }) => [name, definition]));
  const ownUpstream = definitions.get(server);
  definitions.delete(server);
  return { ownUpstream, upstreams: unlessEmpty(Object.fromEntries(definitions)) };
}

/** The named schemas, and those of the tools. */
function schemasOf(tools: readonly ToolModel[], defs: ReadonlyMap<string, Schema>): Schema[] {
  const ofTools = tools.flatMap(({ arguments: args, input, output }) => [
    ...args.map(({ schema }) => schema),
    input,
    output,
  ]);
  return [...defs.values(), ...ofTools.filter((schema) => schema !== undefined)];
}
