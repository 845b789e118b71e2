/** What clients see. */
import type { Json, JsonObject } from "../json.ts";
import type { Icon, SpecTool } from "../toolspec/tool-spec.ts";
import type { Advertiser } from "./advertise.ts";
import { type Alias, modelAliases } from "./aliases.ts";
import type { PromptModel, ResourceModel, ServerInput, SurfaceModel, ToolModel } from "./server-model.ts";

export function modelSurface(
  { spec }: ServerInput,
  tools: readonly ToolModel[],
  resources: readonly ResourceModel[],
  prompts: readonly PromptModel[],
  advertiser: Advertiser,
  aliases: readonly Alias[],
): SurfaceModel {
  const offered = tools.filter(({ internal }) => !internal);
  const sources = new Map(spec?.tools.map((tool) => [tool.name, tool]));
  const isTemplate = ({ variables }: ResourceModel): boolean => variables.length > 0;
  return {
    tools: offered.map((tool) => shownTool(tool, advertiser, sources.get(tool.name))),
    aliases: modelAliases(aliases, new Set(offered.map(({ name }) => name))),
    tasks: offered.flatMap(({ name, task }) => (task ? [[name, task] as const] : [])),
    resources: resources.filter((resource) => !isTemplate(resource)).map(shownResource),
    resourceTemplates: resources.filter(isTemplate).map(shownResource),
    prompts: prompts.map(shownPrompt),
  };
}

/** A tool as `tools/list` shows it. `source`: what a spec says of it, where a spec declares it. */
function shownTool(tool: ToolModel, advertiser: Advertiser, source?: SpecTool): JsonObject {
  const outputSchema = source ? declaredOutput(source, advertiser) : documentedOutput(tool, advertiser);
  return {
    name: tool.name,
    ...(tool.title !== undefined && { title: tool.title }),
    description: tool.description,
    inputSchema: source?.input.verbatim ?? advertiser.input(tool.arguments),
    ...(outputSchema && { outputSchema }),
    annotations: { ...tool.annotations } as { [hint: string]: Json },
    ...iconsOf(tool.icons),
  };
}

function documentedOutput({ output }: ToolModel, advertiser: Advertiser): JsonObject | undefined {
  return output === undefined ? undefined : advertiser.output(output);
}

/**
 * A whole schema, and that of what code returns, are shown as they are. Else it is as with documents: what a real
 * answer may fail is left out. Clients of 2025 know objects only: what is never one is a member of one, as in the
 * result itself, and what may be one or not is not shown.
 */
function declaredOutput({ output, action }: SpecTool, advertiser: Advertiser): JsonObject | undefined {
  if (!output) return undefined;
  const isExact = output.verbatim !== undefined || action.kind === "handler";
  if (!isExact) return advertiser.forgivingly(output.schema);
  const schema = output.verbatim ?? advertiser.exactly(output.schema);
  const types = [schema.type ?? []].flat();
  if (!types.includes("object") && types.length > 0)
    return { type: "object", properties: { result: schema }, required: ["result"] };
  return schema.type === "object" ? schema : undefined;
}

function iconsOf(icons: readonly Icon[] | undefined): { icons?: Json[] } {
  if (!icons || icons.length === 0) return {};
  return {
    icons: icons.map(({ sizes, ...icon }): JsonObject => ({ ...icon, ...(sizes && { sizes: [...sizes] }) })),
  };
}

/** As `resources/list` or `resources/templates/list` show it. */
function shownResource(resource: ResourceModel): JsonObject {
  const { name, uri, variables, title, description, mimeType, annotations, icons } = resource;
  return {
    ...(variables.length > 0 ? { uriTemplate: uri } : { uri }),
    name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(mimeType !== undefined && { mimeType }),
    ...(annotations && { annotations: annotations as JsonObject }),
    ...iconsOf(icons),
  };
}

/** As `prompts/list` shows it. */
function shownPrompt({ name, title, description, arguments: args, icons }: PromptModel): JsonObject {
  return {
    name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(args.length > 0 && {
      arguments: args.map(({ name, description, required }) => ({
        name,
        ...(description !== undefined && { description }),
        ...(required && { required }),
      })),
    }),
    ...iconsOf(icons),
  };
}
