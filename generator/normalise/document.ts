import { MAX_DESCRIPTION } from "../../runtime/contract/limits.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { asString, isObject, type JsonObject, lookup, own, type Pointer, parseLocalRef } from "../json.ts";
import type { Schema } from "../json-schema.ts";
import type { SourceDocument } from "../load/loaded-server.ts";
import { eachReference, SCHEMA_LISTS, SCHEMA_MAPS, SINGLE_SCHEMAS } from "../openapi-grammar.ts";
import type { ApiDocument, ApiMedia, ApiOperation } from "./api-document.ts";
import type { Dialect, Servers, Version } from "./dialect.ts";
import { OpenApi3 } from "./openapi3.ts";
import { OperationReader, PathItem } from "./operation.ts";
import { Reader } from "./reader.ts";
import { SchemaReader } from "./schema.ts";
import { Resources } from "./schema-ids.ts";
import { Swagger2 } from "./swagger2.ts";

/**
 * Makes all versions of OpenAPI look the same. Undefined where an error was reported. `hasExplicitBaseUrl`: the tool spec
 * has a base URL, so that the servers of the document do not matter.
 */
export function normalise(
  source: SourceDocument,
  diagnostics: Diagnostics,
  { hasExplicitBaseUrl = false }: { readonly hasExplicitBaseUrl?: boolean } = {},
): ApiDocument | undefined {
  const { root } = source;
  const version = versionOf(root, diagnostics);
  const reader = new Reader(root, diagnostics);
  const isNew = version === "3.1" || version === "3.2";
  checkEnvelope(root, isNew, diagnostics);
  checkReferences(source, isNew, diagnostics);
  if (version === undefined || diagnostics.failed) return undefined;

  const { dialect, schemas } = readersFor(version, reader, hasExplicitBaseUrl);
  const operations = withoutBrokenSchemas(readOperations(reader, dialect), schemas, reader);
  if (operations.length === 0)
    diagnostics.report(
      "no-operations",
      ["paths"],
      "the document has no operation, so the server has no tool",
      "Add an operation under `paths`.",
    );
  const { servers, securitySchemes } = dialect;
  // Operations can all have a server of their own.
  const arePlaced = operations.length > 0 && operations.every(({ server }) => server !== undefined);
  if (servers.baseUrl === undefined && !arePlaced && !hasExplicitBaseUrl)
    reportNoBaseUrl(source.name, servers, diagnostics);
  const info = own(root, "info");
  const said = (key: string, max?: number): string | undefined =>
    reader.readable(own(info, key), ["info", key], max);
  const description = said("description", MAX_DESCRIPTION);
  return {
    name: source.name,
    file: source.file,
    title: said("title") ?? source.name,
    version: said("version") ?? "0.0.0",
    ...(description !== undefined && { description }),
    ...(servers.baseUrl !== undefined && { baseUrl: servers.baseUrl }),
    operations,
    schemas: schemas.defs,
    securitySchemes,
  };
}

/** What every document must have; from 3.1 on it may be one of webhooks or components alone. */
function checkEnvelope(root: JsonObject, pathsOptional: boolean, diagnostics: Diagnostics): void {
  if (!isObject(own(root, "info")))
    diagnostics.report(
      "invalid-document",
      ["info"],
      "`info` is missing or not an object",
      "Add `info` with a `title` and a `version`.",
    );
  const paths = own(root, "paths");
  if (paths === undefined ? !pathsOptional : !isObject(paths))
    diagnostics.report(
      "invalid-document",
      ["paths"],
      "`paths` is missing or not an object",
      "Add `paths`, a map from paths such as /pets to their operations.",
    );
}

/** A reference that leads nowhere is told wherever it stands; from 3.1 on it can be a URI. */
function checkReferences(source: SourceDocument, areUris: boolean, diagnostics: Diagnostics): void {
  const { root } = source;
  const good = new Set<string>();
  let resources: Resources | undefined;
  const leads = (target: string, at: Pointer): boolean => {
    const tokens = parseLocalRef(target);
    if (tokens !== undefined && lookup(root, tokens) !== undefined) {
      good.add(target);
      return true;
    }
    if (!areUris) return false;
    resources ??= new Resources(root);
    return resources.resolve(target, at) !== undefined;
  };
  eachReference(root, ({ text, at: { pointer }, holder }) => {
    // A name in a discriminator's mapping is none, and of a broken one was told why.
    if (!holder || source.broken?.has(holder) || good.has(text) || leads(text, pointer)) return;
    diagnostics.report(
      "unresolved-reference",
      [...pointer, "$ref"],
      `"${text}" leads nowhere`,
      "Correct the reference, or add what it refers to. Operations that need it have no tool.",
    );
  });
}

function readOperations(reader: Reader, dialect: Dialect): ApiOperation[] {
  const operations: ApiOperation[] = [];
  const operationReader = new OperationReader(reader, dialect);
  const paths = own(reader.root, "paths");
  for (const [path, value] of isObject(paths) ? Object.entries(paths) : []) {
    if (path.startsWith("x-")) continue;
    if (!path.startsWith("/")) {
      invalid(reader, ["paths", path], `the path "${path}" does not start with a slash`);
      continue;
    }
    const layers = reader.layers(value, ["paths", path]);
    if (layers.unresolved !== undefined) {
      invalid(reader, ["paths", path], needs(layers.unresolved));
      continue;
    }
    const item = new PathItem(path, layers.value);
    for (const place of item.operations(dialect)) {
      if (place.fault !== undefined) {
        invalid(reader, place.pointer, place.fault);
        continue;
      }
      const { value: operation, unresolved } = operationReader.read(item, place);
      if (unresolved !== undefined) invalid(reader, place.pointer, needs(unresolved));
      else if (operation) operations.push(operation);
      else invalid(reader, place.pointer, "the operation is not an object");
    }
  }
  return operations;
}

