/** Prints values as source text. Code is built as text whose lines are indented relative to where it stands. */
import { posix, relative, resolve } from "node:path";
import type { Json } from "../json.ts";
import { comment, literal, propertyKey } from "./literal.ts";

/** Source text as a value: an import, a schema. */
export class Code {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An object to print. Members that are undefined are left out. */
export type Printed<T> = { readonly [K in keyof T]: T[K] | undefined };

/** Prints one line a member or item. Each of them stands on one line unless it has a layout of its own. */
export interface Layout {
  /** Layouts of members by name. */
  readonly members?: { readonly [member: string]: Layout };
  /** The layout of all other members, and of the items of a list. */
  readonly each?: Layout;
  /** The layout is for objects with this member; others stand on one line. */
  readonly only?: string;
  /** Prints an object without members on two lines, so that the first member adds one line. */
  readonly open?: true;
}

/** One line a member or item. */
export const LINES: Layout = {};

/** A value as source text; on one line without a layout. */
export function print(value: unknown, layout?: Layout): string {
  if (value instanceof Code) return value.text;
  if (!layout || typeof value !== "object" || value === null) return literal(value as Json);
  if (Array.isArray(value))
    return block(
      "[",
      value.map((item) => print(item, layout.each)),
      "]",
    );
  if (layout.only !== undefined && !Object.hasOwn(value, layout.only)) return literal(value);
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [printMember(name, member, layout.members?.[name] ?? layout.each)],
  );
  return layout.open && members.length === 0 ? "{\n}" : block("{", members, "}");
}

function printMember(name: string, value: unknown, layout: Layout | undefined): string {
  return value instanceof Code && value.text === name
    ? name
    : `${propertyKey(name)}: ${print(value, layout)}`;
}

/** A value on one line if that has at most `width` characters, else one line a member or item. */
export function fitted(value: unknown, width: number): string {
  const line = literal(value as Json);
  if (line.length <= width || typeof value !== "object" || value === null) return line;
  if (Array.isArray(value))
    return block(
      "[",
      value.map((item) => fitted(item, width - INDENT - 1)),
      "]",
    );
  const members = Object.entries(value).flatMap(([name, member]) => {
    const key = `${propertyKey(name)}: `;
    return member === undefined ? [] : [key + fitted(member, width - INDENT - 1 - key.length)];
  });
  return block("{", members, "}");
}

const INDENT = 2;

/** Indents all lines but the first. Literals contain no line break. */
export function indent(code: string): string {
  return code.includes("\n") ? code.replaceAll("\n", `\n${" ".repeat(INDENT)}`) : code;
}

/** `open`, one line an item, `close`; on one line if there is no item. */
export function block(open: string, items: readonly string[], close: string): string {
  if (items.length === 0) return open + close;
  return `${open}\n${items.map((item) => `  ${indent(item)},`).join("\n")}\n${close}`;
}

/** `[a]`, or one line an item. */
export function list(codes: readonly string[]): string {
  if (codes.length === 1 && !codes[0]?.includes("\n")) return `[${codes[0]}]`;
  return block("[", codes, "]");
}

/** The constant first line: without date and version, so that a file changes only with its content. */
export function header(source: string): string {
  return `// Generated from ${comment(source)}. Do not edit; run \`speclathe generate\`.\n`;
}

/** The folder of the output of all servers. */
export interface OutputFolder {
  /** Relative to the folder that the generator runs in. */
  readonly out: string;
}

/**
 * The literal of the path from one folder to a file, both relative to the folder that the generator runs in. With `/`
 * on every platform, and with a dot at its start, as imports of TypeScript need it.
 */
export function pathTo(file: string, folder: string): string {
  const path = relative(resolve(folder), resolve(file)).replaceAll("\\", "/");
  return literal(path.startsWith("../") ? path : `./${posix.normalize(path)}`);
}
