import type { Component, ServerModel, ToolGroup, ToolModel } from "../model/server-model.ts";
import { actionOf, gistOf, members } from "./action.ts";
import type { GeneratedFile } from "./generated-file.ts";
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

/** The members of a tool that are printed in a way of their own, or stand in surface.json. Others are literals. */
const SPECIAL: ReadonlySet<AnyKey> = new Set([
  ...(["name", "exportName", "title", "description", "arguments", "input", "output"] as const),
  ...(["annotations", "icons", "internal", "tests", "http", "steps", "handler", "result"] as const),
]);

type AnyKey = ToolModel extends infer Tool ? (Tool extends unknown ? keyof Tool : never) : never;

function declaration(tool: ToolModel, input: ZodPrinter, output: ZodPrinter): string {
  const lines = [
    `name: ${literal(tool.name)}`,
    ...(tool.title === undefined ? [] : [`title: ${literal(tool.title)}`]),
    `description: ${paragraphs(tool.description)}`,
    `input: () => ${inputOf(tool, input)}`,
    ...(tool.output === undefined ? [] : [`output: () => ${output.print(tool.output)}`]),
    `annotations: ${literal(tool.annotations)}`,
    ...members(Object.entries(tool).filter(([key]) => !SPECIAL.has(key as AnyKey))),
    ...actionOf(tool),
  ];
  return (
    `/** ${comment(gistOf(tool))} */\n` +
    `export const ${tool.exportName} = ${block("defineTool({", lines, "})")};\n`
  );
}

/** The arguments one by one, or the whole schema that somebody wrote for them. */
function inputOf(tool: ToolModel, printer: ZodPrinter): string {
  if (tool.input) return printer.input(tool.input);
  const args = tool.arguments.map((argument) => {
    const { schema, description, default: fallback, required } = argument;
    const described =
      description === undefined || schema === false
        ? schema
        : { ...(schema === true ? {} : schema), description };
    const code =
      fallback === undefined
        ? printer.property(described, required)
        : printer.fallingBack(described, fallback);
    return `${propertyKey(argument.name)}: ${code}`;
  });
  return openBlock("z.strictObject({", args, "})");
}

/** One string a paragraph, so that a change of one is a change of one line. */
function paragraphs(description: string): string {
  const parts = description.split(/\n{2,}/);
  return parts.length === 1
    ? literal(description)
    : block(
        "[",
        parts.map((part) => literal(part)),
        "]",
      );
}
