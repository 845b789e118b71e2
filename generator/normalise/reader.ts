import type { Diagnostics } from "../diagnostics.ts";
import {
  asString,
  formatPointer,
  isObject,
  type Json,
  type JsonObject,
  lookup,
  own,
  type Pointer,
  parseLocalRef,
} from "../json.ts";
import { readable, suspicion } from "./text.ts";

/** A value of the document together with the place it stands in. */
export interface Place {
  readonly value: Json;
  readonly pointer: Pointer;
}

/** An object of the document together with the place it stands in, after following its `$ref`. */
export interface Node extends Place {
  readonly value: JsonObject;
}

/** The result of reading something that may hold references. */
export interface Read<T> {
  /** What could be read. */
  readonly value: T;
  /** The first `$ref` that the value needs and that cannot be followed: without its target the value is incomplete. */
  readonly unresolved?: string | undefined;
}

/** Several results as one. */
export function allOf<T>(results: readonly Read<T>[]): Read<T[]> {
  return { value: results.map(({ value }) => value), unresolved: firstUnresolved(...results) };
}

export function firstUnresolved(...results: readonly (Read<unknown> | undefined)[]): string | undefined {
  return results.find((result) => result?.unresolved !== undefined)?.unresolved;
}

/** Reads objects of one document; what it cannot read it reports, once a place. */
export class Reader {
  readonly root: JsonObject;
  readonly diagnostics: Diagnostics;

  constructor(root: JsonObject, diagnostics: Diagnostics) {
    this.root = root;
    this.diagnostics = diagnostics;
  }

  /** The object at a place, through any chain of references; undefined if there is none. */
  object(value: Json | undefined, pointer: Pointer): Read<Node | undefined> {
    const { nodes, broken, circular } = this.#follow(value, pointer);
    const unresolved = broken ?? circular;
    return { value: unresolved === undefined ? nodes.at(-1) : undefined, unresolved };
  }

  /** Every object on the way to the one at a place, the nearest first: more than one where a `$ref` leads on. */
  layers(value: Json | undefined, pointer: Pointer): Read<readonly Node[]> {
    const { nodes, broken } = this.#follow(value, pointer);
    return { value: nodes, unresolved: broken };
  }

  #follow(value: Json | undefined, pointer: Pointer): { nodes: Node[]; broken?: string; circular?: string } {
    const nodes: Node[] = [];
    const seen = new Set<string>();
    let node = value;
    let at = pointer;
    while (isObject(node)) {
      nodes.push({ value: node, pointer: at });
      const ref = own(node, "$ref");
      if (typeof ref !== "string") return { nodes };
      if (seen.has(ref)) return { nodes, circular: ref };
      seen.add(ref);
      const tokens = parseLocalRef(ref);
      node = tokens && lookup(this.root, tokens);
      if (tokens === undefined || !isObject(node)) return { nodes, broken: ref };
      at = tokens;
    }
    return { nodes };
  }

  /** The entries of a map of objects, each through its reference. */
  entries(value: Json | undefined, pointer: Pointer): Read<(readonly [string, Node])[]> {
    const results = Object.entries(isObject(value) ? value : {}).map(
      ([key, child]) => [key, this.object(child, [...pointer, key])] as const,
    );
    return {
      value: results.flatMap(([key, { value: node }]) => (node ? [[key, node] as const] : [])),
      unresolved: firstUnresolved(...results.map(([, result]) => result)),
    };
  }

  /** A text for people and models as both see it; undefined where nothing is left of it. */
  readable(value: Json | undefined, pointer: Pointer, max?: number): string | undefined {
    if (typeof value !== "string") return undefined;
    this.#inspect(value, pointer, "text");
    return readable(value, max);
  }

  /** Looks at a value or a name, which is sent as it is. */
  inspect(value: Json, pointer: Pointer): void {
    if (typeof value === "string") this.#inspect(value, pointer, "value");
    else if (Array.isArray(value))
      for (const [i, item] of value.entries()) this.inspect(item, [...pointer, i]);
    else if (isObject(value))
      for (const [key, child] of Object.entries(value)) {
        this.#inspect(key, [...pointer, key], "value");
        this.inspect(child, [...pointer, key]);
      }
  }

  #inspect(text: string, pointer: Pointer, kind: "text" | "value"): void {
    const reason = suspicion(text, kind);
    if (reason === undefined || this.#inspected.has(formatPointer(pointer))) return;
    this.#inspected.add(formatPointer(pointer));
    this.diagnostics.report(
      "suspicious-text",
      pointer,
      reason,
      kind === "text"
        ? "Models read this. Correct the document if it is not meant for whoever uses the API."
        : "Models read this, and it is sent as it is. Correct the document if that is not meant.",
    );
  }

  readonly #inspected = new Set<string>();
}

/** A text without the white space around it; undefined where nothing is left of it. */
export function text(value: Json | undefined): string | undefined {
  const trimmed = asString(value)?.trim();
  return trimmed === "" ? undefined : trimmed;
}

/** The texts of a list, whatever else is in it; undefined if it is no list. */
export function texts(value: Json | undefined): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return [...new Set(value.map(text).filter((item) => item !== undefined))];
}
