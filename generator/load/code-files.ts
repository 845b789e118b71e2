/** The code, media and resource files of a server. Code is parsed and never run: it need not be trusted yet. */
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Diagnostics } from "../diagnostics.ts";
import type { Pointer } from "../json.ts";
import type { ToolSpecFile } from "./discover.ts";
import { missingFile, type ReferenceOptions } from "./document-files.ts";
import type { CodeFile, MediaFile, SourceSpec } from "./loaded-server.ts";
import { displayPath, Failure, Folder, type NamedFile, readText, regularFile } from "./local-files.ts";
import type { Parsed } from "./parse.ts";

/** Reads the code, images, audio and resource files that a tool spec names. */
export async function loadSpec(
  { name, file, references, diagnostics }: ToolSpecFile,
  { value: root, locate, locateKeys }: Parsed,
  options: ReferenceOptions,
): Promise<SourceSpec> {
  const folder = await Folder.of(file, options.refRoot);
  const code = new Map<string, CodeFile>();
  const media = new Map<string, MediaFile>();
  const files = new Map<string, string>();
  const refused = new Set<string>();
  for (const { kind, text, pointer } of references) {
    // One report is enough for a file that is named in several places.
    if (refused.has(text)) continue;
    let failure: Failure | undefined;
    if (kind === "code" && !code.has(text)) failure = add(code, text, await readCode(text, folder));
    if (kind === "media" && !media.has(text)) failure = add(media, text, await readMedia(text, folder));
    if (kind === "file" && !files.has(text)) {
      const found = await findFile(text, folder);
      failure = add(files, text, found instanceof Failure ? found : found.path);
    }
    if (!failure) continue;
    refused.add(text);
    reportFailure(failure, text, pointer, diagnostics);
  }
  return { name, file: displayPath(file), root, locate, locateKeys, code, media, files };
}

function add<T>(files: Map<string, T>, text: string, file: T | Failure): Failure | undefined {
  if (file instanceof Failure) return file;
  files.set(text, file);
  return undefined;
}

/** Reports at its place in a tool spec why a file that it names is not read. */
export function reportFailure(
  { kind, message, hint }: Failure,
  text: string,
  pointer: Pointer,
  diagnostics: Diagnostics,
): void {
  if (kind === "refused") diagnostics.report("refused-file", pointer, message, hint);
  else diagnostics.report("file-unreadable", pointer, `cannot read "${text}": ${message}`, hint);
}

async function readCode(text: string, folder: Folder): Promise<CodeFile | Failure> {
  if (/\.d\.m?ts$/.test(text))
    return new Failure(
      "unreadable",
      "expected a module with code, found a declaration file",
      "Write for example ./acme.handlers.ts#createIssue.",
    );
  const file = await folder.find(text, "folder");
  if (file instanceof Failure) return file;
  const { path, real, exists } = file;
  if (!exists) return { path };
  const exports = await exportsOf(real);
  return exports instanceof Failure ? exports : { path, exports };
}

async function findFile(
  text: string,
  folder: Folder,
): Promise<(NamedFile & { readonly bytes: number }) | Failure> {
  const file = await folder.find(text, "root");
  if (file instanceof Failure) return file;
  if (!file.exists) return missingFile();
  const stats = await regularFile(file.real);
  return stats instanceof Failure ? stats : { ...file, bytes: stats.size };
}

/** Media is part of a list or a message, and is sent with each of them. */
const MAX_MEDIA_BYTES = 2_000_000;

async function readMedia(text: string, folder: Folder): Promise<MediaFile | Failure> {
  const file = await findFile(text, folder);
  if (file instanceof Failure) return file;
  const { lookup } = await import("mime-types");
  const mimeType = lookup(file.real) || "";
  if (!/^(?:image|audio)\//.test(mimeType))
    return new Failure(
      "unreadable",
      "expected a file name with the extension of an image or audio type",
      "Rename it by its type, for example to .svg, .png, .jpg, .wav or .mp3.",
    );
  if (file.bytes > MAX_MEDIA_BYTES)
    return new Failure(
      "unreadable",
      `expected at most ${MAX_MEDIA_BYTES / 1e6} MB, found ${(file.bytes / 1e6).toFixed(1)} MB`,
      "Make it smaller: it is sent with each list or message that contains it.",
    );
  return { mimeType, data: (await readFile(file.real)).toString("base64") };
}

/** Checks a hooks file, of which generated code imports the default export. */
export async function checkHooks(file: string): Promise<Diagnostics> {
  const diagnostics = new Diagnostics(file);
  const exports = await exportsOf(file);
  if (exports instanceof Failure) diagnostics.report("file-unreadable", [], exports.message, exports.hint);
  else if (!exports.has("default"))
    diagnostics.report(
      "missing-export",
      [],
      "expected a default export, found none",
      "Add a list of hooks, which may be empty: export default [];",
    );
  return diagnostics;
}

/** The number of modules that are read for one file with `export * from`. */
const MAX_MODULES = 50;

/** The names of the values that a TypeScript file exports. */
async function exportsOf(path: string): Promise<ReadonlySet<string> | Failure> {
  const names = new Set<string>();
  const seen = new Set<string>();
  const queue = [path];
  for (let next = queue.pop(); next !== undefined && seen.size < MAX_MODULES; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const text = await readText(next);
    // The compiler reports a module that cannot be read and is only re-exported.
    if (text instanceof Failure && next !== path) continue;
    if (text instanceof Failure) return text;
    const found = await exportsIn(text, next);
    for (const name of found.names) if (next === path || name !== "default") names.add(name);
    queue.push(...found.reExported.map((file) => resolve(dirname(next), file)));
  }
  return names;
}

/** The names that a module exports itself, and the modules of which it exports everything. */
async function exportsIn(text: string, path: string): Promise<{ names: string[]; reExported: string[] }> {
  const { ts } = await import("../typescript.ts");
  const names: string[] = [];
  const reExported: string[] = [];
  const addNames = (name: import("ts-morph").ts.BindingName): void => {
    if (ts.isIdentifier(name)) names.push(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) addNames(element.name);
  };
  for (const statement of ts.createSourceFile(path, text, ts.ScriptTarget.Latest).statements) {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause: clause, moduleSpecifier: from, isTypeOnly } = statement;
      if (isTypeOnly) continue;
      if (clause && ts.isNamespaceExport(clause)) names.push(clause.name.text);
      else if (clause)
        names.push(...clause.elements.filter((one) => !one.isTypeOnly).map((one) => one.name.text));
      else if (from && ts.isStringLiteral(from) && /^\.\.?\//.test(from.text)) reExported.push(from.text);
    } else if (ts.isExportAssignment(statement)) {
      if (!statement.isExportEquals) names.push("default");
    } else if (ts.canHaveModifiers(statement)) {
      const kinds = ts.getModifiers(statement)?.map(({ kind }) => kind) ?? [];
      if (!kinds.includes(ts.SyntaxKind.ExportKeyword) || kinds.includes(ts.SyntaxKind.DeclareKeyword))
        continue;
      if (kinds.includes(ts.SyntaxKind.DefaultKeyword)) names.push("default");
      else if (ts.isVariableStatement(statement))
        for (const { name } of statement.declarationList.declarations) addNames(name);
      else if (
        (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) &&
        statement.name !== undefined
      )
        names.push(statement.name.text);
    }
  }
  return { names, reExported };
}
