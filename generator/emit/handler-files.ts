/** `handlers.ts`, which imports the handlers of a server, and the stubs of handlers that do not exist yet. */
import { posix } from "node:path";
import type { HandlerFile, HandlerModel, HandlerUse, ServerModel } from "../model/server-model.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { comment, identifier, literal, propertyKey } from "./literal.ts";
import { block, header, type OutputFolder, pathTo } from "./print.ts";

/** The type of a handler, and the parameters of its stub, which nothing uses yet. */
const KINDS = {
  tool: { type: "Handler", of: "tools", parameters: "_args, _context" },
  resource: { type: "ResourceHandler", of: "resources", parameters: "_request, _context" },
  prompt: { type: "PromptHandler", of: "prompts", parameters: "_args, _context" },
  list: { type: "ListHandler", of: "", parameters: "_context" },
  complete: { type: "CompletionHandler", of: "", parameters: "_typed, _given, _context" },
} as const;

/**
 * `handlers.ts`: the files of handlers, imported when the first of their handlers is called. The type of each file
 * states the type of each handler, so that the compiler names a handler that does not fit its declaration.
 */
export function emitHandlers(model: ServerModel, { out }: OutputFolder): GeneratedFile {
  const folder = `${out}/${model.name}`;
  const modules = model.handlers.map(({ file, handlers }) => {
    const types = handlers.map((handler) => `  ${propertyKey(handler.name)}: ${typeOf(handler)};\n`).join("");
    return `${literal(file)}: (): Promise<{\n${types}}> => import(${pathTo(file, folder)})`;
  });
  const types = typeNames(model.handlers);
  const imports = [
    `${block("import type {", types, "}")} from "speclathe/handler";`,
    ...typeImports(model.handlers, folder, folder),
    "",
  ].join("\n");
  const declaration = `export const handlers = ${block("{", modules, "}")};\n`;
  return { path: `${model.name}/handlers.ts`, text: [header(model.file), imports, declaration].join("\n") };
}

/**
 * A file of handlers that does not exist yet: a function for each reference, which has the declared type and throws.
 * It is written once and then edited by hand. Its path is relative to the folder that the generator runs in.
 */
export function emitStub(
  { name }: ServerModel,
  { file, handlers }: HandlerFile,
  { out }: OutputFolder,
): GeneratedFile {
  const files = [{ file, handlers }];
  const names = [...typeNames(files).map((type) => `type ${type}`), "ToolError"];
  const line = `import { ${names.join(", ")} } from "speclathe/handler";`;
  const imports = [
    // As formatters would have it: the file is edited by hand.
    line.length <= 100 ? line : `${block("import {", names, "}")} from "speclathe/handler";`,
    ...typeImports(files, `${out}/${name}`, posix.dirname(file)),
    "",
  ].join("\n");
  return { path: file, text: [imports, ...handlers.map(printStub)].join("\n") };
}

function printStub(handler: HandlerModel): string {
  const { name, purpose } = handler;
  return [
    `/** ${comment(purpose)} */`,
    headOf(handler),
    `  throw new ToolError("internal", ${literal(`${name} is not written yet.`)});`,
    "};",
    ...exportOf(handler).flatMap((line) => ["", line]),
    "",
  ].join("\n");
}

/** The first line of a function. */
function headOf(handler: HandlerModel): string {
  const { name, local, uses } = handler;
  const [{ kind }] = uses as readonly [HandlerUse];
  const declaration = `${local === name ? "export " : ""}const ${identifier(local)}`;
  return `${declaration}: ${typeOf(handler)} = async (${KINDS[kind].parameters}) => {`;
}

/** The export of a function whose own name cannot be declared. */
function exportOf({ name, local }: HandlerModel): string[] {
  return local === name ? [] : [`export { ${identifier(local)} as ${identifier(name)} };`];
}

function typeOf({ uses }: HandlerModel): string {
  const types = uses.map((use) => {
    const { type, of } = KINDS[use.kind];
    return "exportName" in use ? `${type}<typeof ${of}.${identifier(use.exportName)}>` : type;
  });
  return [...new Set(types)].join(" & ");
}

function usesOf(files: readonly HandlerFile[]): HandlerUse[] {
  return files.flatMap(({ handlers }) => handlers.flatMap(({ uses }) => uses));
}

/** The types of `speclathe/handler` that `typeOf` names. */
function typeNames(files: readonly HandlerFile[]): string[] {
  return [...new Set(usesOf(files).map(({ kind }) => KINDS[kind].type))].sort();
}

/** Imports of the declarations that `typeOf` names. `generated`: the server's folder; `from`: that of the file. */
function typeImports(files: readonly HandlerFile[], generated: string, from: string): string[] {
  const paths = new Map(
    usesOf(files).flatMap((use): [string, string][] => {
      const { of } = KINDS[use.kind];
      // All tools that a spec declares are in one file.
      return of === "" ? [] : [[of, use.kind === "tool" ? `tools/${use.group}.ts` : `${of}.ts`]];
    }),
  );
  return [...paths]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, path]) => `import type * as ${name} from ${pathTo(`${generated}/${path}`, from)};`);
}
