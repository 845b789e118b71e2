import type { Diagnostics } from "../diagnostics.ts";
import { isObject, type JsonObject, lookup, own, type Pointer, parseLocalRef } from "../json.ts";
import type { SourceDocument } from "../load/loaded-server.ts";
import { eachReference } from "../openapi-grammar.ts";
import type { ApiDocument, ApiOperation } from "./api-document.ts";
import type { Dialect, Servers } from "./dialect.ts";
import { OperationReader } from "./operation.ts";
import { PathItem } from "./path-item.ts";
import { Reader } from "./reader.ts";
import type { SchemaReader } from "./schema.ts";
import { Resources } from "./schema-ids.ts";
import { MAX_DESCRIPTION } from "./text.ts";
import { operationsOf } from "./unreachable-schemas.ts";
import { readersFor, versionOf } from "./version.ts";

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
  const operations = withoutLost(readOperations(reader, dialect), schemas, reader);
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
    const lost = reader.lost.length;
    const item = new PathItem(reader, path, value, ["paths", path]);
    if (reader.lost.length > lost) {
      invalid(reader, ["paths", path], needs(reader.lost[lost]));
      continue;
    }
    for (const place of item.operations(dialect)) {
      const lost = reader.lost.length;
      const operation = place.fault === undefined ? operationReader.read(item, place) : undefined;
      if (reader.lost.length > lost) invalid(reader, place.pointer, needs(reader.lost[lost]));
      else if (operation) operations.push(operation);
      else invalid(reader, place.pointer, place.fault ?? "the operation is not an object");
    }
  }
  return operations;
}

/** The operations but for those that reach a schema that is not there. */
function withoutLost(operations: ApiOperation[], schemas: SchemaReader, reader: Reader): ApiOperation[] {
  const lost = operationsOf(schemas.lost, operations, schemas.defs);
  for (const [{ pointer }, reference] of lost) invalid(reader, pointer, needs(reference));
  return operations.filter((operation) => !lost.has(operation));
}

function needs(reference: string | undefined): string {
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
