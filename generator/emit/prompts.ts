import type { PromptModel, ServerModel } from "../model/server-model.ts";
import type { SpecMessage } from "../toolspec/tool-spec.ts";
import { referenceOf } from "./action.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { block, header } from "./layout.ts";
import { literal, propertyKey } from "./literal.ts";
import { completionsOf } from "./resources.ts";

/** `prompts.ts`: the messages of each prompt. What clients are told is in surface.json. */
export function emitPrompts(model: ServerModel): GeneratedFile {
  const imports = `import { definePrompt } from "speclathe/prompt";\n`;
  const declarations = model.prompts.map(
    (prompt) => `export const ${prompt.exportName} = ${block("definePrompt({", membersOf(prompt), "})")};\n`,
  );
  return {
    path: `${model.name}/prompts.ts`,
    text: [header(model.file), imports, ...declarations].join("\n"),
  };
}

function membersOf({ name, arguments: args, complete, source }: PromptModel): string[] {
  const lines = args.map(({ name, required, schema }) => {
    const values = typeof schema === "object" ? schema.enum : undefined;
    return `${propertyKey(name)}: ${literal({ ...(required && { required }), ...(values && { enum: values }) })}`;
  });
  return [
    `name: ${literal(name)}`,
    ...(lines.length > 0 ? [`args: ${block("{", lines, "}")}`] : []),
    ...completionsOf(complete),
    source.kind === "handler"
      ? `handler: ${literal(referenceOf(source.handler))}`
      : `messages: ${block("[", source.messages.map(message), "]")}`,
  ];
}

function message({ role, content }: SpecMessage): string {
  return literal({ role, content: contentOf(content) });
}

function contentOf(content: SpecMessage["content"]): object {
  switch (content.kind) {
    case "text":
      return { text: content.text };
    case "resource":
      return { resource: content.uri };
    case "image":
      return { image: content.data, mimeType: content.mimeType };
    case "audio":
      return { audio: content.data, mimeType: content.mimeType };
  }
}
