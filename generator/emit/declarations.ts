/** The declarations of a server: its tools, resources, prompts, schemas, `index.ts` and `surface.json`. */
import { CONTRACT_VERSION } from "../../runtime/contract/contract-version.ts";
import type { PromptDefinition } from "../../runtime/contract/prompt-definition.ts";
import type { ResourceFields } from "../../runtime/contract/resource-definition.ts";
import type { ServerFields, ServerModules } from "../../runtime/contract/server-definition.ts";
import type { SurfaceOrigin } from "../../runtime/contract/surface.ts";
import type { ToolFields } from "../../runtime/contract/tool-definition.ts";
import type { PromptModel, ResourceModel, ServerModel, ToolGroup, ToolModel } from "../model/server-model.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { comment, escapeUnsafe, literal, propertyKey } from "./literal.ts";
import {
  block,
  Code,
  header,
  type Layout,
  LINES,
  type OutputFolder,
  type Printed,
  pathTo,
  print,
} from "./print.ts";
import { typeOf } from "./typescript-type.ts";
import { type Schemas, ZodPrinter } from "./zod.ts";

const TOOL: Layout = {
  members: {
    description: LINES,
    http: {
      members: { params: { open: true }, body: { only: "value", members: { value: LINES } }, poll: LINES },
    },
    steps: { each: { members: { with: LINES, outputs: LINES } } },
    result: LINES,
  },
};
const RESOURCE: Layout = { members: { with: LINES, complete: LINES } };
const PROMPT: Layout = { members: { args: LINES, complete: LINES, messages: LINES } };
const UPSTREAM: Layout = { members: { headers: LINES } };
const SERVER: Layout = { members: { ...UPSTREAM.members, upstreams: { each: UPSTREAM }, groups: LINES } };

/** `tools/<group>.ts`: the declarations of a group of tools. */
export function emitTools(model: ServerModel, group: ToolGroup, schemas: Schemas): GeneratedFile {
  const input = new ZodPrinter(schemas, { describe: true });
  const output = new ZodPrinter(schemas, { describe: false });
  const declarations = group.tools.map(
    (tool) =>
      `/** ${comment(summaryOf(tool))} */\n` +
      declare(tool.exportName, "defineTool", toolOf(tool, input, output), TOOL),
  );
  const helpers = new Set([...input.uses.helpers, ...output.uses.helpers]);
  const used = [...new Set([...input.uses.components, ...output.uses.components])].sort();
  const imports = [
    `import { ${[...helpers].sort().concat("z").join(", ")} } from "speclathe/schema";`,
    `import { defineTool } from "speclathe/tool";`,
    ...(used.length > 0 ? [`${block("import {", used, "}")} from "../schemas.ts";`] : []),
  ].join("\n");
  return {
    path: `${model.name}/tools/${group.name}.ts`,
    text: [header(model.file), `${imports}\n`, ...declarations].join("\n"),
  };
}

/** The members of a definition in order. A member without a case of its own is passed on. */
function toolOf(tool: ToolModel, inputs: ZodPrinter, outputs: ZodPrinter): Printed<ToolFields<Code, Code>> {
  const { exportName: _, arguments: __, internal, tests, icons, ...definition } = tool;
  const { name, title, input, output, annotations, http, steps, handler, result, ...others } = definition;
  const { description, ...passedOn } = others;
  const [paragraph = "", ...more] = description.split(/\n{2,}/);
  const action = { http, steps, handler, result };
  return {
    name,
    title,
    // One line a paragraph: a change of one is a change of one line.
    description: more.length === 0 ? paragraph : [paragraph, ...more],
    input: new Code(`() => ${inputOf(tool, inputs)}`),
    output: output === undefined ? undefined : new Code(`() => ${outputs.print(output)}`),
    annotations,
    ...passedOn,
    ...action,
  };
}

/** The schema of the arguments: theirs one by one, or one for all. */
function inputOf(tool: ToolModel, printer: ZodPrinter): string {
  if (tool.input) return printer.input(tool.input);
  const args = tool.arguments.map(
    (argument) => `${propertyKey(argument.name)}: ${printer.argument(argument)}`,
  );
  return args.length === 0 ? "z.strictObject({\n})" : block("z.strictObject({", args, "})");
}

/** The request, calls or code behind a tool, for the comment above it. */
function summaryOf({ http, steps, handler }: ToolModel): string {
  if (http) return `${http.method} ${http.path}`;
  return handler ?? [...new Set(steps?.map(({ call }) => call))].join(", ");
}

/** `resources.ts`: the sources of the resources. The texts that clients see are in surface.json. */
export function emitResources(model: ServerModel, { out }: OutputFolder): GeneratedFile {
  const folder = `${out}/${model.name}`;
  const declarations = model.resources.map((resource) =>
    declare(resource.exportName, "defineResource", resourceOf(resource, folder), RESOURCE),
  );
  return declarationFile(model, "resources", "defineResource", "speclathe/resource", declarations);
}

