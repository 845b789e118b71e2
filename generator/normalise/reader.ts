import type { Diagnostics } from "../diagnostics.ts";
import { isObject, type Json, type JsonObject, lookup, own, type Pointer, parseLocalRef } from "../json.ts";

/** An object of the document together with the place it stands in, after following its `$ref`. */
export interface Node {
  readonly value: JsonObject;
  readonly pointer: Pointer;
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
    const seen = new Set<string>();
    let node = value;
    let at = pointer;
    while (isObject(node)) {
      const ref = own(node, "$ref");
      if (typeof ref !== "string") return { value: node, pointer: at };
      const tokens = parseLocalRef(ref);
      if (tokens === undefined || seen.has(ref)) return undefined;
      seen.add(ref);
      at = tokens;
      node = lookup(this.root, tokens);
    }
    return undefined;
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
