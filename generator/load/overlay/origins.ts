import { type Json, own, type Pointer } from "../../json.ts";

/**
 * Where in the text of a document its values come from once overlays have changed it. Members of an object keep
 * their names; of a list from which something was removed, the items have moved.
 */
export class Origins {
  readonly #indices = new WeakMap<Json[], (number | undefined)[]>();

  /** The pointer before the changes; that of the nearest ancestor, where there was nothing. */
  of(root: Json, pointer: Pointer): Pointer {
    const origin: (string | number)[] = [];
    let value: Json | undefined = root;
    for (const token of pointer) {
      const indices: readonly (number | undefined)[] | undefined = Array.isArray(value)
        ? this.#indices.get(value)
        : undefined;
      const before = indices ? indices[Number(token)] : token;
      if (before === undefined) break;
      origin.push(before);
      value = Array.isArray(value) ? value[Number(token)] : own(value, String(token));
    }
    return origin;
  }

  /** One list goes on as another. */
  copied(from: Json[], to: Json[]): void {
    const indices = this.#indices.get(from);
    if (indices) this.#indices.set(to, [...indices]);
  }

  /** To be called before an item is added at the end. */
  adding(list: Json[]): void {
    this.#of(list).push(undefined);
  }

  /** To be called before an item is removed. */
  removing(list: Json[], index: number): void {
    this.#of(list).splice(index, 1);
  }

  #of(list: Json[]): (number | undefined)[] {
    let indices = this.#indices.get(list);
    if (!indices) {
      indices = [...list.keys()];
      this.#indices.set(list, indices);
    }
    return indices;
  }
}
