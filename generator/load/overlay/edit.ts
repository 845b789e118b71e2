import { isObject, type Json, type JsonObject, lookup, type Pointer, put } from "../../json.ts";
import { MAX_DEPTH } from "../parse.ts";
import type { Limits } from "./limits.ts";
import type { Origins } from "./origins.ts";

/** Why a change cannot be made. */
export class EditFault extends Error {
  readonly hint: string;
  /** The part of the new value that is in the way. */
  readonly at: Pointer;

  constructor(message: string, hint: string, at: Pointer = []) {
    super(message);
    this.hint = hint;
    this.at = at;
  }
}

interface Measure {
  /** Values in it; long texts count for more than one. */
  readonly size: number;
  readonly depth: number;
}

/**
 * A document that is being changed. What a change leads through is copied, once; everything else is shared with
 * the original, which stays as it is, and so do the values that are put in.
 */
export class Edited {
  #root: JsonObject;
  readonly #limits: Limits;
  readonly #origins: Origins;
  /** Copies of ours, which nothing else shares. */
  #copies = new WeakSet<object>();
  readonly #measured = new WeakMap<object, Measure>();

  constructor(root: JsonObject, limits: Limits, origins: Origins) {
    this.#root = root;
    this.#limits = limits;
    this.#origins = origins;
  }

  get root(): JsonObject {
    return this.#root;
  }

  /** The value at a place, which no later change touches. */
  take(place: Pointer): Json | undefined {
    this.#copies = new WeakSet();
    return lookup(this.#root, place);
  }

  /**
   * Merges a value with the one at a place: objects member by member, lists by appending, and in place of what is
   * neither. Throws an `EditFault`.
   */
  merge(place: Pointer, value: Json): void {
    const target = lookup(this.#root, place);
    if (isObject(target) && isObject(value))
      this.#mergeMembers(this.#writable(place) as JsonObject, value, place, []);
    else if (Array.isArray(target)) this.#append(this.#writable(place) as Json[], value, place);
    else if (isPrimitive(target) && isPrimitive(value)) {
      const parent = this.#writable(place.slice(0, -1));
      this.#set(parent, place.at(-1) as string | number, value);
    } else throw incompatible(target, value, []);
  }

  /** Removes the value at a place from what contains it, if it is still there. Throws an `EditFault`. */
  remove(place: Pointer): void {
    const token = place.at(-1);
    if (token === undefined)
      throw new EditFault(
        "the whole document cannot be removed",
        "Name the parts of it that are to be removed.",
      );
    if (lookup(this.#root, place) === undefined) return;
    const parent = this.#writable(place.slice(0, -1));
    if (Array.isArray(parent)) {
      const index = Number(token);
      // What comes after it moves.
      this.#limits.step(1 + Math.floor((parent.length - index) / 64));
      this.#origins.removing(parent, index);
      parent.splice(index, 1);
    } else delete parent[token];
  }

  #mergeMembers(target: JsonObject, value: JsonObject, place: Pointer, at: Pointer): void {
    for (const [key, member] of Object.entries(value)) {
      this.#limits.step();
      const inside = [...place, key];
      if (!Object.hasOwn(target, key)) {
        this.#grow(member, inside);
        put(target, key, member);
        continue;
      }
      const before = target[key] as Json;
      if (isPrimitive(before) && isPrimitive(member)) this.#set(target, key, member);
      else if (isObject(before) && isObject(member))
        this.#mergeMembers(this.#own(target, key) as JsonObject, member, inside, [...at, key]);
      else if (Array.isArray(before) && Array.isArray(member))
        this.#append(this.#own(target, key) as Json[], member, inside);
      else throw incompatible(before, member, [...at, key]);
    }
  }

  #append(target: Json[], value: Json, place: Pointer): void {
    for (const item of Array.isArray(value) ? value : [value]) {
      this.#limits.step();
      this.#grow(item, [...place, target.length]);
      this.#origins.adding(target);
      target.push(item);
    }
  }

  #set(container: Json[] | JsonObject, token: string | number, value: Json): void {
    this.#limits.grow(this.#measure(value).size - 1);
    if (Array.isArray(container)) container[Number(token)] = value;
    else put(container, String(token), value);
  }

  #grow(value: Json, place: Pointer): void {
    const { size, depth } = this.#measure(value);
    this.#limits.grow(size);
    if (place.length + depth > MAX_DEPTH)
      throw new EditFault(
        `the document would be nested more than ${MAX_DEPTH} levels deep`,
        "Correct the overlay so that it does not put things into themselves.",
      );
  }

  #measure(value: Json): Measure {
    if (typeof value === "string") return { size: 1 + Math.floor(value.length / 64), depth: 0 };
    if (isPrimitive(value)) return { size: 1, depth: 0 };
    const known = this.#measured.get(value);
    if (known) return known;
    let size = 1;
    let depth = 0;
    for (const [key, member] of Object.entries(value)) {
      this.#limits.step();
      const inside = this.#measure(member);
      size += inside.size + Math.floor(key.length / 64);
      depth = Math.max(depth, inside.depth);
    }
    const measure = { size, depth: depth + 1 };
    this.#measured.set(value, measure);
    return measure;
  }

  /** What is at a place, as a copy of ours; so is everything on the way there. */
  #writable(place: Pointer): Json[] | JsonObject {
    this.#root = this.#copy(this.#root);
    let value: Json[] | JsonObject = this.#root;
    for (const token of place) value = this.#own(value, token);
    return value;
  }

  #own(container: Json[] | JsonObject, token: string | number): Json[] | JsonObject {
    if (Array.isArray(container)) {
      const copy = this.#copy(container[Number(token)] as Json[] | JsonObject);
      container[Number(token)] = copy;
      return copy;
    }
    const copy = this.#copy(container[token] as Json[] | JsonObject);
    put(container, String(token), copy);
    return copy;
  }

  #copy<T extends Json[] | JsonObject>(value: T): T {
    if (this.#copies.has(value)) return value;
    const copy: Json[] | JsonObject = Array.isArray(value) ? [...value] : { ...value };
    const { length } = Array.isArray(value) ? value : Object.keys(value);
    this.#limits.step(1 + Math.floor(length / 8));
    if (Array.isArray(value)) this.#origins.copied(value, copy as Json[]);
    this.#copies.add(copy);
    return copy as T;
  }
}

type Primitive = null | boolean | number | string;

function isPrimitive(value: Json | undefined): value is Primitive {
  return typeof value !== "object" || value === null;
}

function incompatible(target: Json | undefined, value: Json, at: Pointer): EditFault {
  return new EditFault(
    `${kindOf(value)} cannot be merged with ${kindOf(target)}, which is what the document has there`,
    "Remove what is there in an action before, with `remove: true`, and then add what you want.",
    at,
  );
}

export function kindOf(value: Json | undefined): string {
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return "an object";
  return value === null ? "null" : `a ${typeof value}`;
}
