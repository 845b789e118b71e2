/** The surface of a server: what clients see of it. */
import type {
  AdvertisedPrompt,
  AdvertisedResource,
  AdvertisedTemplate,
  AdvertisedTool,
  Surface,
} from "../../runtime/contract/surface.ts";
import { defined, type JsonObject, unlessEmpty } from "../json.ts";
import type { SpecTool } from "../toolspec/tool-spec.ts";
import type { Advertiser } from "./advertise.ts";
import type { PromptModel, ResourceModel, ServerInput, ToolModel } from "./server-model.ts";
import { type Alias, modelAliases } from "./tool-names.ts";

export function modelSurface(
  source: ServerInput,
  all: readonly ToolModel[],
  resources: readonly ResourceModel[],
  prompts: readonly PromptModel[],
  advertiser: Advertiser,
  formerNames: readonly Alias[],
): Surface {
  const offered = all.filter(({ internal }) => !internal);
  const sources = new Map(source.spec?.tools.map((tool) => [tool.name, tool]));
  const isTemplate = ({ variables }: ResourceModel): boolean => variables.length > 0;
  const aliases = modelAliases(formerNames, new Set(offered.map(({ name }) => name)));
  const tasks = offered.flatMap(({ name, task }) => (task ? [[name, task] as const] : []));
  const fixed = resources.filter((resource) => !isTemplate(resource));
  const templates = resources.filter(isTemplate);
  return defined<Surface>({
    server: describeServer(source),
    tools: offered.map((tool) => shownTool(tool, advertiser, sources.get(tool.name))),
    aliases: unlessEmpty(Object.fromEntries(aliases)),
    tasks: unlessEmpty(Object.fromEntries(tasks)),
    resources: unlessEmpty(fixed.map(shownResource)),
    resourceTemplates: unlessEmpty(templates.map(shownTemplate)),
    prompts: unlessEmpty(prompts.map(shownPrompt)),
  });
}

/** The server as its spec describes it, or else its own document or its only one. */
function describeServer({ name, documents, spec }: ServerInput): Surface["server"] {
  const own = documents.find(({ upstream }) => upstream === name) ?? documents[0];
  const document = documents.length === 1 || own?.upstream === name ? own?.document : undefined;
  const { title, version, instructions = document?.description, websiteUrl, icons } = spec?.server ?? {};
  return defined<Surface["server"]>({
    name,
    title: title ?? document?.title ?? name,
    version: version ?? document?.version ?? "0.0.0",
    instructions,
    websiteUrl,
    icons: unlessEmpty(icons),
  });
}

/** A tool as `tools/list` shows it. `source`: its declaration, for a tool of a spec. */
function shownTool(tool: ToolModel, advertiser: Advertiser, source?: SpecTool): AdvertisedTool {
  const outputSchema = source ? declaredOutput(source, advertiser) : documentedOutput(tool, advertiser);
  return defined<AdvertisedTool>({
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: asObject(source?.input.verbatim ?? advertiser.input(tool.arguments)),
    outputSchema: outputSchema && asObject(outputSchema),
    annotations: tool.annotations,
    icons: unlessEmpty(tool.icons),
  });
}

/** Clients accept schemas of objects only; neither a spec nor the advertiser yields another here. */
function asObject(schema: JsonObject): JsonObject & { type: "object" } {
  return schema as JsonObject & { type: "object" };
}

function documentedOutput({ output }: ToolModel, advertiser: Advertiser): JsonObject | undefined {
  return output === undefined ? undefined : advertiser.output(output);
}

/**
 * A schema that is given whole, and the schema of a handler's result, are shown unchanged. Any other is treated like
 * that of a document: constraints that a real answer may violate are left out. Clients of the 2025 revisions require
 * an object: a schema of another type becomes the member `result` of one, as in the result itself, and a schema that
 * allows objects besides other types is not shown.
 */
function declaredOutput({ output, action }: SpecTool, advertiser: Advertiser): JsonObject | undefined {
  if (!output) return undefined;
  const isExact = output.verbatim !== undefined || action.kind === "handler";
  if (!isExact) return advertiser.relaxed(output.schema);
  const schema = output.verbatim ?? advertiser.exact(output.schema);
  const types = [schema.type ?? []].flat();
  if (!types.includes("object") && types.length > 0)
    return { type: "object", properties: { result: schema }, required: ["result"] };
  return schema.type === "object" ? schema : undefined;
}

function shownResource(resource: ResourceModel): AdvertisedResource {
  return { uri: resource.uri, ...commonOf(resource) };
}

function shownTemplate(resource: ResourceModel): AdvertisedTemplate {
  return { uriTemplate: resource.uri, ...commonOf(resource) };
}

/** The members that `resources/list` and `resources/templates/list` share. */
function commonOf(resource: ResourceModel): Omit<AdvertisedResource, "uri"> {
  const { name, title, description, mimeType, annotations, icons } = resource;
  return defined<Omit<AdvertisedResource, "uri">>({
    name,
    title,
    description,
    mimeType,
    annotations,
    icons: unlessEmpty(icons),
  });
}

/** A prompt as `prompts/list` shows it. */
function shownPrompt({ name, title, description, arguments: args, icons }: PromptModel): AdvertisedPrompt {
  return defined<AdvertisedPrompt>({
    name,
    title,
    description,
    arguments: unlessEmpty(
      args.map(({ name, description, required }) =>
        defined<NonNullable<AdvertisedPrompt["arguments"]>[number]>({
          name,
          description,
          required: required || undefined,
        }),
      ),
    ),
    icons: unlessEmpty(icons),
  });
}