/** Drops the operations that reach a schema whose reference leads nowhere. */
function withoutBrokenSchemas(
  operations: ApiOperation[],
  schemas: SchemaReader,
  reader: Reader,
): ApiOperation[] {
  const broken = reaching(schemas.unresolvedRefs, operations, schemas.defs);
  for (const [{ pointer }, reference] of broken) invalid(reader, pointer, needs(reference));
  return operations.filter((operation) => !broken.has(operation));
}

function needs(reference: string): string {
  return `it needs "${reference}", which cannot be followed`;
}

function invalid(reader: Reader, pointer: Pointer, message: string): void {
  reader.diagnostics.report(
    "invalid-operation",
    pointer,
    message,
    "Correct it; no tool was generated for it, and all others were.",
  );
}

function reportNoBaseUrl(
  name: string,
  { basePath, pointer, remedy }: Servers,
  diagnostics: Diagnostics,
): void {
  const url = basePath === undefined ? "URL" : `https://HOST${basePath}`;
  diagnostics.report(
    "no-base-url",
    pointer,
    "the document does not say at which absolute URL the API is",
    `Start the server with --base-url ${name}=${url}, or ${remedy}.`,
  );
}

/** The version a document is written in, without its patch number; reported where it is none of ours. */
function versionOf(root: JsonObject, diagnostics: Diagnostics): Version | undefined {
  const field = Object.hasOwn(root, "openapi") ? "openapi" : "swagger";
  const version = own(root, field);
  // YAML reads a version that is not quoted as a number.
  const written = typeof version === "number" ? version.toFixed(1) : asString(version);
  const found = /^(\d\.\d)(?:\.\d+)?(?:-\S+)?$/.exec(written ?? "")?.[1];
  if (field === "swagger" && found === "2.0") return found;
  if (field === "openapi" && (found === "3.0" || found === "3.1" || found === "3.2")) return found;
  diagnostics.report(
    "unsupported-version",
    [field],
    `${field} ${JSON.stringify(version)} is not a version that is supported`,
    "Use OpenAPI 3.0, 3.1 or 3.2, or Swagger 2.0.",
  );
  return undefined;
}

interface Readers {
  readonly dialect: Dialect;
  readonly schemas: SchemaReader;
}

function readersFor(version: Version, reader: Reader, hasExplicitBaseUrl: boolean): Readers {
  if (version === "2.0") {
    const schemas = new SchemaReader(reader, { siblings: false, components: ["definitions"] });
    return { schemas, dialect: new Swagger2(reader, schemas) };
  }
  const schemas = new SchemaReader(reader, {
    siblings: version !== "3.0",
    components: ["components", "schemas"],
  });
  return { schemas, dialect: new OpenApi3(reader, schemas, version, hasExplicitBaseUrl) };
}

/**
 * The operations that reach a schema that does not exist, directly or through other schemas, each with the reference
 * that names it. `unresolvedRefs` holds those references by the name that `defs` would have for their targets.
 */
function reaching(
  unresolvedRefs: ReadonlyMap<string, string>,
  operations: readonly ApiOperation[],
  defs: ReadonlyMap<string, Schema>,
): Map<ApiOperation, string> {
  const found = new Map<ApiOperation, string>();
  if (unresolvedRefs.size === 0) return found;
  const tainted = new Map(unresolvedRefs);
  const users = new Map<string, string[]>();
  for (const [user, schema] of defs)
    for (const name of namesIn(schema)) users.set(name, [...(users.get(name) ?? []), user]);
  for (const [name, reference] of tainted)
    for (const user of users.get(name) ?? []) if (!tainted.has(user)) tainted.set(user, reference);
  for (const operation of operations)
    for (const schema of schemasOf(operation))
      for (const name of namesIn(schema)) {
        const reference = tainted.get(name);
        if (reference !== undefined) found.set(operation, reference);
      }
  return found;
}

function schemasOf({ parameters, body, responses }: ApiOperation): Schema[] {
  const media = (content: readonly ApiMedia[]): Schema[] =>
    content.flatMap(({ schema, itemSchema = true }) => [schema, itemSchema]);
  return [
    ...parameters.map(({ schema }) => schema),
    ...media(body?.content ?? []),
    ...responses.flatMap(({ content }) => media(content)),
  ];
}

/** The names of all schemas that a schema refers to. */
function namesIn(schema: Schema, names = new Set<string>()): Set<string> {
  if (typeof schema === "boolean") return names;
  if (schema.$ref !== undefined) names.add(schema.$ref.slice("#/$defs/".length));
  for (const key of SCHEMA_MAPS) for (const child of Object.values(schema[key] ?? {})) namesIn(child, names);
  for (const key of SINGLE_SCHEMAS) namesIn(schema[key] ?? true, names);
  for (const key of SCHEMA_LISTS) for (const child of schema[key] ?? []) namesIn(child, names);
  return names;
}
