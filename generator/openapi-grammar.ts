/**
 * The grammar of OpenAPI documents: which values are schemas, parameters and so on, and where references may stand. A
 * `$ref` is a reference only in the places that it names: in an example it is data, and under `properties` it is a name.
 * One grammar serves all versions: a document of an older version has no fields of a later one.
 */
import { isObject, type Json, type JsonObject, own, type Pointer, put } from "./json.ts";

/** The keywords of JSON Schema 2020-12 whose value is a map of schemas. */
export const SCHEMA_MAPS = ["properties", "patternProperties", "dependentSchemas"] as const;

/** Those whose value is one schema. */
export const SINGLE_SCHEMAS = [
  "items",
  "contains",
  "unevaluatedItems",
  "additionalProperties",
  "propertyNames",
  "unevaluatedProperties",
  "not",
  "if",
  "then",
  "else",
] as const;

/** Those whose value is a list of schemas. */
export const SCHEMA_LISTS = ["prefixItems", "allOf", "anyOf", "oneOf"] as const;

/** Keywords that describe a value and never constrain it. Beside a `$ref` they replace those of the target. */
export const ANNOTATIONS: ReadonlySet<string> = new Set([
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
]);

/** One value, a list, or a map from names to values; an extensible map may have `x-` extensions as well. */
export interface Shape {
  readonly form: "one" | "list" | "map" | "extensible";
  readonly kind: Kind;
}

export type Kind =
  | "document"
  | "components"
  | "pathItem"
  | "operation"
  | "callback"
  | "parameter"
  | "requestBody"
  | "response"
  | "header"
  | "mediaType"
  | "encoding"
  | "example"
  | "link"
  | "securityScheme"
  | "schema"
  | "discriminator"
  /** A value without a grammar of its own, such as `info`. */
  | "other";

type Fields = Readonly<Record<string, Shape>>;

const one = (kind: Kind): Shape => ({ form: "one", kind });
const list = (kind: Kind): Shape => ({ form: "list", kind });
const map = (kind: Kind): Shape => ({ form: "map", kind });
const extensible = (kind: Kind): Shape => ({ form: "extensible", kind });
const each = (keys: readonly string[], shape: Shape): Fields =>
  Object.fromEntries(keys.map((key) => [key, shape]));

/** The methods that have a field of their own in a Path Item Object. */
export const METHODS = [
  "get",
  "put",
  "post",
  "delete",
  "options",
  "head",
  "patch",
  "trace",
  "query",
] as const;

const PARAMETER: Fields = {
  schema: one("schema"),
  items: one("schema"),
  content: map("mediaType"),
  examples: map("example"),
};

const FIELDS: Readonly<Record<Kind, Fields>> = {
  document: {
    paths: extensible("pathItem"),
    webhooks: map("pathItem"),
    components: one("components"),
    // The components of Swagger 2.0.
    definitions: map("schema"),
    parameters: map("parameter"),
    responses: map("response"),
    securityDefinitions: map("securityScheme"),
  },
  components: {
    schemas: map("schema"),
    responses: map("response"),
    parameters: map("parameter"),
    examples: map("example"),
    requestBodies: map("requestBody"),
    headers: map("header"),
    securitySchemes: map("securityScheme"),
    links: map("link"),
    callbacks: map("callback"),
    pathItems: map("pathItem"),
    mediaTypes: map("mediaType"),
  },
  pathItem: {
    parameters: list("parameter"),
    ...each(METHODS, one("operation")),
    additionalOperations: map("operation"),
  },
  operation: {
    parameters: list("parameter"),
    requestBody: one("requestBody"),
    responses: extensible("response"),
    callbacks: map("callback"),
  },
  callback: {},
  parameter: PARAMETER,
  requestBody: { content: map("mediaType") },
  response: {
    content: map("mediaType"),
    headers: map("header"),
    links: map("link"),
    schema: one("schema"),
  },
  header: PARAMETER,
  mediaType: {
    schema: one("schema"),
    itemSchema: one("schema"),
    examples: map("example"),
    encoding: map("encoding"),
    prefixEncoding: list("encoding"),
    itemEncoding: one("encoding"),
  },
  encoding: {
    headers: map("header"),
    encoding: map("encoding"),
    prefixEncoding: list("encoding"),
    itemEncoding: one("encoding"),
  },
  example: {},
  link: {},
  securityScheme: {},
  schema: {
    ...each([...SCHEMA_MAPS, "$defs", "definitions", "dependencies"], map("schema")),
    ...each([...SINGLE_SCHEMAS, "additionalItems", "contentSchema"], one("schema")),
    ...each(SCHEMA_LISTS, list("schema")),
    discriminator: one("discriminator"),
  },
  discriminator: {},
  other: {},
};

