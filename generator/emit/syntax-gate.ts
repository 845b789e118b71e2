import { ts } from "ts-morph";
import type { GeneratedFile } from "./generated-file.ts";

const { SyntaxKind } = ts;

/** What generated code is made of. Anything else means that text of a document got out of its literal. */
const ALLOWED = new Set<ts.SyntaxKind>([
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

/** What stubs are made of beside: functions that throw. */
const ALLOWED_IN_STUBS = new Set<ts.SyntaxKind>([
  SyntaxKind.AsyncKeyword,
  SyntaxKind.Block,
  SyntaxKind.ExportDeclaration,
  SyntaxKind.ExportSpecifier,
  SyntaxKind.NamedExports,
  SyntaxKind.ThrowStatement,
]);

/** Comments hold nothing that could run; reading them as JSDoc would cost a fifth of the parsing. */
const PARSING: ts.CreateSourceFileOptions = {
  languageVersion: ts.ScriptTarget.Latest,
  jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
};

/**
 * Parses what is about to be written and throws on a syntax error or on a construct that generated code has
 * no use for. It can only ever find a fault of ours; it stands between that fault and somebody's disk.
 */
export function gate(file: GeneratedFile): void {
  inspect(file, (node) => ALLOWED.has(node.kind) && isHarmless(node));
}

/** The same for a stub of code, which throws in a function of its own. */
export function gateStub(file: GeneratedFile): void {
  inspect(file, (node) =>
    ts.isNewExpression(node)
      ? isNew(node, "ToolError")
      : ts.isExportDeclaration(node)
        ? node.moduleSpecifier === undefined
        : ALLOWED_IN_STUBS.has(node.kind) || (ALLOWED.has(node.kind) && isHarmless(node)),
  );
}

function inspect(file: GeneratedFile, isExpected: (node: ts.Node) => boolean): void {
  if (!file.path.endsWith(".ts")) return;
  const source = ts.createSourceFile(file.path, file.text, PARSING, false, ts.ScriptKind.TS);
  const { parseDiagnostics = [] } = source as { parseDiagnostics?: readonly ts.DiagnosticWithLocation[] };
  const [fault] = parseDiagnostics;
  if (fault) refuse(file, source, fault.start, ts.flattenDiagnosticMessageText(fault.messageText, " "));

  const visit = (node: ts.Node): void => {
    if (!isExpected(node)) refuse(file, source, node.pos, `unexpected ${SyntaxKind[node.kind]}`);
    ts.forEachChild(node, visit);
  };
  source.forEachChild(visit);
}

/** What of the allowed constructs could still do something: whom it imports, constructs or runs. */
function isHarmless(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node))
    return (
      ts.isStringLiteral(node.moduleSpecifier) && /^(?:speclathe\/|\.\.?\/)/.test(node.moduleSpecifier.text)
    );
  // A module as a whole is imported for its types alone.
  if (ts.isImportClause(node) && node.namedBindings && ts.isNamespaceImport(node.namedBindings))
    return node.phaseModifier === SyntaxKind.TypeKeyword;
  if (ts.isNewExpression(node)) return isNew(node, "URL");
  if (ts.isCallExpression(node)) return isHarmlessCall(node);
  if (ts.isExpressionStatement(node)) {
    const call = node.expression;
    return ts.isCallExpression(call) && ts.isIdentifier(call.expression) && TESTS.has(call.expression.text);
  }
  return true;
}

function isNew({ expression }: ts.NewExpression, name: string): boolean {
  return ts.isIdentifier(expression) && expression.text === name;
}

/** What a generated file runs when it is imported: the declarations of tests. */
const TESTS = new Set(["testTool", "testResource", "testPrompt"]);

/** Modules are imported by relative paths, and of what is promised one member is taken. */
function isHarmlessCall({ expression: called, arguments: args }: ts.CallExpression): boolean {
  const [first] = args;
  if (!first || args.length !== 1) return !isImport(called) && !isThen(called);
  if (isImport(called)) return ts.isStringLiteral(first) && /^\.\.?\//.test(first.text);
  if (!isThen(called)) return true;
  return ts.isCallExpression(called.expression) && isImport(called.expression.expression) && isMember(first);
}

function isImport(called: ts.Expression): boolean {
  return called.kind === SyntaxKind.ImportKeyword;
}

function isThen(called: ts.Expression): called is ts.PropertyAccessExpression {
  return ts.isPropertyAccessExpression(called) && called.name.text === "then";
}

/** `(m) => m.name` */
function isMember(node: ts.Expression): boolean {
  if (!ts.isArrowFunction(node) || !ts.isPropertyAccessExpression(node.body)) return false;
  const [parameter, ...others] = node.parameters;
  const of = node.body.expression;
  if (!parameter || others.length > 0 || !ts.isIdentifier(parameter.name)) return false;
  return ts.isIdentifier(of) && of.text === parameter.name.text;
}

function refuse(file: GeneratedFile, source: ts.SourceFile, offset: number, why: string): never {
  const { line, character } = source.getLineAndCharacterOfPosition(offset);
  throw new Error(`the code generated for ${file.path}:${line + 1}:${character + 1} is wrong: ${why}`);
}
