import type { Reports } from "../diagnostics.ts";
import { byCodePoint } from "../json.ts";
import { Advertiser } from "./advertise.ts";
import { Components } from "./components.ts";
import { type DeclarationContext, MODEL_DEFAULTS, type ModelOptions } from "./context.ts";
import { handlersOf, modelPrompts } from "./declared/declared-content.ts";
import { declareSpec, finishDeclared } from "./declared/declared-tools.ts";
import { Examples } from "./examples.ts";
import { testsFor } from "./expected-rows.ts";
import { Operations } from "./operation-tool.ts";
import { graphOf } from "./schema-graph.ts";
import { selectOperations } from "./select.ts";
import type { ServerInput, ServerModel } from "./server-model.ts";
import { modelSurface } from "./surface.ts";
import { type Grouped, groupTools, nameOperations } from "./tool-names.ts";
import { exportNames, groupName } from "./unique-names.ts";
import { joinDocuments, modelUpstreams } from "./upstreams.ts";

/** Makes the model of a server: everything that its generated files say. */
export function modelServer(
  source: ServerInput,
  reports: Reports,
  options: ModelOptions = MODEL_DEFAULTS,
): ServerModel {
  const { spec } = source;
  const { documents, schemas, securitySchemes } = joinDocuments(source.documents);
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
    upstreams,
    securitySchemes: [...securitySchemes].sort(([a], [b]) => byCodePoint(a, b)),
    groups,
    components: components.list(graph),
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
