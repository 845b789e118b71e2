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

/** A value of the document and its pointer. */
export interface Field {
  readonly value: Json;
  readonly pointer: Pointer;
}

/** An object of the document and its pointer, after its `$ref` was followed. */
export interface Node extends Field {
  readonly value: JsonObject;
}

/** The result of reading something that may hold references. */
export interface Read<T> {
  /** The part that could be read. */
  readonly value: T;
  /** The first `$ref` that the value needs and that cannot be followed: without its target the value is incomplete. */
  readonly unresolved?: string | undefined;
}

/** Several results as one. */
export function allOf<T>(results: readonly Read<T>[]): Read<T[]> {
  return { value: results.map(({ value }) => value), unresolved: firstUnresolved(results) };
}

export function firstUnresolved(results: readonly (Read<unknown> | undefined)[]): string | undefined {
  return results.find((result) => result?.unresolved !== undefined)?.unresolved;
}

/** Resolves the references of one document, and reports suspicious texts in it. */
export class Reader {
  readonly root: JsonObject;
  readonly diagnostics: Diagnostics;

  constructor(root: JsonObject, diagnostics: Diagnostics) {
    this.root = root;
    this.diagnostics = diagnostics;
  }

  /** Follows any chain of references to an object; undefined if there is another value or none. */
  object(value: Json | undefined, pointer: Pointer): Read<Node | undefined> {
    const { nodes, broken, circular } = this.#follow(value, pointer);
    const unresolved = broken ?? circular;
    return { value: unresolved === undefined ? nodes.at(-1) : undefined, unresolved };
  }

  /** Every object of a chain of references, the first one first. A circle ends the chain. */
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

  /** The entries of a map of objects, each after its `$ref` was followed. */
  entries(value: Json | undefined, pointer: Pointer): Read<(readonly [string, Node])[]> {
    const results = Object.entries(isObject(value) ? value : {}).map(
      ([key, child]) => [key, this.object(child, [...pointer, key])] as const,
    );
    return {
      value: results.flatMap(([key, { value: node }]) => (node ? [[key, node] as const] : [])),
      unresolved: firstUnresolved(results.map(([, result]) => result)),
    };
  }

  /** The visible part of a text that people and models read; undefined if it has none or is not a string. */
  readable(value: Json | undefined, pointer: Pointer, max?: number): string | undefined {
    if (typeof value !== "string") return undefined;
    this.#inspect(value, pointer, "text");
    return readable(value, max);
  }

  /** Reports the suspicious strings of a value or name, which is sent unchanged. */
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
      `expected a ${kind} without hidden characters or instructions to a model, found ${reason}`,
      kind === "text"
        ? "Models read this text. Correct the document unless the text is meant for users of the API."
        : "Models read this value, and it is sent unchanged. Correct the document unless that is intended.",
    );
  }

  readonly #inspected = new Set<string>();
}

/** A string without surrounding white space; undefined if it is empty or not a string. */
export function text(value: Json | undefined): string | undefined {
  const trimmed = asString(value)?.trim();
  return trimmed === "" ? undefined : trimmed;
}

/** A value as a diagnostic quotes it. */
export function quoted(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "an array";
  if (isObject(value)) return "an object";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** The distinct strings of an array, trimmed, without other values; undefined if it is not an array. */
export function texts(value: Json | undefined): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return [...new Set(value.map(text).filter((item) => item !== undefined))];
}
