import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  Parser,
  type Scalar,
  type YAMLMap,
} from "yaml";
import type { Position } from "../diagnostics.ts";
import { isObject, type Json, type JsonObject, lookup, own, type Pointer, put } from "../json.ts";
import { Failure } from "./local-files.ts";
import { MAX_DEPTH, type Parsed, positionAt, positionsAt, syntaxFailure, tooDeep } from "./parse.ts";

/** The number of values that aliases may stand for, in addition to ten times the number of written values. */
const MAX_ALIASED = 100_000;

/** Parses one YAML document as JSON. A value that JSON cannot express is a failure. */
export function parseYaml(text: string): Parsed | Failure {
  const document = compose(text);
  if (document instanceof Failure) return document;
  const reader = new ValueReader();
  const value = reader.read(document.contents);
  if (reader.fault) return syntaxFailure(reader.fault.message, positionAt(text, reader.fault.offset));
  keepVersion(document, value);
  const start = document.contents?.range?.[0] ?? 0;
  const locate = (pointers: readonly Pointer[], what: keyof Offset): Position[] =>
    positionsAt(
      text,
      pointers.map((pointer) => reader.offset(value, pointer, what) ?? start),
    );
  return {
    value,
    locate: (pointers) => locate(pointers, "values"),
    locateKeys: (pointers) => locate(pointers, "keys"),
  };
}

function compose(text: string): Document.Parsed | Failure {
  const tokens = [...new Parser().parse(text)];
  // The composer recurses, unlike the parser: too many levels would overflow its stack.
  for (const token of tokens) {
    const offset = offsetOfTooDeep(token);
    if (offset !== undefined) return tooDeep(positionAt(text, offset));
  }
  const composer = new Composer({
    // Even in a document that declares YAML 1.1, `no` is a string: OpenAPI documents are JSON documents.
    schema: "core",
    resolveKnownTags: false,
    stringKeys: true,
    // ValueReader checks this in linear time; here it takes the square of the number of keys.
    uniqueKeys: false,
    prettyErrors: false,
  });
  const [document, second] = [...composer.compose(tokens, true, text.length)];
  // The parser only warns of an unresolved tag, but the meaning of such a value is unknown.
  const [fault] = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
  if (fault) return syntaxFailure(fault.message, positionAt(text, fault.pos[0]));
  if (second)
    return syntaxFailure("expected one document, found a second one", positionAt(text, second.range[0]));
  return document as Document.Parsed;
}

function offsetOfTooDeep(root: CST.Token): number | undefined {
  let level: (CST.Token | null | undefined)[] = root.type === "document" ? [root.value] : [];
  for (let depth = 0; level.length > 0; depth++) {
    const collections = level.filter((token) => token !== undefined && token !== null && "items" in token);
    if (depth === MAX_DEPTH && collections[0]) return collections[0].offset;
    level = collections.flatMap(({ items }) => items.flatMap(({ key, value }) => [key, value]));
  }
  return undefined;
}

/** The offsets of a member: of its value, and of its name. */
interface Offset {
  readonly values: number;
  readonly keys: number;
}

/**
 * Converts YAML nodes to JSON. An alias becomes the value of its anchor, and `<<` adds the members of another map.
 * `toJS` of `yaml` is not used: it takes the square of the number of aliases, and its limit does not count merge keys.
 */
class ValueReader {
  /** The first fault. Values that are read after it are null. */
  fault: { readonly message: string; readonly offset: number } | undefined;
  readonly #offsets = new Map<Json, Map<string, Offset>>();
  readonly #anchors = new Map<string, { value: Json; size: number } | undefined>();
  /** The number of values that were read, and the number with each alias written out. */
  #written = 0;
  #size = 0;

