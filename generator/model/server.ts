import type { Reports } from "../diagnostics.ts";
import { byCodePoint, type Json, type JsonObject } from "../json.ts";
import type { Icon, ServerModel, ServerSource, ToolModel } from "../types.ts";
import { Advertiser } from "./advertise.ts";
import { modelAliases } from "./aliases.ts";
import { Components } from "./components.ts";
import { joinDocuments } from "./documents.ts";
import { Examples } from "./examples.ts";
import { graphOf } from "./graph.ts";
import { type Grouped, groupTools } from "./groups.ts";
import { exportNames, groupName } from "./names.ts";
import { nameOperations } from "./naming.ts";
import { Operations } from "./operations.ts";
import { selectOperations } from "./select.ts";
import { testsFor } from "./tests.ts";
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
  source: ServerSource,
  reports: Reports,
  options: ModelOptions = MODEL_DEFAULTS,
): ServerModel {
  const { documents, schemas, securitySchemes } = joinDocuments(source.documents);
  const { spec } = source;
  const components = new Components(schemas);
  const selected = selectOperations(documents, spec, reports);
  const names = nameOperations(selected, spec?.tools.map(({ name }) => name) ?? [], reports);
  const upstreams = modelUpstreams(source);
  const context = { server: source.name, spec, upstreams, components, options, reports };
  const operations = new Operations(selected, names, context);
  const drafts = operations.drafts().sort((a, b) => byCodePoint(a.name, b.name));

  const graph = graphOf(components.defs);
  const examples = new Examples(components.defs);
  const advertiser = new Advertiser(components.defs, graph, options.maxOutputSchema);
  const exports = exportNames(drafts.map(({ name }) => name));
  const tools = drafts.map((draft): Grouped => {
    const { operation, upstream, success: _, cases: __, aliases: ___, ...tool } = draft;
    const at = upstreams.find(({ name }) => name === upstream);
    const tests = testsFor(draft, at, examples, reports.of(upstream));
    return {
      group: groupName(operation.tags[0], operation.path),
      upstream,
      tool: { ...tool, exportName: exports.get(tool.name) as string, ...(tests && { tests }) },
    };
  });
  const offered = tools.map(({ tool }) => tool).filter(({ internal }) => !internal);
  return {
    file: source.file,
    ...describeServer(source),
    upstreams,
    securitySchemes: [...securitySchemes].sort(([a], [b]) => byCodePoint(a, b)),
    groups: groupTools(tools),
    components: components.list(graph),
    resources: [],
    prompts: [],
    handlers: [],
    ...(source.hooks !== undefined && { hooks: source.hooks }),
    surface: {
      tools: offered.map((tool) => surfaceOf(tool, advertiser)),
      aliases: modelAliases(
        drafts.flatMap(({ aliases }) => aliases),
        new Set(offered.map(({ name }) => name)),
      ),
      tasks: tools.flatMap(({ tool: { name, task, internal } }) =>
        task && !internal ? [[name, task] as const] : [],
      ),
      resources: [],
      resourceTemplates: [],
      prompts: [],
    },
  };
}

/** What clients are told about the server: by the spec, or else by the document that is its own or its only one. */
function describeServer({ name, documents, spec }: ServerSource) {
  const own = documents.find(({ upstream }) => upstream === name) ?? documents[0];
  const document = documents.length === 1 || own?.upstream === name ? own?.document : undefined;
  const { title, version, instructions, websiteUrl, icons = [] } = spec?.server ?? {};
  const description = instructions ?? document?.description;
  return {
    name,
    title: title ?? document?.title ?? name,
    version: version ?? document?.version ?? "0.0.0",
    ...(description !== undefined && { description }),
    ...(websiteUrl !== undefined && { websiteUrl }),
    icons,
  };
}

/** A tool as `tools/list` shows it. */
function surfaceOf(tool: ToolModel, advertiser: Advertiser): JsonObject {
  const outputSchema = tool.output === undefined ? undefined : advertiser.output(tool.output);
  return {
    name: tool.name,
    ...(tool.title !== undefined && { title: tool.title }),
    description: tool.description,
    inputSchema: advertiser.input(tool.arguments),
    ...(outputSchema && { outputSchema }),
    annotations: { ...tool.annotations } as { [hint: string]: Json },
    ...(tool.icons && tool.icons.length > 0 && { icons: tool.icons.map(shownIcon) }),
  };
}

function shownIcon({ sizes, ...icon }: Icon): JsonObject {
  return { ...icon, ...(sizes && { sizes: [...sizes] }) };
}
