/** JSON values, as `JSON.parse` returns them, and the operations that every stage needs. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** A place in a document: RFC 6901 reference tokens, unescaped. */
export type Pointer = readonly (string | number)[];

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The own property of an object, and never an inherited one. */
export function own(value: unknown, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function asString(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Sets an own property, also for the key `__proto__`, which an assignment would not set. */
export function put<T>(target: { [key: string]: T }, key: string, value: T): void {
  if (key === "__proto__")
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

/** A deep copy. Nothing in it is shared, unlike in a structured clone of a value with YAML aliases. */
export function copyOf<T extends Json>(value: T): T;
export function copyOf(value: Json): Json {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const [key, member] of Object.entries(value)) put(copy, key, copyOf(member));
  return copy;
}

/** Order by code point: the same on every machine, whatever its locale. */
export function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** RFC 6901 text of a pointer: `/paths/~1pets/get`. */
export function formatPointer(pointer: Pointer): string {
  return pointer.map((token) => `/${String(token).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The tokens of a local reference such as `#/components/schemas/Pet`; undefined for any other reference. */
export function parseLocalRef(ref: string): string[] | undefined {
  if (ref === "#") return [];
  if (!ref.startsWith("#/")) return undefined;
  try {
    return ref
      .slice(2)
      .split("/")
      .map((token) => decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~"));
  } catch {
    return undefined;
  }
}

export function lookup(root: Json, tokens: Pointer): Json | undefined {
  let value: Json | undefined = root;
  for (const token of tokens) {
    if (Array.isArray(value)) value = value[Number(token)];
    else value = own(value, String(token));
    if (value === undefined) return undefined;
  }
  return value;
}

/** The members of `T`, of which each optional one may also be given as undefined. */
type WithUndefined<T> = { [K in keyof T]: Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K] };

/** The object without its members that are undefined: neither JSON nor generated code has such members. */
export function defined<T extends object>(members: WithUndefined<T>): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}

/** An object or array unless it is empty. */
export function unlessEmpty<T extends object>(value: T | undefined): T | undefined {
  return value && Object.keys(value).length > 0 ? value : undefined;
}