/** Fields whose value is data, also if it looks like a reference. */
const DATA = new Set(["example", "examples", "default", "enum", "const", "value", "dataValue", "mapping"]);

/** The shape of the value of a field; undefined if it is data. */
function fieldOf(kind: Kind, key: string): Shape | undefined {
  const fields = FIELDS[kind];
  if (Object.hasOwn(fields, key)) return fields[key];
  // Unknown keywords belong to other tools.
  if (kind === "schema" || key.startsWith("x-") || DATA.has(key)) return undefined;
  return one(kind === "callback" ? "pathItem" : "other");
}

/** The section of `components` for each kind that has one. */
const SECTIONS: Partial<Record<Kind, string>> = {
  schema: "schemas",
  response: "responses",
  parameter: "parameters",
  example: "examples",
  requestBody: "requestBodies",
  header: "headers",
  securityScheme: "securitySchemes",
  link: "links",
  callback: "callbacks",
  pathItem: "pathItems",
  mediaType: "mediaTypes",
};

/** The sections of Swagger 2.0, which are fields of the document. */
const SECTIONS_2: Partial<Record<Kind, string>> = {
  schema: "definitions",
  response: "responses",
  parameter: "parameters",
};

/** The path of the section that defines values of a kind by name; undefined if there is none. */
export function sectionOf(kind: Kind, isSwagger2: boolean): readonly string[] | undefined {
  const old = isSwagger2 ? SECTIONS_2[kind] : undefined;
  if (old !== undefined) return [old];
  const section = SECTIONS[kind];
  return section === undefined ? undefined : ["components", section];
}

/** A place during a walk, with a context that the walker passes on. */
export interface WalkLocation<Context> {
  readonly pointer: Pointer;
  /** The depth in the whole document. */
  readonly depth: number;
  readonly context: Context;
}

/** A `$ref`, and the changes that can be made to it. */
export interface Reference<Context> {
  readonly text: string;
  readonly shape: Shape;
  readonly at: WalkLocation<Context>;
  /** The object with the `$ref`. Undefined for an entry of a discriminator's mapping, which may stay unresolved. */
  readonly holder: JsonObject | undefined;
  /** Changes the target of the reference. */
  point(reference: string): void;
  /** Puts a value in the place of the reference. */
  replace(value: Json): void;
}

export interface Visitor<Context> {
  reference(reference: Reference<Context>): void;
  /** Called for a schema with an `$id`. */
  identified?(schema: JsonObject, id: string, at: WalkLocation<Context>): void;
}

const DOCUMENT: Shape = { form: "one", kind: "document" };
const SCHEMA: Shape = { form: "one", kind: "schema" };

type Replace = (value: Json) => void;

/** Walks a document by its grammar, and visits its references; a `$ref` in data or as a name is none. */
export class Walker<Context> {
  readonly #visitor: Visitor<Context>;
  readonly #seen = new Map<string, Set<Json>>();

  constructor(visitor: Visitor<Context>) {
    this.#visitor = visitor;
  }

  walkDocument(root: Json, context: Context): void {
    this.walk(root, DOCUMENT, { pointer: [], depth: 0, context });
  }

  walk(value: Json, shape: Shape, at: WalkLocation<Context>, replace: Replace = () => {}): void {
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

  #enter(child: Json, shape: Shape, at: WalkLocation<Context>, key: string | number, replace: Replace): void {
    if (typeof child !== "object" || child === null) return;
    const { pointer, depth, context } = at;
    this.walk(child, shape, { pointer: [...pointer, key], depth: depth + 1, context }, replace);
  }

  /** Values that YAML aliases share, or that several references have as their target, are walked once. */
  #isFirst(value: Json, { form, kind }: Shape): boolean {
    const key = `${form} ${kind}`;
    const seen = this.#seen.get(key) ?? new Set();
    this.#seen.set(key, seen);
    return seen.size < seen.add(value).size;
  }

  /** The `mapping` of a discriminator contains names and references. References have a `#` or a file extension. */
  #mapping(mapping: Json | undefined, at: WalkLocation<Context>): void {
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
