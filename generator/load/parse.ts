/** Parsed texts with the positions of their values, and the parser of JSON. That of YAML is loaded when it is needed. */
import type { Position } from "../diagnostics.ts";
import type { Json, Pointer } from "../json.ts";
import { Failure } from "./local-files.ts";

/** A JSON value, and the positions of its parts in a text. */
export interface Located {
  readonly value: Json;
  /** The position of the value at each pointer, or of its nearest ancestor that exists. */
  locate(pointers: readonly Pointer[]): Position[];
}

export interface Parsed extends Located {
  /** The position of the member's name instead of its value. */
  locateKeys(pointers: readonly Pointer[]): Position[];
}

/** Six times deeper than any real document. Code that recurses over JSON relies on this limit. */
export const MAX_DEPTH = 200;

export function tooDeep(position: Position): Failure {
  return syntaxFailure(`expected at most ${MAX_DEPTH} levels of nesting, found more`, position);
}

export function syntaxFailure(message: string, position?: Position): Failure {
  return new Failure("syntax", message, "Correct the syntax.", position);
}

/** Parses JSON. A failure has no position if V8 does not report one. */
export function parseJson(text: string): Parsed | Failure {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    const { message } = error as SyntaxError;
    const offset = /at position (\d+)/.exec(message)?.[1];
    if (offset === undefined) return syntaxFailure(message);
    const [position] = positionsAt(text, [Number(offset)]);
    return syntaxFailure(message.replace(/(?: in JSON)? at position .*$/s, ""), position);
  }
  if (isDeeper(value, MAX_DEPTH)) return tooDeep(positionAt(text, offsetAtDepth(text, MAX_DEPTH)));
  return {
    value,
    locate: (pointers) => locateInJson(text, pointers),
    locateKeys: (pointers) => locateInJson(text, pointers, "keys"),
  };
}

/** True if lists and objects are nested in each other more than `depth` times. */
export function isDeeper(value: Json, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth <= 0) return true;
  if (Array.isArray(value)) return value.some((item) => isDeeper(item, depth - 1));
  for (const key in value) if (isDeeper(value[key] as Json, depth - 1)) return true;
  return false;
}

/** Requested pointers as a tree, so that a scan enters only the values that one of them leads through. */
class PointerTree {
  readonly children = new Map<string, PointerTree>();
  /** Indices of the requested pointers that end here. */
  readonly requests: number[] = [];

  constructor(pointers: readonly Pointer[]) {
    for (const [index, pointer] of pointers.entries()) {
      let node: PointerTree = this;
      for (const token of pointer) {
        const child = node.children.get(String(token)) ?? new PointerTree([]);
        node.children.set(String(token), child);
        node = child;
      }
      node.requests.push(index);
    }
  }

  /** Assigns an offset to the pointers that end here or below. Those below that exist get theirs later. */
  assign(offsets: number[], offset: number): void {
    for (const index of this.requests) offsets[index] = offset;
    for (const child of this.children.values()) child.assign(offsets, offset);
  }
}

/** White space and separators. */
const BETWEEN = new Set([..." \t\r\n,:\uFEFF"].map((char) => char.charCodeAt(0)));
const STRUCTURAL = /["{}[\]]/g;
const SCALAR_END = /[,}\]\s]/g;

/**
 * The positions of values, or of the names of members, in a valid JSON text. It scans the text once for all pointers,
 * and builds no tree of the document: a diagnostic about a document of 13 MB must not cost more than parsing it.
 */
export function locateInJson(
  text: string,
  pointers: readonly Pointer[],
  what: "values" | "keys" = "values",
): Position[] {
  const offsets = new Array<number>(pointers.length).fill(0);
  let at = 0;
  const skipSpace = (): void => {
    while (BETWEEN.has(text.charCodeAt(at))) at++;
  };
  const next = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.index ?? text.length;
  };
  /** Moves past one value, and looks only at its brackets and strings. */
  const skipValue = (): void => {
    const isContainer = text[at] === "{" || text[at] === "[";
    if (!isContainer) at = text[at] === '"' ? endOfString(text, at) : next(SCALAR_END);
    for (let depth = 0; isContainer && at < text.length; ) {
      at = next(STRUCTURAL);
      if (text[at] === '"') at = endOfString(text, at);
      else {
        depth += text[at] === "{" || text[at] === "[" ? 1 : -1;
        at++;
        if (depth <= 0) break;
      }
    }
  };
  const visit = (tree: PointerTree): void => {
    skipSpace();
    tree.assign(offsets, at);
    const open = text[at];
    if (tree.children.size === 0 || (open !== "{" && open !== "[")) {
      skipValue();
      return;
    }
    at++;
    for (let index = 0; ; index++) {
      skipSpace();
      if (at >= text.length || text[at] === "}" || text[at] === "]") break;
      const start = at;
      let key = String(index);
      if (open === "{") {
        at = endOfString(text, at);
        key = JSON.parse(text.slice(start, at)) as string;
        skipSpace();
      }
      const child = tree.children.get(key);
      if (child) visit(child);
      else skipValue();
      if (what === "keys") for (const request of child?.requests ?? []) offsets[request] = start;
    }
    at++;
  };
  visit(new PointerTree(pointers));
  return positionsAt(text, offsets);
}

/** The offset after a string that starts at `at`. */
function endOfString(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
  return end + 1;
}

/** The offset at which a JSON text first exceeds a depth. */
function offsetAtDepth(text: string, max: number): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at) - 1;
    else if (char === "{" || char === "[") {
      if (depth++ === max) return at;
    } else if (char === "}" || char === "]") depth--;
  }
  return text.length;
}

export function positionAt(text: string, offset: number): Position {
  return positionsAt(text, [offset])[0] as Position;
}

/** Lines and columns of offsets, in one pass over the text. */
export function positionsAt(text: string, offsets: readonly number[]): Position[] {
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

/** A place in one of several files. */
export interface SourceLocation<Source> {
  readonly source: Source;
  readonly pointer: Pointer;
}

/** The positions of places in several files. Each file is searched once; files other than `main` are named. */
export function positionsOf<Source extends Pick<Located, "locate"> & { readonly label: string }>(
  locations: readonly SourceLocation<Source>[],
  main: Source,
): Position[] {
  const indices = new Map<Source, number[]>();
  for (const [index, { source }] of locations.entries()) {
    const members = indices.get(source);
    if (members) members.push(index);
    else indices.set(source, [index]);
  }
  const positions = new Array<Position>(locations.length);
  for (const [source, members] of indices) {
    const pointers = members.map((index) => (locations[index] as SourceLocation<Source>).pointer);
    for (const [i, position] of source.locate(pointers).entries()) {
      const file = source === main ? undefined : { file: source.label, pointer: pointers[i] as Pointer };
      positions[members[i] as number] = { ...position, ...file };
    }
  }
  return positions;
}
