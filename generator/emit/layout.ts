import { comment } from "./literal.ts";

/** Code is built as text whose lines are relative to where it stands; literals never contain a line break. */
export function indent(code: string, levels = 1): string {
  if (!code.includes("\n")) return code;
  return code.replaceAll("\n", `\n${"  ".repeat(levels)}`);
}

/** `open`, one line an item, `close`; on one line where there is no item. */
export function block(open: string, items: readonly string[], close: string): string {
  if (items.length === 0) return open + close;
  return `${open}\n${items.map((item) => `  ${indent(item)},`).join("\n")}\n${close}`;
}

/** Like `block`, and on lines of its own also when it is empty: the first item to come adds one line. */
export function openBlock(open: string, items: readonly string[], close: string): string {
  return items.length === 0 ? `${open}\n${close}` : block(open, items, close);
}

/** The constant first line: no date and no version, so that a file changes only with what it says. */
export function header(source: string): string {
  return `// Generated from ${comment(source)}. Do not edit; run \`speclathe generate\`.\n`;
}

/** `[a]`, or one line an item: a list grows and shrinks, and a change of one item is a change of one line. */
export function list(codes: readonly string[]): string {
  if (codes.length === 1 && !codes[0]?.includes("\n")) return `[${codes[0]}]`;
  return codes.length === 0 ? "[]" : `[\n${codes.map((code) => `  ${indent(code)},`).join("\n")}\n]`;
}
