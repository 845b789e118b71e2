import type { Position } from "../diagnostics.ts";
import { formatPointer, type Json, lookup, own, type Pointer, parseLocalRef } from "../json.ts";

import type { Source } from "./sources.ts";

/** A place in one of the files. */
export interface SourceLocation {
  readonly source: Source;
  readonly pointer: Pointer;
}

/** A place and what is there. */
export interface ResolvedRef extends SourceLocation {
  readonly value: Json;
}

/** Knows which values of a bundled document have come out of which file. */
export class Origins {
  readonly #places = new Map<Json, SourceLocation>();

  set(value: Json, { source, pointer }: SourceLocation): void {
    if (typeof value === "object") this.#places.set(value, { source, pointer });
  }

  /** The value at a pointer of a file, and where it has come from. */
  trace(source: Source, pointer: Pointer): SourceLocation & { readonly value: Json | undefined } {
    let value: Json | undefined = source.value;
    let place: SourceLocation = { source, pointer: [] };
    for (const token of pointer) {
      if (value !== undefined) value = lookup(value, [token]);
      const origin = value === undefined ? undefined : this.#places.get(value);
      place = origin ?? { source: place.source, pointer: [...place.pointer, token] };
    }
    return { ...place, value };
  }

  /** Line and column of places of the bundled document, with the file where it is not the main one. */
  locate(main: Source, pointers: readonly Pointer[]): Position[] {
    return positionsOf(
      pointers.map((pointer) => this.trace(main, pointer)),
      main,
    );
  }
}

/** Asks each file once for all of its places. */
export function positionsOf(places: readonly SourceLocation[], main: Source): Position[] {
  const bySource = new Map<Source, number[]>();
  places.forEach(({ source }, i) => {
    const members = bySource.get(source) ?? [];
    bySource.set(source, members);
    members.push(i);
  });
  const positions: Position[] = [];
  for (const [source, members] of bySource) {
    const pointers = members.map((i) => (places[i] as SourceLocation).pointer);
    source.locate(pointers).forEach((position, n) => {
      const file = source === main ? undefined : { file: source.label, pointer: pointers[n] as Pointer };
      positions[members[n] as number] = { ...position, ...file };
    });
  }
  return positions;
}

export function identityOf({ source, pointer }: SourceLocation): string {
  return `${source.url.href}#${formatPointer(pointer)}`;
}

export function splitReference(reference: string): [path: string, fragment: string] {
  const at = reference.indexOf("#");
  return at === -1 ? [reference, ""] : [reference.slice(0, at), reference.slice(at + 1)];
}

/** Where in a file a fragment leads: it is a JSON Pointer, or the `$anchor` of a schema. */
export function tokensOf(root: Json, fragment: string): Pointer | undefined {
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

export function localReference(pointer: Pointer): string {
  return `#${formatPointer(pointer).split("/").map(encodeURIComponent).join("/")}`;
}