  /** The offset of the value at a pointer, or of its nearest ancestor that exists. */
  offset(root: Json, pointer: Pointer, what: keyof Offset): number | undefined {
    let found: number | undefined;
    let value: Json | undefined = root;
    for (const [i, token] of pointer.entries()) {
      const next: Offset | undefined = this.#offsets.get(value ?? null)?.get(String(token));
      if (next === undefined) break;
      found = i === pointer.length - 1 ? next[what] : next.values;
      value = lookup(value ?? null, [token]);
    }
    return found;
  }

  read(node: Node | null | undefined): Json {
    if (!node || this.fault) return null;
    if (isAlias(node)) return this.#alias(node.source, node);
    const { anchor } = node as { anchor?: string };
    const before = this.#size;
    // An anchor has no value until its node was read completely: a value cannot contain itself.
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    this.#written++;
    this.#size++;
    const value = isScalar(node) ? scalar(node) : isMap(node) ? this.#map(node) : this.#list(node);
    if (anchor !== undefined) this.#anchors.set(anchor, { value, size: this.#size - before });
    return value;
  }

  #list(node: Node): Json {
    const offsets = new Map<string, Offset>();
    const list = (isSeq<Node | null>(node) ? node.items : []).map((item, i) => {
      const start = item?.range?.[0];
      if (start !== undefined) offsets.set(String(i), { values: start, keys: start });
      return this.read(item);
    });
    this.#offsets.set(list, offsets);
    return list;
  }

  #map(node: YAMLMap): Json {
    const map: JsonObject = {};
    const offsets = new Map<string, Offset>();
    this.#offsets.set(map, offsets);
    const names = new Set<string>();
    for (const { key, value } of node.items as { key: Scalar; value: Node | null }[]) {
      const name = String(key.value);
      if (names.has(name)) this.#fail(`expected unique keys, found the key "${name}" twice`, key);
      if (name === "<<" && key.type === "PLAIN") {
        this.#merge(value, map, offsets);
        continue;
      }
      names.add(name);
      const start = key.range?.[0] ?? 0;
      offsets.set(name, { values: value?.range?.[0] ?? start, keys: start });
      put(map, name, this.read(value));
    }
    return map;
  }

  /** Members that the map itself has take precedence, then those of earlier merges. */
  #merge(node: Node | null, map: JsonObject, offsets: Map<string, Offset>): void {
    const value = this.read(node);
    for (const source of Array.isArray(value) ? value : [value]) {
      if (!isObject(source)) this.#fail("expected a map or a list of maps after `<<`", node);
      for (const [name, offset] of this.#offsets.get(source) ?? []) {
        this.#count(1, node);
        if (this.fault) return;
        if (Object.hasOwn(map, name)) continue;
        put(map, name, (source as JsonObject)[name] as Json);
        offsets.set(name, offset);
      }
    }
  }

  #alias(name: string, node: Node): Json {
    const anchor = this.#anchors.get(name);
    this.#count(anchor?.size ?? 0, node);
    if (anchor) return anchor.value;
    this.#fail(
      `expected the anchor &${name} and its whole value before the alias *${name}, found none`,
      node,
    );
    return null;
  }

  /** A few lines of aliases of aliases can stand for more values than fit into memory. */
  #count(size: number, node: Node | null): void {
    this.#size += size;
    if (this.#size > MAX_ALIASED + 10 * this.#written)
      this.#fail(
        `expected aliases and merge keys that stand for at most ${MAX_ALIASED} values, found more`,
        node,
      );
  }

  #fail(message: string, node: Node | null): void {
    this.fault ??= { message, offset: node?.range?.[0] ?? 0 };
  }
}

/** A scalar as JSON: `.inf` and `.nan` are strings. */
function scalar({ value, source }: Scalar): Json {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  return typeof value === "number" && Number.isFinite(value) ? value : (source ?? String(value));
}

/** An unquoted version is a string as well: 1.10 is not 1.1. */
function keepVersion(document: Document, root: Json): void {
  const info = own(root, "info");
  if (!isObject(info) || typeof own(info, "version") !== "number") return;
  const node = document.getIn(["info", "version"], true);
  if (isScalar(node) && node.source !== undefined) put(info, "version", node.source);
}
