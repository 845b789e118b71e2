import type { Diagnostics, Reports } from "../diagnostics.ts";
import { byCodePoint, type Json, type JsonObject } from "../json.ts";
import type {
  ApiOperation,
  HttpToolModel,
  ServerModel,
  ServerSource,
  ToolGroup,
  ToolModel,
} from "../types.ts";
import { Advertiser } from "./advertise.ts";
import { Components } from "./components.ts";
import { Examples } from "./examples.ts";
import { graphOf } from "./graph.ts";
import { groupBy, groupName, settle, toolNames } from "./names.ts";
import { testsFor } from "./tests.ts";
import { draftTool, type ToolDraft } from "./tool.ts";

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
  const [first] = source.documents;
  if (!first) throw new Error(`${source.name} has no document`);
  const { document } = first;
  const diagnostics = reports.of(first.upstream);
  const components = new Components(document.schemas);
  const names = nameTools(document.operations, diagnostics);
  const drafts = document.operations
    .map((operation) =>
      draftTool(operation, names.get(operation) as string, components, options, diagnostics),
    )
    .filter((draft) => draft !== undefined)
    .sort((a, b) => byCodePoint(a.name, b.name));

  const graph = graphOf(components.defs);
  const examples = new Examples(components.defs);
  const advertiser = new Advertiser(components.defs, graph, options.maxOutputSchema);
  const tools = drafts.map((draft) => finish(draft, testsFor(draft, examples, diagnostics)));
  const groups = groupBy(drafts.keys(), (i) => {
    const { tags, path } = (drafts[i] as ToolDraft).operation;
    return groupName(tags[0], path);
  });
  return {
    name: source.name,
    file: source.file,
    title: document.title,
    version: document.version,
    ...(document.description !== undefined && { description: document.description }),
    icons: [],
    upstreams: [
      {
        name: first.upstream,
        ...(document.baseUrl !== undefined && { baseUrl: document.baseUrl }),
        headers: [],
      },
    ],
    securitySchemes: [...document.securitySchemes].sort(([a], [b]) => byCodePoint(a, b)),
    groups: [...groups]
      .map(([name, members]): ToolGroup => ({ name, tools: members.map((i) => tools[i] as ToolModel) }))
      .sort((a, b) => byCodePoint(a.name, b.name)),
    components: components.list(graph),
    resources: [],
    prompts: [],
    handlers: [],
    ...(source.hooks !== undefined && { hooks: source.hooks }),
    surface: {
      tools: tools.map((tool) => surfaceOf(tool, advertiser)),
      aliases: [],
      resources: [],
      resourceTemplates: [],
      prompts: [],
    },
  };
}

function nameTools(
  operations: readonly ApiOperation[],
  diagnostics: Diagnostics,
): ReadonlyMap<ApiOperation, string> {
  const rules = (operation: ApiOperation) =>
    toolNames(operation.method, operation.path, operation.operationId);
  const names = settle(operations, rules);
  for (const [operation, name] of names) {
    const wanted = rules(operation)[0]?.();
    if (name === wanted) continue;
    diagnostics.report(
      "name-collision",
      operation.pointer,
      `another operation would be called "${wanted}" too; this one's tool is called "${name}"`,
      "Give each operation an operationId of its own.",
    );
  }
  return names;
}

function finish(draft: ToolDraft, tests: ToolModel["tests"]): HttpToolModel {
  const { operation: _operation, success: _success, ...tool } = draft;
  return { ...tool, ...(tests && { tests }) };
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
  };
}
