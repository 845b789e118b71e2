import { fieldOf, type Shape } from "./grammar.ts";
import { isObject, type Json, type JsonObject, own, type Pointer, put } from "./json.ts";

/** Where a walk is, and what whoever walks wants to know there. */
export interface Spot<Context> {
  readonly pointer: Pointer;
  /** How deep in the whole document. */
  readonly depth: number;
  readonly context: Context;
}

/** A `$ref`, and what can be done about it. */
export interface Reference<Context> {
  readonly text: string;
  readonly shape: Shape;
  readonly at: Spot<Context>;
  /** What has the `$ref`; undefined for a discriminator's mapping, without which nothing is lost. */
  readonly holder: JsonObject | undefined;
  /** Makes it refer to something else. */
  point(reference: string): void;
  /** Puts something in its place. */
  replace(value: Json): void;
}

/** What a walk comes across. */
export interface Visitor<Context> {
  reference(reference: Reference<Context>): void;
  /** A schema that gives itself a URI. */
  identified?(schema: JsonObject, id: string, at: Spot<Context>): void;
}

const DOCUMENT: Shape = { form: "one", kind: "document" };
const SCHEMA: Shape = { form: "one", kind: "schema" };

type Replace = (value: Json) => void;

/** Goes through a document by its grammar, and finds what is a reference and neither data nor a name. */
export class Walker<Context> {
  readonly #visitor: Visitor<Context>;
  readonly #seen = new Map<string, Set<Json>>();

  constructor(visitor: Visitor<Context>) {
    this.#visitor = visitor;
  }

  walkDocument(root: Json, context: Context): void {
    this.walk(root, DOCUMENT, { pointer: [], depth: 0, context });
  }

  walk(value: Json, shape: Shape, at: Spot<Context>, replace: Replace = () => {}): void {
    if (typeof value !== "object" || value === null || !this.#isFirst(value, shape)) return;
    if (Array.isArray(value)) {
      const isList = shape.form === "list" || shape.kind === "schema";
      const item: Shape = { form: "one", kind: isList ? shape.kind : "other" };
      for (let i = 0; i < value.length; i++)
        this.#enter(value[i] as Json, item, at, i, (to) => {
          value[i] = to;
        });
      return;
    }
    const text = own(value, "$ref");
    if (typeof text === "string") {
      const point = (to: string): void => put(value, "$ref", to);
      this.#visitor.reference({ text, shape, at, holder: value, point, replace });
    }
    if (shape.kind === "discriminator") this.#mapping(own(value, "mapping"), at);
    const id = shape.kind === "schema" && shape.form === "one" ? own(value, "$id") : undefined;
    if (typeof id === "string") this.#visitor.identified?.(value, id, at);
    for (const key of Object.keys(value)) {
      const child = value[key] as Json;
      const member = key === "$ref" && typeof child === "string" ? undefined : memberOf(shape, key);
      if (member) this.#enter(child, member, at, key, (to) => put(value, key, to));
    }
  }

  #enter(child: Json, shape: Shape, at: Spot<Context>, key: string | number, replace: Replace): void {
    if (typeof child !== "object" || child === null) return;
    const { pointer, depth, context } = at;
    this.walk(child, shape, { pointer: [...pointer, key], depth: depth + 1, context }, replace);
  }

  /** What YAML's aliases share, or is referred to more than once, is walked once. */
  #isFirst(value: Json, { form, kind }: Shape): boolean {
    const key = `${form} ${kind}`;
    const seen = this.#seen.get(key) ?? new Set();
    this.#seen.set(key, seen);
    return seen.size < seen.add(value).size;
  }

  /** A discriminator's `mapping` holds names or references, which only their looks tell apart. */
  #mapping(mapping: Json | undefined, at: Spot<Context>): void {
    if (!isObject(mapping)) return;
    for (const [key, text] of Object.entries(mapping)) {
      if (typeof text !== "string" || !/#|\.(?:ya?ml|json)$/.test(text)) continue;
      const point = (to: string): void => put(mapping, key, to);
      this.#visitor.reference({ text, shape: SCHEMA, at, holder: undefined, point, replace: () => {} });
    }
  }
}

function memberOf({ form, kind }: Shape, key: string): Shape | undefined {
  if (form === "one") return fieldOf(kind, key);
  if (form === "list") return { form: "one", kind: "other" };
  return form === "extensible" && key.startsWith("x-") ? undefined : { form: "one", kind };
}

/** Calls back with every reference of a document, in its order. */
export function eachReference(root: Json, found: (reference: Reference<undefined>) => void): void {
  new Walker<undefined>({ reference: found }).walkDocument(root, undefined);
}