function resourceOf(resource: ResourceModel, folder: string): Printed<ResourceFields> {
  const { name, uri, mimeType, list, complete, subscribe } = resource;
  const source = {
    ...("text" in resource && { text: resource.text }),
    ...("blob" in resource && { blob: resource.blob }),
    ...("file" in resource && {
      file: new Code(`new URL(${pathTo(resource.file, folder)}, import.meta.url)`),
    }),
    ...("call" in resource && { call: resource.call, with: resource.with }),
    ...("handler" in resource && { handler: resource.handler }),
  };
  return { name, uri, mimeType, ...source, list, complete, subscribe };
}

/** `prompts.ts`: the messages of the prompts. The texts that clients see are in surface.json. */
export function emitPrompts(model: ServerModel): GeneratedFile {
  const declarations = model.prompts.map((prompt) =>
    declare(prompt.exportName, "definePrompt", promptOf(prompt), PROMPT),
  );
  return declarationFile(model, "prompts", "definePrompt", "speclathe/prompt", declarations);
}

function promptOf(prompt: PromptModel): Printed<Pick<PromptDefinition, "name" | "args" | "complete">> {
  const { name, args, complete } = prompt;
  const source = "handler" in prompt ? { handler: prompt.handler } : { messages: prompt.messages };
  return { name, args, complete, ...source };
}

function declare(name: string, define: string, definition: object, layout: Layout): string {
  return `export const ${name} = ${define}(${print(definition, layout)});\n`;
}

function declarationFile(
  model: ServerModel,
  file: string,
  define: string,
  module: string,
  declarations: readonly string[],
): GeneratedFile {
  const imports = `import { ${define} } from "${module}";\n`;
  return {
    path: `${model.name}/${file}.ts`,
    text: [header(model.file), imports, ...declarations].join("\n"),
  };
}

/** `schemas.ts`: one lazily built schema for each named schema that a tool uses. */
export function emitSchemas(model: ServerModel, schemas: Schemas): GeneratedFile {
  const printer = new ZodPrinter(schemas, { describe: false });
  const declarations = model.components.map((component) => {
    const { exportName, schema, recursive } = component;
    const code = printer.print(schema);
    // A recursive type cannot be inferred through itself: the type is written out and the schema has it.
    return recursive
      ? `export type ${exportName} = ${typeOf(schema, schemas)};\n` +
          `export const ${exportName} = component((): z.ZodType<${exportName}> => ${code});\n`
      : `export const ${exportName} = component(() => ${code});\n` +
          `export type ${exportName} = z.output<ReturnType<typeof ${exportName}>>;\n`;
  });
  const helpers = ["component", ...printer.uses.helpers].sort();
  return declarationFile(model, "schemas", [...helpers, "z"].join(", "), "speclathe/schema", declarations);
}

/** `index.ts`: the server. Its modules are imported when they are first needed. */
export function emitIndex(model: ServerModel, { out }: OutputFolder): GeneratedFile {
  const { name, resources, prompts, handlers, hooks, ownUpstream, upstreams } = model;
  const load = (path: string): Code => new Code(`() => import(${path})`);
  const groups = model.groups.map(
    (group) => [group.name, load(literal(`./tools/${group.name}.ts`))] as const,
  );
  const hasHandlers = handlers.length > 0;
  const server: Printed<Omit<ServerFields<Record<keyof ServerModules, Code>>, "handlers">> & {
    readonly handlers: Code | undefined;
  } = {
    name,
    baseUrl: ownUpstream?.baseUrl,
    operatorConfigured: ownUpstream?.operatorConfigured,
    headers: ownUpstream?.headers,
    upstreams,
    surface: new Code(`new URL("./surface.json", import.meta.url)`),
    groups: Object.fromEntries(groups),
    resources: resources.length > 0 ? load(`"./resources.ts"`) : undefined,
    prompts: prompts.length > 0 ? load(`"./prompts.ts"`) : undefined,
    handlers: hasHandlers ? new Code("handlers") : undefined,
    hooks: hooks === undefined ? undefined : load(pathTo(hooks, `${out}/${name}`)),
  };
  const imports = [
    `import { defineServer } from "speclathe/server";\n`,
    ...(hasHandlers ? [`import { handlers } from "./handlers.ts";\n`] : []),
  ].join("");
  const declaration = `export default defineServer(${print(server, SERVER)});\n`;
  return { path: `${name}/index.ts`, text: [header(model.file), imports, declaration].join("\n") };
}

/**
 * `surface.json`: exactly what a client sees. Only this file has the versions of the generator and of the
 * contract, so that another version changes one line of one file.
 */
export function emitSurface(model: ServerModel, generator: string): GeneratedFile {
  const origin: SurfaceOrigin = { generator, contract: CONTRACT_VERSION, source: model.file };
  const text = JSON.stringify({ ...origin, ...model.surface }, null, 2);
  return { path: `${model.name}/surface.json`, text: `${escapeUnsafe(text)}\n` };
}
