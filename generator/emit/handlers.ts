import type { HandlerModel, ServerModel } from "../model/server-model.ts";
import { referenceOf } from "./action.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { block, header } from "./layout.ts";
import { identifier, literal } from "./literal.ts";
import { type Place, pathTo } from "./paths.ts";

/**
 * `handlers.ts`: the code that people wrote, imported when it is first needed. Each has the type of what it is the
 * code of, so that the compiler names whatever does not fit.
 */
export function emitHandlers(model: ServerModel, { out }: Place): GeneratedFile {
  const folder = `${out}/${model.name}`;
  const uses = new Map<string, HandlerModel[]>();
  for (const handler of model.handlers) {
    const reference = referenceOf(handler.reference);
    uses.set(reference, [...(uses.get(reference) ?? []), handler]);
  }
  const lines = [...uses].map(([reference, handlers]) => {
    const [{ reference: to }] = handlers as [HandlerModel];
    const type = [...new Set(handlers.map(handlerType))].join(" & ");
    const module = `import(${pathTo(to.file, folder)})`;
    return `${literal(reference)}: (): Promise<${type}> => ${module}.then((m) => m.${identifier(to.name)})`;
  });
  const declaration = `export const handlers = ${block("{", lines, "}")};\n`;
  return {
    path: `${model.name}/handlers.ts`,
    text: [header(model.file), handlerImports(model.handlers, folder, folder), declaration].join("\n"),
  };
}

/** The type that the code of something has to have. */
export function handlerType({ of }: HandlerModel): string {
  switch (of.kind) {
    case "tool":
      return `Handler<typeof tools.${identifier(of.exportName)}>`;
    case "resource":
      return `ResourceHandler<typeof resources.${identifier(of.exportName)}>`;
    case "prompt":
      return `PromptHandler<typeof prompts.${identifier(of.exportName)}>`;
    case "list":
      return "ListHandler";
    case "complete":
      return "CompletionHandler";
  }
}

const TYPES = {
  tool: "Handler",
  resource: "ResourceHandler",
  prompt: "PromptHandler",
  list: "ListHandler",
  complete: "CompletionHandler",
} as const;

/** Imports of what `handlerType` names. `generated`: the server's folder; `from`: that of the file. */
export function handlerImports(
  handlers: readonly HandlerModel[],
  generated: string,
  from: string,
  more: readonly string[] = [],
): string {
  const kinds = [...new Set(handlers.map(({ of }) => of.kind))];
  const types = kinds.map((kind) => TYPES[kind]).sort();
  const names = more.length > 0 ? [...types.map((type) => `type ${type}`), ...more] : types;
  const line = `import { ${names.join(", ")} } from "speclathe/handler";`;
  // A stub is whoever's it becomes, and looks as formatters would have it.
  const isLine = more.length > 0 && line.length <= 100;
  const open = more.length > 0 ? "import {" : "import type {";
  // The tools that a spec declares are in one file.
  const tools = handlers.find(({ of }) => of.kind === "tool")?.of as { group: string } | undefined;
  const modules: [string, string][] = [
    ...(kinds.includes("prompt") ? [["prompts", "prompts.ts"] as [string, string]] : []),
    ...(kinds.includes("resource") ? [["resources", "resources.ts"] as [string, string]] : []),
    ...(tools ? [["tools", `tools/${tools.group}.ts`] as [string, string]] : []),
  ];
  return [
    isLine ? line : `${block(open, names, "}")} from "speclathe/handler";`,
    ...modules.map(
      ([name, file]) => `import type * as ${name} from ${pathTo(`${generated}/${file}`, from)};`,
    ),
    "",
  ].join("\n");
}
