/**
 * Where in an OpenAPI document something else may stand than what is written there. A `$ref` is a reference
 * only in these places: in an example it is data, and under `properties` it is a name. All versions have one
 * grammar; what a version does not know does not occur in its documents.
 */
import { SCHEMA_LISTS, SCHEMA_MAPS, SINGLE_SCHEMAS } from "./keywords.ts";

/** What a value is: one thing, a list of them, or a map with names as its keys, some with extensions too. */
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
  /** Something without a grammar of its own, such as `info`. */
  | "other";

type Fields = Readonly<Record<string, Shape>>;

const one = (kind: Kind): Shape => ({ form: "one", kind });
const list = (kind: Kind): Shape => ({ form: "list", kind });
const map = (kind: Kind): Shape => ({ form: "map", kind });
const extensible = (kind: Kind): Shape => ({ form: "extensible", kind });
const each = (keys: readonly string[], shape: Shape): Fields =>
  Object.fromEntries(keys.map((key) => [key, shape]));

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

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
    // Swagger 2.0 has them here.
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

/** Fields whose value is data, whatever it looks like. */
const DATA = new Set(["example", "examples", "default", "enum", "const", "value", "dataValue", "mapping"]);

/** What the value of a field is; undefined where it is data. */
export function fieldOf(kind: Kind, key: string): Shape | undefined {
  const fields = FIELDS[kind];
  if (Object.hasOwn(fields, key)) return fields[key];
  // A keyword that is not known says something to somebody else.
  if (kind === "schema" || key.startsWith("x-") || DATA.has(key)) return undefined;
  return one(kind === "callback" ? "pathItem" : "other");
}

/** The part of `components` in which things of a kind are defined; the others cannot be referred to. */
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

/** Where Swagger 2.0 has them. */
const SECTIONS_2: Partial<Record<Kind, string>> = {
  schema: "definitions",
  response: "responses",
  parameter: "parameters",
};

/** Where in a document things of a kind are defined by name; undefined where they are not. */
export function sectionOf(kind: Kind, isSwagger2: boolean): readonly string[] | undefined {
  const old = isSwagger2 ? SECTIONS_2[kind] : undefined;
  if (old !== undefined) return [old];
  const section = SECTIONS[kind];
  return section === undefined ? undefined : ["components", section];
}
