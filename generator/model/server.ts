import type { Reports } from "../diagnostics.ts";
import { byCodePoint } from "../json.ts";
import type { Schema } from "../json-schema.ts";
import { Advertiser } from "./advertise.ts";
import { Components } from "./components.ts";
import { type DeclarationContext, MODEL_DEFAULTS, type ModelOptions } from "./context.ts";
import { modelPrompts } from "./declared/declared-content.ts";
import { handlersOf } from "./declared/declared-handlers.ts";
import { declareSpec, finishDeclared } from "./declared/declared-tools.ts";
import { joinDocuments } from "./documents.ts";
import { Examples } from "./examples.ts";
import { type Grouped, groupTools } from "./groups.ts";
import { exportNames, groupName } from "./names.ts";
import { Operations } from "./operations.ts";
import { graphOf } from "./schema-graph.ts";
import { patternsIn } from "./schema-walk.ts";
import { selectOperations } from "./select.ts";
import type { ServerInput, ServerModel, ToolModel, UpstreamModel } from "./server-model.ts";
import { modelSurface } from "./surface.ts";
import { testsFor } from "./tests.ts";
import { nameOperations } from "./tool-names.ts";
import { modelUpstreams } from "./upstreams.ts";

/** Makes the model of a server: everything that its generated files say. */
export function modelServer(
  source: ServerInput,
  reports: Reports,
  options: ModelOptions = MODEL_DEFAULTS,
): ServerModel {
  const { spec } = source;
  const { documents, schemas } = joinDocuments(source.documents);
  const components = new Components(new Map([...schemas, ...(spec?.schemas ?? [])]));
  const selected = selectOperations(documents, spec, reports);
  const names = nameOperations(selected, spec?.tools.map(({ name }) => name) ?? [], reports);
  const upstreams = modelUpstreams(source, reports.spec);
  const context = { server: source.name, spec, upstreams, components, options, reports };
  const operations = new Operations(selected, names, context);
  const declaring: DeclarationContext | undefined = spec && {
    ...context,
    spec,
    operations,
    diagnostics: reports.spec,
  };
  const declared = declaring && declareSpec(declaring);
  // Declared tools may have called operations that are not offered.
  const drafts = operations.drafts();
  const all = [...drafts, ...(declared?.drafts ?? [])].sort((a, b) => byCodePoint(a.name, b.name));

  const graph = graphOf(components.defs);
  const examples = new Examples(components.defs);
  const advertiser = new Advertiser(components.defs, graph, options.maxOutputSchema);
  const exports = exportNames(all.map(({ name }) => name));
  const ofDocuments = drafts.map((draft): Grouped => {
    const { operation, upstream, success: _, cases: __, aliases: ___, ...tool } = draft;
    const at = upstreams.find(({ name }) => name === upstream);
    const tests = draft.internal ? undefined : testsFor(draft, at, examples, reports.of(upstream));
    return {
      group: groupName(operation.tags[0], operation.path),
      upstream,
      tool: { ...tool, exportName: exports.get(tool.name) as string, ...(tests && { tests }) },
    };
  });
  const ofSpec = declared ? finishDeclared(declared, all, exports, examples, declaring) : [];
  const groups = groupTools([...ofDocuments, ...ofSpec]);
  const { resources = [] } = declared ?? {};
  const prompts = spec ? modelPrompts(spec, examples) : [];
  const tools = groups.flatMap((group) => group.tools).sort((a, b) => byCodePoint(a.name, b.name));
  return {
    file: source.file,
    name: source.name,
    ...splitUpstreams(source.name, upstreams),
    groups,
    components: components.list(graph),
    patterns: patternsIn(schemasOf(tools, components.defs)),
    resources,
    prompts,
    handlers: handlersOf(groups, resources, prompts),
    ...(source.hooks !== undefined && { hooks: source.hooks }),
    surface: modelSurface(source, tools, resources, prompts, advertiser, [
      ...drafts.flatMap(({ aliases }) => aliases),
      ...(declared?.aliases ?? []),
    ]),
  };
}

/** The server's own upstream and the others. */
function splitUpstreams(
  server: string,
  upstreams: readonly UpstreamModel[],
): Pick<ServerModel, "ownUpstream" | "upstreams"> {
  const own = upstreams.find(({ name }) => name === server);
  const others = upstreams
    .filter((upstream) => upstream !== own)
    .map(({ name, ...of }) => [name, of] as const);
  const { name: _, ...ownUpstream } = own ?? { name: server };
  return {
    ...(own && { ownUpstream }),
    ...(others.length > 0 && { upstreams: Object.fromEntries(others) }),
  };
}

/** Every schema of some tools, and the named ones. */
function schemasOf(tools: readonly ToolModel[], defs: ReadonlyMap<string, Schema>): Schema[] {
  return [
    ...defs.values(),
    ...tools.flatMap(({ arguments: args, input, output }) => [
      ...args.map(({ schema }) => schema),
      ...[input, output].filter((schema) => schema !== undefined),
    ]),
  ];
}
