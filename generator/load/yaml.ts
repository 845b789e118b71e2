import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Parser,
  type Scalar,
  type YAMLMap,
} from "yaml";
import type { Position } from "../diagnostics.ts";
import { isObject, type Json, type JsonObject, own, type Pointer, put } from "../json.ts";

import { MAX_DEPTH, type Parsed, ParseFailure, START, tooDeep } from "./parse.ts";

/** How many values the aliases of a document may stand for, besides ten times what is written out. */
const MAX_ALIASED = 100_000;

/** Where a member of a list or map of the document begins, and where its name does. */
interface Offset {
  readonly value: number;
  readonly key: number;
}

/** By index or name. */
type Offsets = ReadonlyMap<string, Offset>;

export function parseYaml(text: string): Parsed {
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const document = compose(text, lines, at);
  const reader = new ValueReader(at);
  const value = reader.read(document.contents);
  keepVersion(document, value);
  const start = document.contents?.range?.[0] ?? 0;
  const place = (pointer: Pointer, what: keyof Offset): Position =>
    at(reader.offset(value, pointer, what) ?? start);
  return {
    value,
    locate: (pointers) => pointers.map((pointer) => place(pointer, "value")),
    locateKeys: (pointers) => pointers.map((pointer) => place(pointer, "key")),
  };
}

type At = (offset: number) => Position;

function compose(text: string, lines: LineCounter, at: At): Document.Parsed {
  const composer = new Composer({
    // Not even a document that calls itself YAML 1.1 may turn `no` into false: OpenAPI is a JSON format.
    schema: "core",
    resolveKnownTags: false,
    stringKeys: true,
    // Checked below, in linear time.
    uniqueKeys: false,
    prettyErrors: false,
  });
  const [document, second] = [...composer.compose(tokens(text, lines, at), true, text.length)];
  // A tag that is not resolved is only a warning to the parser, and a value of unknown meaning to us.
  const [fault] = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
  if (fault) throw new ParseFailure(fault.message, at(fault.pos[0]));
  if (second) throw new ParseFailure("a file can hold one document only", at(second.range[0]));
  return document as Document.Parsed;
}

/** The parser has no recursion and the composer has: it must not be led deeper than the stack is. */
function* tokens(text: string, lines: LineCounter, at: At): Iterable<CST.Token> {
  for (const token of new Parser(lines.addNewLine).parse(text)) {
    checkDepth(token, at);
    yield token;
  }
}

function checkDepth(root: CST.Token, at: At): void {
  let level: (CST.Token | null | undefined)[] = root.type === "document" ? [root.value] : [];
  for (let depth = 0; level.length > 0; depth++) {
    const collections = level.filter((token) => token !== undefined && token !== null && "items" in token);
    if (depth === MAX_DEPTH && collections[0]) throw tooDeep(at(collections[0].offset));
    level = collections.flatMap(({ items }) => items.flatMap(({ key, value }) => [key, value]));
  }
}

/** Makes JSON of YAML. An alias is the value it stands for, and `<<` takes over the members of a map. */
class ValueReader {
  readonly #at: At;
  readonly #offsets = new Map<Json, Offsets>();
  readonly #anchors = new Map<string, { value: Json; size: number } | undefined>();
  /** How many values were read, and how many there are if every alias is written out. */
  #written = 0;
  #size = 0;

  constructor(at: At) {
    this.#at = at;
  }

  /** Where the value at a pointer begins, or its name, or else the value of its nearest ancestor. */
  offset(root: Json, pointer: Pointer, what: keyof Offset): number | undefined {
    let found: number | undefined;
    let value: Json | undefined = root;
    for (const [i, token] of pointer.entries()) {
      const next: Offset | undefined =
        value === undefined ? undefined : this.#offsets.get(value)?.get(String(token));
      if (next === undefined) break;
      found = i === pointer.length - 1 ? next[what] : next.value;
      value = Array.isArray(value) ? value[Number(token)] : own(value, String(token));
    }
    return found;
  }

