import { dirname, resolve } from "node:path";
import { ReadFailure, readText } from "./text.ts";

/** How far `export * from` is followed. */
const MAX_FILES = 50;

/**
 * The names of the values that a TypeScript file exports. It is parsed and not run: whoever generates need not
 * trust it yet. Throws a `ReadFailure`.
 */
export async function exportsOf(path: string): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  const seen = new Set<string>();
  const queue = [path];
  for (let next = queue.pop(); next !== undefined && seen.size < MAX_FILES; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const text = await readText(next).catch((error: unknown) => {
      // What a file passes on from elsewhere is for the compiler to find.
      if (next === path || !(error instanceof ReadFailure)) throw error;
      return "";
    });
    const found = await namesIn(text, next);
    for (const name of found.names) if (next === path || name !== "default") names.add(name);
    queue.push(...found.passedOn.map((file) => resolve(dirname(next), file)));
  }
  return names;
}

async function namesIn(text: string, path: string): Promise<{ names: string[]; passedOn: string[] }> {
  const { ts } = await import("../typescript.ts");
  const names: string[] = [];
  const passedOn: string[] = [];
  const bound = (name: import("ts-morph").ts.BindingName): void => {
    if (ts.isIdentifier(name)) names.push(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) bound(element.name);
  };
  for (const statement of ts.createSourceFile(path, text, ts.ScriptTarget.Latest).statements) {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause: clause, moduleSpecifier: from, isTypeOnly } = statement;
      if (isTypeOnly) continue;
      if (clause && ts.isNamespaceExport(clause)) names.push(clause.name.text);
      else if (clause)
        names.push(...clause.elements.filter((one) => !one.isTypeOnly).map((one) => one.name.text));
      else if (from && ts.isStringLiteral(from) && /^\.\.?\//.test(from.text)) passedOn.push(from.text);
    } else if (ts.isExportAssignment(statement)) {
      if (!statement.isExportEquals) names.push("default");
    } else if (ts.canHaveModifiers(statement)) {
      const kinds = ts.getModifiers(statement)?.map(({ kind }) => kind) ?? [];
      if (!kinds.includes(ts.SyntaxKind.ExportKeyword) || kinds.includes(ts.SyntaxKind.DeclareKeyword))
        continue;
      if (kinds.includes(ts.SyntaxKind.DefaultKeyword)) names.push("default");
      else if (ts.isVariableStatement(statement))
        for (const { name } of statement.declarationList.declarations) bound(name);
      else if (
        (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) &&
        statement.name !== undefined
      )
        names.push(statement.name.text);
    }
  }
  return { names, passedOn };
}
