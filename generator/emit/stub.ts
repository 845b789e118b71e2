import { posix } from "node:path";
import type { HandlerModel, ServerModel } from "../model/server-model.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { handlerImports, handlerType } from "./handlers.ts";
import { comment, identifier, literal } from "./literal.ts";
import type { Place } from "./paths.ts";

/**
 * A file of code that something refers to and that is not there: a function for each reference, of the type it
 * has to have. It is written once, and then belongs to whoever fills it in. Its path is named from where the
 * generator runs.
 */
export function emitStub(model: ServerModel, file: string, { out }: Place): GeneratedFile {
  const handlers = model.handlers.filter(({ reference }) => reference.file === file);
  const imports = handlerImports(handlers, `${out}/${model.name}`, posix.dirname(file), ["ToolError"]);
  const byName = new Map<string, HandlerModel[]>();
  for (const handler of handlers) {
    const { name } = handler.reference;
    byName.set(name, [...(byName.get(name) ?? []), handler]);
  }
  const functions = [...byName].map(([name, uses]) => {
    const { head, exported } = declarationOf(name, uses);
    return [
      `/** ${comment(purposeOf(model, uses[0] as HandlerModel))} */`,
      head,
      `  throw new ToolError("internal", ${literal(`${name} is not written yet.`)});`,
      "};",
      ...(exported === undefined ? [] : ["", exported]),
      "",
    ].join("\n");
  });
  return { path: file, text: [imports, ...functions].join("\n") };
}

/** The first line of a function, and what exports it where its name cannot be declared. */
function declarationOf(name: string, uses: readonly HandlerModel[]): { head: string; exported?: string } {
  const [first] = uses as readonly [HandlerModel];
  const type = [...new Set(uses.map(handlerType))].join(" & ");
  const isFree = !TAKEN.has(name);
  const local = isFree ? identifier(name) : `${identifier(name)}_`;
  return {
    head: `${isFree ? "export " : ""}const ${local}: ${type} = async (${PARAMETERS[first.of.kind]}) => {`,
    ...(!isFree && { exported: `export { ${local} as ${name} };` }),
  };
}

/** Named for whoever fills the function in; with an underscore, since nothing uses them yet. */
const PARAMETERS = {
  tool: "_args, _context",
  prompt: "_args, _context",
  resource: "_request, _context",
  list: "_context",
  complete: "_typed, _given, _context",
} as const;

/** What cannot be declared in a stub: words of TypeScript, and what the stub imports. */
const TAKEN = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export " +
    "extends false finally for function if implements import in instanceof interface let new null package " +
    "private protected public return static super switch this throw true try typeof undefined var void while " +
    "with yield ToolError Handler ResourceHandler PromptHandler ListHandler CompletionHandler tools resources prompts"
  ).split(" "),
);

/** The files of code that a server refers to, in order. */
export function codeFiles(model: ServerModel): string[] {
  return [...new Set(model.handlers.map(({ reference }) => reference.file))].sort();
}

function purposeOf(model: ServerModel, { of }: HandlerModel): string {
  switch (of.kind) {
    case "tool": {
      const tools = model.groups.flatMap(({ tools }) => tools);
      return tools.find(({ exportName }) => exportName === of.exportName)?.description ?? "";
    }
    case "resource":
    case "prompt": {
      const all = of.kind === "resource" ? model.resources : model.prompts;
      const found = all.find(({ exportName }) => exportName === of.exportName);
      return found?.description ?? found?.title ?? found?.name ?? "";
    }
    case "list":
      return "The resources that there are.";
    case "complete":
      return "Values that start with what was typed.";
  }
}
