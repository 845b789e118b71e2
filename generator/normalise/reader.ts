import type { Diagnostics } from "../diagnostics.ts";
import {
  asString,
  isObject,
  type Json,
  type JsonObject,
  lookup,
  own,
  type Pointer,
  parseLocalRef,
} from "../json.ts";

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

  constructor(root: JsonObject, diagnostics: Diagnostics) {
    this.root = root;
    this.diagnostics = diagnostics;
  }

  /** The object at a place, through any chain of references; undefined if there is none. */
  object(value: Json | undefined, pointer: Pointer): Node | undefined {
    const { nodes, complete } = this.#follow(value, pointer);
    return complete ? nodes.at(-1) : undefined;
  }

  /** Every object on the way to the one at a place, the nearest first: more than one where a `$ref` leads on. */
  layers(value: Json | undefined, pointer: Pointer): readonly Node[] {
    return this.#follow(value, pointer).nodes;
  }

  #follow(value: Json | undefined, pointer: Pointer): { nodes: Node[]; complete: boolean } {
    const nodes: Node[] = [];
    const seen = new Set<string>();
    let node = value;
    let at = pointer;
    while (isObject(node)) {
      nodes.push({ value: node, pointer: at });
      const ref = own(node, "$ref");
      if (typeof ref !== "string") return { nodes, complete: true };
      const tokens = parseLocalRef(ref);
      if (tokens === undefined || seen.has(ref)) break;
      seen.add(ref);
      at = tokens;
      node = lookup(this.root, tokens);
    }
    return { nodes, complete: false };
  }

  /**
   * The entries of a map of objects, each through its reference. Where the keys are not names that somebody
   * chose, those that start with `x-` are extensions, and left out.
   */
  *entries(value: Json | undefined, pointer: Pointer, extensible = false): Iterable<readonly [string, Node]> {
    if (!isObject(value)) return;
    for (const [key, child] of Object.entries(value)) {
      if (extensible && key.startsWith("x-")) continue;
      const node = this.object(child, [...pointer, key]);
      if (node) yield [key, node];
    }
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
