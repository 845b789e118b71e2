import { ts } from "ts-morph";
import type { GeneratedFile } from "../types.ts";

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
  if (!file.path.endsWith(".ts")) return;
  const source = ts.createSourceFile(file.path, file.text, PARSING, false, ts.ScriptKind.TS);
  const { parseDiagnostics = [] } = source as { parseDiagnostics?: readonly ts.DiagnosticWithLocation[] };
  const [fault] = parseDiagnostics;
  if (fault) refuse(file, source, fault.start, ts.flattenDiagnosticMessageText(fault.messageText, " "));

  const visit = (node: ts.Node): void => {
    if (!ALLOWED.has(node.kind) || !isHarmless(node))
      refuse(file, source, node.pos, `unexpected ${SyntaxKind[node.kind]}`);
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
  if (ts.isNewExpression(node)) return ts.isIdentifier(node.expression) && node.expression.text === "URL";
  if (ts.isExpressionStatement(node)) {
    const call = node.expression;
    return (
      ts.isCallExpression(call) && ts.isIdentifier(call.expression) && call.expression.text === "testTool"
    );
  }
  return true;
}

function refuse(file: GeneratedFile, source: ts.SourceFile, offset: number, why: string): never {
  const { line, character } = source.getLineAndCharacterOfPosition(offset);
  throw new Error(`the code generated for ${file.path}:${line + 1}:${character + 1} is wrong: ${why}`);
}
