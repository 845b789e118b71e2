import { isObject, type Json, type JsonObject, lookup, own, type Pointer, parseLocalRef } from "../json.ts";

/** The base of a document that has no URI of its own. */
const NOWHERE = "speclathe:///";

/** Keywords whose value is data, and those whose keys are names. */
const DATA = new Set(["example", "examples", "default", "enum", "const"]);
const ANCHORS = ["$anchor", "$dynamicAnchor"];
const NAMES = new Set([
  ...["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"],
  ...["schemas", "responses", "parameters", "headers", "requestBodies", "callbacks", "pathItems", "content"],
]);

/**
 * Where the references of schemas lead (JSON Schema 2020-12, section 8.2): a schema with an `$id` is a
 * resource of its own, against whose URI the references in it resolve, and an `$anchor` names a place in it.
 */
export class Resources {
  readonly #root: JsonObject;
  /** URI of each resource by its pointer, and pointers by URI, with the anchor as its fragment. */
  readonly #uris = new Map<string, string>();
  readonly #places = new Map<string, Pointer>();
  readonly #anchored = new Map<string, number>();

  constructor(root: JsonObject, base = NOWHERE) {
    this.#root = root;
    this.#places.set(base, []);
    this.#uris.set(key([]), base);
    this.#index(root, base, false);
  }

  /** Whether the document has no `$id` and no anchor, so that a reference means the same everywhere. */
  get isPlain(): boolean {
    return this.#places.size === 1;
  }

  /** The tokens of what a reference at a place leads to; undefined where that is nowhere. */
  resolve(reference: string, at: Pointer): Pointer | undefined {
    const local = parseLocalRef(reference);
    if (this.isPlain) return this.#existing(local);
    const [uri = "", fragment = ""] = (join(reference, this.#baseOf(at)) ?? "").split("#");
    const resource = this.#places.get(uri);
    const inside =
      resource === undefined || fragment === ""
        ? resource
        : fragment.startsWith("/")
          ? [...resource, ...(parseLocalRef(`#${fragment}`) ?? [])]
          : this.#places.get(`${uri}#${fragment}`);
    // Documents that copied an `$id` along mean their own components all the same.
    return this.#existing(inside) ?? this.#existing(local);
  }

  /** Whether a dynamic anchor is set in more than one place, so that the path to it would decide. */
  isAmbiguous(anchor: string): boolean {
    return (this.#anchored.get(anchor) ?? 0) > 1;
  }

  #existing(tokens: Pointer | undefined): Pointer | undefined {
    return tokens !== undefined && lookup(this.#root, tokens) !== undefined ? tokens : undefined;
  }

  #baseOf(at: Pointer): string {
    for (let length = at.length; ; length--) {
      const uri = this.#uris.get(key(at.slice(0, length)));
      if (uri !== undefined) return uri;
    }
  }

  /** Where the walk is: one list for all of it, for a document has many places and few of them count. */
  readonly #at: (string | number)[] = [];

  #index(value: Json, base: string, areNames: boolean): void {
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) this.#enter(i, value[i] as Json, base, false);
      return;
    }
    if (!isObject(value)) return;
    const id = areNames ? undefined : own(value, "$id");
    const uri = typeof id === "string" ? join(id, base)?.replace(/#$/, "") : undefined;
    if (uri !== undefined) {
      this.#uris.set(key(this.#at), uri);
      this.#places.set(uri, [...this.#at]);
    }
    for (const keyword of areNames ? [] : ANCHORS) {
      const anchor = own(value, keyword);
      if (typeof anchor !== "string") continue;
      this.#places.set(`${uri ?? base}#${anchor}`, [...this.#at]);
      this.#anchored.set(anchor, (this.#anchored.get(anchor) ?? 0) + 1);
    }
    for (const name of Object.keys(value))
      if (areNames || !(DATA.has(name) || name.startsWith("x-")))
        this.#enter(name, value[name] as Json, uri ?? base, !areNames && NAMES.has(name));
  }

  #enter(token: string | number, child: Json, base: string, areNames: boolean): void {
    if (typeof child !== "object" || child === null) return;
    this.#at.push(token);
    this.#index(child, base, areNames);
    this.#at.pop();
  }
}

function key(at: Pointer): string {
  return JSON.stringify(at);
}

function join(reference: string, base: string): string | undefined {
  return URL.canParse(reference, base) ? new URL(reference, base).href : undefined;
}
