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

/** The grammar of method and header names (RFC 9110, section 5.6.2). */
export const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** A value of the document together with the place it stands in. */
export interface Place {
  readonly value: Json;
  readonly pointer: Pointer;
}

/** An object of the document together with the place it stands in, after following its `$ref`. */
export interface Node extends Place {
  readonly value: JsonObject;
}

/** Reads objects of one document; what it cannot read it reports, once a place. */
export class Reader {
  readonly root: JsonObject;
  readonly diagnostics: Diagnostics;
  /** References that were to be followed and could not be: whoever needs what they lead to must do without. */
  readonly lost: string[] = [];

  constructor(root: JsonObject, diagnostics: Diagnostics) {
    this.root = root;
    this.diagnostics = diagnostics;
  }

  /** The object at a place, through any chain of references; undefined if there is none. */
  object(value: Json | undefined, pointer: Pointer): Node | undefined {
    const { nodes, broken, circular } = this.#follow(value, pointer);
    const lost = broken ?? circular;
    if (lost !== undefined) this.lost.push(lost);
    return lost === undefined ? nodes.at(-1) : undefined;
  }

  /** Every object on the way to the one at a place, the nearest first: more than one where a `$ref` leads on. */
  layers(value: Json | undefined, pointer: Pointer): readonly Node[] {
    const { nodes, broken } = this.#follow(value, pointer);
    if (broken !== undefined) this.lost.push(broken);
    return nodes;
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
  *entries(value: Json | undefined, pointer: Pointer): Iterable<readonly [string, Node]> {
    if (!isObject(value)) return;
    for (const [key, child] of Object.entries(value)) {
      const node = this.object(child, [...pointer, key]);
      if (node) yield [key, node];
    }
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

  /** Calls a function that can do without whatever is lost on the way. */
  optional<T>(read: () => T): T {
    const { length } = this.lost;
    const result = read();
    this.lost.length = length;
    return result;
  }
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
