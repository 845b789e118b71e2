import type { Position } from "../diagnostics.ts";
import type { Pointer } from "../json.ts";

/** The pointers asked for, as a tree: the scan goes down only where one of them leads. */
interface Wanted {
  readonly asked: number[];
  readonly children: Map<string, Wanted>;
}

const BETWEEN = new Set([..." \t\r\n,:\uFEFF"].map((char) => char.charCodeAt(0)));
const STRUCTURAL = /["{}[\]]/g;
const SCALAR_END = /[,}\]\s]/g;

/**
 * Where each pointer stands in a JSON text: its value, or the name of the member. One pass for all of them, without building a tree of the
 * document: a 13 MB document with a diagnostic must not cost more than the document itself.
 */
export function locateInJson(
  text: string,
  pointers: readonly Pointer[],
  what: "values" | "keys" = "values",
): Position[] {
  const root: Wanted = { asked: [], children: new Map() };
  pointers.forEach((pointer, index) => {
    let node = root;
    for (const token of pointer) {
      const key = String(token);
      let child = node.children.get(key);
      if (!child) {
        child = { asked: [], children: new Map() };
        node.children.set(key, child);
      }
      node = child;
    }
    node.asked.push(index);
  });

  const offsets = new Array<number>(pointers.length).fill(0);
  const found = (node: Wanted, offset: number): void => {
    for (const index of node.asked) offsets[index] = offset;
    // A pointer that leads nowhere keeps the place of its nearest ancestor.
    for (const child of node.children.values()) found(child, offset);
  };

  let at = 0;
  /** Moves to the next character that is neither white space nor a separator. */
  const space = (): void => {
    while (BETWEEN.has(text.charCodeAt(at))) at++;
  };
  const string = (): string => {
    const start = at++;
    while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    at++;
    return text.slice(start, at);
  };
  /** Moves past one value, without looking at more than its brackets and strings. */
  const skip = (): void => {
    space();
    if (text[at] !== "{" && text[at] !== "[") {
      if (text[at] === '"') string();
      else at = next(SCALAR_END, at);
      return;
    }
    let depth = 0;
    do {
      at = next(STRUCTURAL, at);
      const c = text[at];
      if (c === '"') string();
      else {
        depth += c === "{" || c === "[" ? 1 : -1;
        at++;
      }
    } while (depth > 0 && at < text.length);
  };
  const next = (pattern: RegExp, from: number): number => {
    pattern.lastIndex = from;
    return pattern.exec(text)?.index ?? text.length;
  };
  const visit = (node: Wanted): void => {
    space();
    found(node, at);
    const open = text[at];
    if (node.children.size === 0 || (open !== "{" && open !== "[")) {
      skip();
      return;
    }
    at++;
    for (let index = 0; ; index++) {
      space();
      if (at >= text.length || text[at] === "}" || text[at] === "]") break;
      const start = at;
      const key = open === "{" ? (JSON.parse(string()) as string) : String(index);
      const child = node.children.get(key);
      if (child) visit(child);
      else skip();
      if (child && what === "keys") for (const asked of child.asked) offsets[asked] = start;
    }
    at++;
  };
  visit(root);
  return linesAndColumns(text, offsets);
}

export function lineAndColumn(text: string, offset: number): Position {
  return linesAndColumns(text, [offset])[0] as Position;
}

/** In one pass over the text, however many offsets there are and however long its lines are. */
function linesAndColumns(text: string, offsets: readonly number[]): Position[] {
  const positions = new Array<Position>(offsets.length);
  let line = 1;
  let start = 0;
  let end = text.indexOf("\n");
  const ascending = [...offsets.entries()].sort(([, a], [, b]) => a - b);
  for (const [index, offset] of ascending) {
    for (; end !== -1 && end < offset; end = text.indexOf("\n", start)) {
      line++;
      start = end + 1;
    }
    positions[index] = { line, column: offset - start + 1 };
  }
  return positions;
}

/** Where a JSON text first goes deeper than so many levels. */
export function offsetAtDepth(text: string, max: number): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') for (at++; at < text.length && text[at] !== '"'; at++) at += text[at] === "\\" ? 1 : 0;
    else if (char === "{" || char === "[") {
      if (depth++ === max) return at;
    } else if (char === "}" || char === "]") depth--;
  }
  return text.length;
}
