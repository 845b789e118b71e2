import type { ts as TypeScript } from "ts-morph";
import { ts } from "../typescript.ts";
import type { GeneratedFile } from "./generated-file.ts";

const { SyntaxKind } = ts;

/** The syntax that generated code consists of. Any other means that text of a document escaped from its literal. */
const ALLOWED = new Set<TypeScript.SyntaxKind>([
  SyntaxKind.ArrayLiteralExpression,
  SyntaxKind.ArrayType,
  SyntaxKind.ArrowFunction,
  SyntaxKind.AnyKeyword,
  SyntaxKind.BooleanKeyword,
  SyntaxKind.CallExpression,
  SyntaxKind.ComputedPropertyName,
  SyntaxKind.EndOfFileToken,
  SyntaxKind.EqualsGreaterThanToken,
  SyntaxKind.ExportAssignment,
  SyntaxKind.ExportKeyword,
  SyntaxKind.ExpressionStatement,
  SyntaxKind.FalseKeyword,
  SyntaxKind.Identifier,
  SyntaxKind.ImportClause,
  SyntaxKind.ImportDeclaration,
  SyntaxKind.ImportKeyword,
  SyntaxKind.ImportSpecifier,
  SyntaxKind.IndexSignature,
  SyntaxKind.IntersectionType,
  SyntaxKind.LiteralType,
  SyntaxKind.MetaProperty,
  SyntaxKind.MinusToken,
  SyntaxKind.NamedImports,
  SyntaxKind.NamespaceImport,
  SyntaxKind.NeverKeyword,
  SyntaxKind.NewExpression,
  SyntaxKind.NullKeyword,
  SyntaxKind.NumberKeyword,
  SyntaxKind.NumericLiteral,
  SyntaxKind.ObjectLiteralExpression,
  SyntaxKind.Parameter,
  SyntaxKind.ParenthesizedType,
  SyntaxKind.PrefixUnaryExpression,
  SyntaxKind.PropertyAccessExpression,
  SyntaxKind.PropertyAssignment,
  SyntaxKind.PropertySignature,
  SyntaxKind.QuestionToken,
  SyntaxKind.QualifiedName,
  SyntaxKind.ShorthandPropertyAssignment,
  SyntaxKind.StringKeyword,
  SyntaxKind.StringLiteral,
  SyntaxKind.TrueKeyword,
  SyntaxKind.TypeAliasDeclaration,
  SyntaxKind.TypeLiteral,
  SyntaxKind.TypeQuery,
  SyntaxKind.TypeReference,
  SyntaxKind.UndefinedKeyword,
  SyntaxKind.UnionType,
  SyntaxKind.UnknownKeyword,
  SyntaxKind.VariableDeclaration,
  SyntaxKind.VariableDeclarationList,
  SyntaxKind.VariableStatement,
]);

/** The syntax that stubs may contain as well: functions that throw. */
const ALLOWED_IN_STUBS = new Set<TypeScript.SyntaxKind>([
  SyntaxKind.AsyncKeyword,
  SyntaxKind.Block,
  SyntaxKind.ExportDeclaration,
  SyntaxKind.ExportSpecifier,
  SyntaxKind.NamedExports,
  SyntaxKind.ThrowStatement,
]);

/** Comments cannot run, and parsing them as JSDoc would add a fifth to the cost. */
const PARSING: TypeScript.CreateSourceFileOptions = {
  languageVersion: ts.ScriptTarget.Latest,
  jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
};

/**
 * Parses a generated file before it is written. Throws on a syntax error, and on syntax that generated code does not
 * use: both are faults of the generator, and must not reach the disk.
 */
export function gate(file: GeneratedFile): void {
  inspect(file, (node) => ALLOWED.has(node.kind) && isHarmless(node));
}

/** Does the same for a stub of handlers, which may also contain functions that throw. */
export function gateStub(file: GeneratedFile): void {
  inspect(file, (node) =>
    ts.isNewExpression(node)
      ? isNew(node, "ToolError")
      : ts.isExportDeclaration(node)
        ? node.moduleSpecifier === undefined
        : ALLOWED_IN_STUBS.has(node.kind) || (ALLOWED.has(node.kind) && isHarmless(node)),
  );
}

function inspect(file: GeneratedFile, isExpected: (node: TypeScript.Node) => boolean): void {
  if (!file.path.endsWith(".ts")) return;
  const source = ts.createSourceFile(file.path, file.text, PARSING, false, ts.ScriptKind.TS);
  const { parseDiagnostics = [] } = source as {
    parseDiagnostics?: readonly TypeScript.DiagnosticWithLocation[];
  };
  const [fault] = parseDiagnostics;
  if (fault) refuse(file, source, fault.start, ts.flattenDiagnosticMessageText(fault.messageText, " "));

  const visit = (node: TypeScript.Node): void => {
    if (!isExpected(node)) refuse(file, source, node.pos, `unexpected ${SyntaxKind[node.kind]}`);
    ts.forEachChild(node, visit);
  };
  source.forEachChild(visit);
}

/** Restricts the allowed syntax that could run something: imports, `new` and calls. */
function isHarmless(node: TypeScript.Node): boolean {
  if (ts.isImportDeclaration(node))
    return (
      ts.isStringLiteral(node.moduleSpecifier) && /^(?:speclathe\/|\.\.?\/)/.test(node.moduleSpecifier.text)
    );
  // Only types may be imported as a namespace.
  if (ts.isImportClause(node) && node.namedBindings && ts.isNamespaceImport(node.namedBindings))
    return node.phaseModifier === SyntaxKind.TypeKeyword;
  if (ts.isNewExpression(node)) return isNew(node, "URL");
  if (ts.isCallExpression(node)) return isHarmlessCall(node);
  if (ts.isShorthandPropertyAssignment(node)) return node.name.text === "handlers";
  if (ts.isExpressionStatement(node)) {
    const call = node.expression;
    return ts.isCallExpression(call) && ts.isIdentifier(call.expression) && TESTS.has(call.expression.text);
  }
  return true;
}

function isNew({ expression }: TypeScript.NewExpression, name: string): boolean {
  return ts.isIdentifier(expression) && expression.text === name;
}

/** The functions that a generated file may call at its top level: they declare tests. */
const TESTS = new Set(["testTool", "testResource", "testPrompt"]);

/** `import()` takes a relative path. Nothing waits for its promise. */
function isHarmlessCall({ expression: called, arguments: args }: TypeScript.CallExpression): boolean {
  if (ts.isPropertyAccessExpression(called)) return called.name.text !== "then";
  if (called.kind !== SyntaxKind.ImportKeyword) return true;
  const [path] = args;
  return path !== undefined && args.length === 1 && ts.isStringLiteral(path) && /^\.\.?\//.test(path.text);
}

function refuse(file: GeneratedFile, source: TypeScript.SourceFile, offset: number, why: string): never {
  const { line, character } = source.getLineAndCharacterOfPosition(offset);
  throw new Error(`the code generated for ${file.path}:${line + 1}:${character + 1} is wrong: ${why}`);
}
