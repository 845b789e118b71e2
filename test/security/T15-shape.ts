/** Payloads that show if text becomes code, and the shape of code without its texts. */
import { ts } from "ts-morph";
import type { GeneratedFile } from "../../generator/emit/generated-file.ts";

const PWN = "globalThis.pwned=1";

export const PAYLOADS = [
  `*/ ${PWN}; /*`,
  `*\\/ ${PWN} /*`,
  `\`+(${PWN})+\``,
  `\${${PWN}}`,
  `"+(${PWN})+"`,
  `'+(${PWN})+'`,
  `\\"+(${PWN})+\\"`,
  `\\\\"]});${PWN};({a:["`,
  `")); ${PWN}; ((("`,
  `\n${PWN}\n`,
  `\r\n${PWN}//`,
  `\u2028${PWN}\u2029`,
  `\u0085${PWN}\u000b`,
  `\0\u202e${PWN}\u200b\u{e0041}`,
  `</script><script>${PWN}</script><!--`,
  `@type {${PWN}} @param`,
  `, z: (() => { ${PWN} })()`,
  `__proto__`,
  `\ud800`,
  `import("data:text/javascript,${PWN}")`,
];

/** The nodes of a file, without what is only a name, a literal, or the order that names have. */
export function shape({ path, text }: GeneratedFile): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  const statements = source.statements.map((statement) => {
    const kinds: string[] = [];
    const visit = (node: ts.Node): void => {
      const isName =
        ts.isIdentifier(node) || ts.isStringLiteral(node) || node.kind === ts.SyntaxKind.ComputedPropertyName;
      kinds.push(isName ? "name" : (ts.SyntaxKind[node.kind] as string));
      if (!isName) ts.forEachChild(node, visit);
    };
    visit(statement);
    return kinds.join(" ");
  });
  return statements.sort();
}

/** A plain word that is a name in TypeScript or not, as the payload is. */
export function benignWord(payload: string): string {
  return /^[A-Za-z0-9_$]+$/.test(payload) ? "Text" : "-Text";
}
