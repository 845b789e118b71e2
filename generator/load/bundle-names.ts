/** References between the files of a document: where they lead, where values come from, and names for their targets. */
import type { Position } from "../diagnostics.ts";
import {
  asString,
  byCodePoint,
  formatPointer,
  isObject,
  type Json,
  lookup,
  own,
  type Pointer,
  parseLocalRef,
} from "../json.ts";
import type { Source } from "./document-files.ts";
import { positionsOf, type SourceLocation } from "./parse.ts";

/** A place in one of the files of a document. */
export type Location = SourceLocation<Source>;

/** The target of a reference. */
export interface ResolvedRef extends Location {
  readonly value: Json;
}

/** The files that the values of a bundled document come from. */
export class Origins {
  readonly #locations = new Map<Json, Location>();

  set(value: Json, { source, pointer }: Location): void {
    if (typeof value === "object") this.#locations.set(value, { source, pointer });
  }

  /** The value at a pointer of a file, and the place that it comes from. */
  trace(source: Source, pointer: Pointer): Location & { readonly value: Json | undefined } {
    let value: Json | undefined = source.value;
    let location: Location = { source, pointer: [] };
    for (const token of pointer) {
      if (value !== undefined) value = lookup(value, [token]);
      const origin = value === undefined ? undefined : this.#locations.get(value);
      location = origin ?? { source: location.source, pointer: [...location.pointer, token] };
    }
    return { ...location, value };
  }

  /** The positions of values of the bundled document. */
  locate(main: Source, pointers: readonly Pointer[]): Position[] {
    return positionsOf(
      pointers.map((pointer) => this.trace(main, pointer)),
      main,
    );
  }
}

export function identityOf({ source, pointer }: Location): string {
  return `${source.url.href}#${formatPointer(pointer)}`;
}

export function splitReference(reference: string): [path: string, fragment: string] {
  const at = reference.indexOf("#");
  return at === -1 ? [reference, ""] : [reference.slice(0, at), reference.slice(at + 1)];
}

/** The pointer that a fragment stands for: it is a JSON Pointer, or the `$anchor` of a schema. */
export function pointerOfFragment(root: Json, fragment: string): Pointer | undefined {
  if (fragment === "" || fragment.startsWith("/")) return parseLocalRef(`#${fragment}`);
  const find = (value: Json, pointer: Pointer): Pointer | undefined => {
    if (typeof value !== "object" || value === null) return undefined;
    if (own(value, "$anchor") === fragment || own(value, "$dynamicAnchor") === fragment) return pointer;
    for (const [key, child] of Object.entries(value)) {
      const found = find(child, [...pointer, key]);
      if (found) return found;
    }
    return undefined;
  };
  return find(root, []);
}

export function localRef(pointer: Pointer): string {
  return `#${formatPointer(pointer).split("/").map(encodeURIComponent).join("/")}`;
}

/** Resolves a relative `$self`, which is compared and never fetched. */
const ANY_BASE = "speclathe:///";

/**
 * The local form of a reference to the document by its own URI; undefined for every other reference. In OpenAPI 3.2 the
 * `$self` of a document is its URI and the base of its references.
 */
export function localRefBySelf(reference: string, document: Json): string | undefined {
  const version = isObject(document) ? own(document, "openapi") : undefined;
  const self = asString(own(document, "$self"));
  if (self === undefined || !asString(version)?.startsWith("3.2") || !URL.canParse(self, ANY_BASE))
    return undefined;
  const base = new URL(self, ANY_BASE);
  base.hash = "";
  if (!URL.canParse(reference, base.href)) return undefined;
  const target = new URL(reference, base);
  target.hash = "";
  return target.href === base.href ? `#${splitReference(reference)[1]}` : undefined;
}

/** A value of another file that needs a name in the document. */
export interface Nameable {
  readonly source: { readonly path: string };
  readonly pointer: Pointer;
}

/** Tokens of a pointer that do not describe the value. */
const STRUCTURE = new Set(["components", "schemas", "definitions", "parameters", "responses", "properties"]);

/**
 * Names values after the last token of their pointer, or after their file. Values that would share a name with each
 * other, or with one that is taken, get the tokens before it as well, until their names differ. The names do not depend
 * on the order of the values.
 */
export function assignNames<T extends Nameable>(
  things: readonly T[],
  taken: Iterable<string>,
): Map<T, string> {
  const words = new Map(things.map((thing) => [thing, wordsOf(thing)]));
  const reserved = new Set([...taken].map(fold));
  const names = new Map<T, string>();
  let unnamed = [...things];
  for (let length = 1; unnamed.length > 0; length++) {
    const groups = new Map<string, T[]>();
    for (const thing of unnamed) {
      const name = (words.get(thing) ?? []).slice(-length).join("_");
      const key = fold(name);
      groups.set(key, [...(groups.get(key) ?? []), thing]);
      names.set(thing, name);
    }
    unnamed = [...groups].flatMap(([key, group]) => {
      if (group.length === 1 && !reserved.has(key) && /[a-z]/i.test(key)) {
        reserved.add(key);
        return [];
      }
      const isExhausted = group.some((thing) => length >= (words.get(thing)?.length ?? 0));
      if (!isExhausted) return group;
      assignNumbers(group, names, reserved);
      return [];
    });
  }
  return names;
}

/** Appends numbers to a name that its members share and that no further token can make unique. */
function assignNumbers<T extends Nameable>(
  group: readonly T[],
  names: Map<T, string>,
  reserved: Set<string>,
): void {
  const identity = ({ source, pointer }: T): string => `${source.path}#${formatPointer(pointer)}`;
  for (const thing of [...group].sort((a, b) => byCodePoint(identity(a), identity(b)))) {
    const name = names.get(thing) as string;
    let n = 1;
    while (reserved.has(fold(`${name}_${n}`))) n++;
    names.set(thing, `${name}_${n}`);
    reserved.add(fold(`${name}_${n}`));
  }
}

/** `models/pet_tag.yaml#/components/schemas/Name` → models, pet_tag, Name. */
function wordsOf({ source, pointer }: Nameable): string[] {
  const file = source.path.replace(/\.(?:ya?ml|json)$/, "");
  return [...file.split("/"), ...pointer.map(String).filter((token) => !STRUCTURE.has(token))]
    .map((word) => word.replaceAll(/[^\p{L}\p{N}.-]+/gu, "_").replaceAll(/^_+|_+$/g, ""))
    .filter((word) => word !== "");
}

/** Names that differ only in case and punctuation would become one identifier. */
function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}
