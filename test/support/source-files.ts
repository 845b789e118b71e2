/** The source files of this project: their imports and their comments. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ts } from "ts-morph";

const ROOT = join(import.meta.dirname, "../..");

export interface Import {
  /** A relative import as a path from the root of the project; any other as it is written. */
  readonly path: string;
  /** True if the import is erased when the file is compiled. */
  readonly isType: boolean;
}

export interface SourceFile {
  /** Path from the root of the project. */
  readonly path: string;
  /** Number of lines. */
  readonly length: number;
  readonly imports: readonly Import[];
  /** The text of each comment without its delimiters. Consecutive lines of `//` are one comment. */
  readonly comments: readonly { readonly line: number; readonly text: string }[];
}

/** Reads all TypeScript files below a folder, in the order of their paths. */
export function sourceFiles(folder: string): SourceFile[] {
  return sourcePaths(folder).map(sourceFile);
}

/** Returns the paths of all TypeScript files below a folder, sorted. */
export function sourcePaths(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
}

const read = new Map<string, SourceFile>();

/** Reads a file by its path from the root of the project, once. */
export function sourceFile(path: string): SourceFile {
  const file = read.get(path) ?? parse(path, readFileSync(join(ROOT, path), "utf8"));
  read.set(path, file);
  return file;
}

export function parse(path: string, text: string): SourceFile {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const imports: Import[] = [];
  const visit = (node: ts.Node): void => {
    const found = importOf(node);
    if (found) imports.push({ ...found, path: resolve(path, found.path) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return {
    path,
    length: text.split("\n").length - 1,
    imports,
    // Finding comments takes much longer than parsing, and not every test needs them.
    get comments() {
      return commentsOf(source);
    },
  };
}

function resolve(path: string, imported: string): string {
  if (!imported.startsWith(".")) return imported;
  return join(dirname(path), imported).replaceAll("\\", "/");
}

function importOf(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node)) return { path: textOf(node.moduleSpecifier), isType: isTypeImport(node) };
  if (ts.isExportDeclaration(node) && node.moduleSpecifier)
    return { path: textOf(node.moduleSpecifier), isType: isTypeExport(node) };
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return { path: textOf(node.argument.literal), isType: true };
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0])
    return { path: textOf(node.arguments[0]), isType: false };
  return undefined;
}

function textOf(node: ts.Node): string {
  return ts.isStringLiteralLike(node) ? node.text : "";
}

function isTypeImport({ importClause }: ts.ImportDeclaration): boolean {
  if (!importClause) return false;
  const { namedBindings, name, isTypeOnly } = importClause;
  if (isTypeOnly) return true;
  return (
    name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every((element) => element.isTypeOnly)
  );
}

function isTypeExport({ exportClause, isTypeOnly }: ts.ExportDeclaration): boolean {
  if (isTypeOnly) return true;
  return (
    exportClause !== undefined &&
    ts.isNamedExports(exportClause) &&
    exportClause.elements.every((element) => element.isTypeOnly)
  );
}

function commentsOf(source: ts.SourceFile): SourceFile["comments"] {
  const { text } = source;
  const ranges = new Map<number, ts.CommentRange>();
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(source);
    if (children.length === 0)
      for (const range of [
        ...(ts.getLeadingCommentRanges(text, node.pos) ?? []),
        ...(ts.getTrailingCommentRanges(text, node.end) ?? []),
      ])
        ranges.set(range.pos, range);
    // Comments that document a declaration are also parsed as children of it.
    for (const child of children) if (!ts.isJSDoc(child)) visit(child);
  };
  visit(source);
  const comments: { line: number; text: string }[] = [];
  let previous: ts.CommentRange | undefined;
  for (const range of [...ranges.values()].sort((one, other) => one.pos - other.pos)) {
    const isLine = range.kind === ts.SyntaxKind.SingleLineCommentTrivia;
    const content = text.slice(range.pos + 2, isLine ? range.end : range.end - 2);
    const continues =
      isLine &&
      previous?.kind === ts.SyntaxKind.SingleLineCommentTrivia &&
      /^\r?\n[ \t]*$/.test(text.slice(previous.end, range.pos));
    const last = comments.at(-1);
    if (continues && last) last.text += `\n${content.trim()}`;
    else
      comments.push({
        line: source.getLineAndCharacterOfPosition(range.pos).line + 1,
        text: (isLine ? content : content.replaceAll(/^[ \t]*\*[ \t]?/gm, "")).trim(),
      });
    previous = range;
  }
  return comments;
}