  read(node: Node | null | undefined): Json {
    if (!node) return null;
    if (isAlias(node)) return this.#alias(node.source, node);
    const { anchor } = node as { anchor?: string };
    const before = this.#size;
    // Until it is read an anchor stands for nothing: what contains itself has no end.
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    this.#written++;
    this.#size++;
    const value = isScalar(node) ? scalar(node) : this.#collection(node);
    if (anchor !== undefined) this.#anchors.set(anchor, { value, size: this.#size - before });
    return value;
  }

  #collection(node: Node): Json {
    const offsets = new Map<string, Offset>();
    if (isMap(node)) {
      const map: JsonObject = {};
      this.#map(node, map, offsets);
      this.#offsets.set(map, offsets);
      return map;
    }
    const list: Json[] = [];
    if (isSeq<Node | null>(node))
      for (const item of node.items) {
        if (item?.range) offsets.set(String(list.length), { value: item.range[0], key: item.range[0] });
        list.push(this.read(item));
      }
    this.#offsets.set(list, offsets);
    return list;
  }

  #map(node: YAMLMap, map: JsonObject, offsets: Map<string, Offset>): void {
    const given = new Set<string>();
    for (const { key, value } of node.items as { key: Scalar; value: Node | null }[]) {
      const name = String(key.value);
      if (given.has(name)) this.#fail(`the key "${name}" is there twice`, key);
      if (name === "<<" && key.type === "PLAIN") {
        this.#merge(value, map, offsets);
        continue;
      }
      given.add(name);
      const start = key.range?.[0] ?? 0;
      offsets.set(name, { value: value?.range?.[0] ?? start, key: start });
      put(map, name, this.read(value));
    }
  }

  /** What is written in the map itself comes before what is merged, and that in order. */
  #merge(node: Node | null, map: JsonObject, offsets: Map<string, Offset>): void {
    const value = this.read(node);
    for (const source of Array.isArray(value) ? value : [value]) {
      if (!isObject(source)) this.#fail("`<<` takes a map, or a list of maps", node);
      const places = this.#offsets.get(source);
      for (const name of Object.keys(source)) {
        this.#count(1, node);
        if (Object.hasOwn(map, name)) continue;
        put(map, name, source[name] as Json);
        const place = places?.get(name);
        if (place !== undefined) offsets.set(name, place);
      }
    }
  }

  #alias(name: string, node: Node): Json {
    const anchor = this.#anchors.get(name);
    if (!anchor) this.#fail(`the alias *${name} stands for nothing, or for what contains it`, node);
    this.#count(anchor.size, node);
    return anchor.value;
  }

  /** A few lines of aliases of aliases can stand for more values than there is memory. */
  #count(size: number, node: Node | null): void {
    this.#size += size;
    if (this.#size > MAX_ALIASED + 10 * this.#written)
      this.#fail(`aliases and merge keys stand for more than ${MAX_ALIASED} values`, node);
  }

  #fail(message: string, node: Node | null): never {
    throw new ParseFailure(message, node?.range ? this.#at(node.range[0]) : START);
  }
}

/** A scalar as JSON can say it: `.inf` and `.nan` are no numbers there. */
function scalar({ value, source }: Scalar): Json {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  return typeof value === "number" && Number.isFinite(value) ? value : (source ?? String(value));
}

/** A version that nobody quoted is a text all the same: 1.10 comes after 1.9. */
function keepVersion(document: Document, root: Json): void {
  const info = own(root, "info");
  if (!isObject(info) || typeof own(info, "version") !== "number") return;
  const node = document.getIn(["info", "version"], true);
  if (isScalar(node) && node.source !== undefined) put(info, "version", node.source);
}

/** Where a JSON text is broken, as far as YAML, which allows more, can tell. */
export function findJsonFault(text: string): ParseFailure | undefined {
  try {
    parseYaml(text);
    return undefined;
  } catch (error) {
    if (error instanceof ParseFailure) return error;
    throw error;
  }
}
