import { isObject, type Json, type JsonObject, lookup, own, type Pointer, parseLocalRef } from "../json.ts";

/** The base of a document that has no URI of its own. */
const NOWHERE = "speclathe:///";

/** Keywords with a value that is data, not a schema. */
const DATA = new Set(["example", "examples", "default", "enum", "const"]);
const ANCHORS = ["$anchor", "$dynamicAnchor"];
/** Keywords with an object whose keys are names, not keywords. */
const NAMES = new Set([
  ...["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"],
  ...["schemas", "responses", "parameters", "headers", "requestBodies", "callbacks", "pathItems", "content"],
]);

/**
 * Resolves the references of schemas (JSON Schema 2020-12, section 8.2): a schema with an `$id` is a resource of its
 * own, and references in it resolve against its URI; an `$anchor` names a place in its resource.
 */
export class SchemaResources {
  readonly #root: JsonObject;
  /** URIs of the resources by pointer, and pointers by URI; the fragment of a URI is the anchor. */
  readonly #uris = new Map<string, string>();
  readonly #pointers = new Map<string, Pointer>();
  readonly #anchored = new Map<string, number>();

  constructor(root: JsonObject, base = NOWHERE) {
    this.#root = root;
    this.#pointers.set(base, []);
    this.#uris.set(key([]), base);
    this.#index(root, base, false);
  }

  /** True if the document has no `$id` and no anchor, so that a reference means the same everywhere. */
  get isPlain(): boolean {
    return this.#pointers.size === 1;
  }

  /** The pointer of the target of a reference at `at`; undefined if there is no target. */
  resolve(reference: string, at: Pointer): Pointer | undefined {
    const local = parseLocalRef(reference);
    if (this.isPlain) return this.#existing(local);
    const [uri = "", fragment = ""] = (join(reference, this.#baseOf(at)) ?? "").split("#");
    const resource = this.#pointers.get(uri);
    const inside =
      resource === undefined || fragment === ""
        ? resource
        : fragment.startsWith("/")
          ? [...resource, ...(parseLocalRef(`#${fragment}`) ?? [])]
          : this.#pointers.get(`${uri}#${fragment}`);
    // Some documents have copied `$id`s, and still refer to their own components.
    return this.#existing(inside) ?? this.#existing(local);
  }

  /** True if several schemas have this anchor, so that the target would depend on the dynamic scope. */
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

  /** The current pointer of the walk, one array for all of it: few pointers are kept. */
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
      this.#pointers.set(uri, [...this.#at]);
    }
    for (const keyword of areNames ? [] : ANCHORS) {
      const anchor = own(value, keyword);
      if (typeof anchor !== "string") continue;
      this.#pointers.set(`${uri ?? base}#${anchor}`, [...this.#at]);
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
