import { isObject, type Json, type JsonObject } from "../json.ts";
import type {
  Binding,
  Component,
  GeneratedFile,
  HttpBinding,
  ServerModel,
  ToolGroup,
  ToolModel,
} from "../types.ts";
import { block, header, openBlock } from "./layout.ts";
import { comment, literal, propertyKey } from "./literal.ts";
import { ZodPrinter } from "./zod.ts";

/** `tools/<group>.ts`: a declaration a tool, and nothing that runs. */
export function emitTools(
  model: ServerModel,
  group: ToolGroup,
  components: ReadonlyMap<string, Component>,
): GeneratedFile {
  const input = new ZodPrinter(components, { describe: true });
  const output = new ZodPrinter(components, { describe: false });
  const declarations = group.tools.map((tool) => declaration(tool, input, output));

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

function declaration(tool: ToolModel, input: ZodPrinter, output: ZodPrinter): string {
  const args = tool.arguments.map((argument) => {
    const { schema, description } = argument;
    const described =
      description === undefined || schema === false
        ? schema
        : { ...(schema === true ? {} : schema), description };
    return `${propertyKey(argument.name)}: ${input.property(described, argument.required)}`;
  });
  const members = [
    `name: ${literal(tool.name)}`,
    ...(tool.title === undefined ? [] : [`title: ${literal(tool.title)}`]),
    `description: ${paragraphs(tool.description)}`,
    `input: () => ${openBlock("z.strictObject({", args, "})")}`,
    ...(tool.output === undefined ? [] : [`output: () => ${output.print(tool.output)}`]),
    `annotations: ${literal({ ...tool.annotations } as JsonObject)}`,
    ...("http" in tool ? [`http: ${http(tool.http)}`] : []),
  ];
  const what = "http" in tool ? `${tool.http.method} ${tool.http.path}` : tool.name;
  return (
    `/** ${comment(what)} */\n` +
    `export const ${tool.exportName} = ${block("defineTool({", members, "})")};\n`
  );
}

/** One string a paragraph, so that a change of one is a change of one line. */
function paragraphs(description: string): string {
  const parts = description.split(/\n{2,}/);
  return parts.length === 1 ? literal(description) : block("[", parts.map(literal), "]");
}

function http(binding: HttpBinding): string {
  const params = binding.params.map(([name, param]) => `${propertyKey(name)}: ${inline(param)}`);
  return block(
    "{",
    [
      `method: ${literal(binding.method)}`,
      `path: ${literal(binding.path)}`,
      `params: ${openBlock("{", params, "}")}`,
      ...(binding.body ? [`body: ${inline(binding.body)}`] : []),
      ...(binding.accept === undefined ? [] : [`accept: ${literal(binding.accept)}`]),
      ...(binding.server === undefined ? [] : [`server: ${literal(binding.server)}`]),
      ...(binding.security.length > 0
        ? [
            `security: ${block(
              "[",
              binding.security.map((alternative) => literal(alternative as JsonObject)),
              "]",
            )}`,
          ]
        : []),
    ],
    "}",
  );
}

function inline(value: Binding | object): string {
  return isObject(value) ? literal(value as Json) : "{}";
}
