import type { Reports } from "../diagnostics.ts";
import { byCodePoint } from "../json.ts";
import { Advertiser } from "./advertise.ts";
import { Components } from "./components.ts";
import { declareSpec } from "./declared/declare.ts";
import { handlersOf } from "./declared/handlers.ts";
import { modelPrompts } from "./declared/prompts.ts";
import { joinDocuments } from "./documents.ts";
import { Examples } from "./examples.ts";
import { testsFor } from "./expected-rows.ts";
import { Operations } from "./operations.ts";
import { graphOf } from "./schema-graph.ts";
import { selectOperations } from "./select.ts";
import type { ServerInput, ServerModel } from "./server-model.ts";
import { modelSurface } from "./surface.ts";
import { type Grouped, groupTools, nameOperations } from "./tool-names.ts";
import { exportNames, groupName } from "./unique-names.ts";
import { modelUpstreams } from "./upstreams.ts";

export interface ModelOptions {
  /** Media types of bodies to take before all others, the first first. */
  readonly prefer: readonly string[];
  /** Characters of JSON up to which an output schema is advertised. */
  readonly maxOutputSchema: number;
}

export const MODEL_DEFAULTS: ModelOptions = { prefer: [], maxOutputSchema: 1024 };

/** Decides everything there is to decide about a server; what it cannot decide, it reports. */
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
  const declared = spec && declareSpec({ ...context, spec, operations, diagnostics: reports.spec });
  // What is declared may call operations that are not offered: only now is it known which there are.
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
  const groups = groupTools([...ofDocuments, ...(declared?.finish(all, exports, examples) ?? [])]);
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
