import type { Diagnostics } from "../diagnostics.ts";
import { asString, isObject, type JsonObject, lookup, own, type Pointer, parseLocalRef } from "../json.ts";
import { eachReference } from "../references.ts";
import type { ApiDocument, ApiOperation, SourceDocument } from "../types.ts";
import type { Dialect, Servers } from "./dialect.ts";
import { OperationReader } from "./operation.ts";
import { PathItem } from "./path-item.ts";
import { Reader } from "./reader.ts";
import { Resources } from "./resources.ts";
import { readersFor, versionOf } from "./version.ts";

/** Makes all versions of OpenAPI look the same. Undefined where an error was reported. */
export function normalise(source: SourceDocument, diagnostics: Diagnostics): ApiDocument | undefined {
  const { root } = source;
  const version = versionOf(root, diagnostics);
  const reader = new Reader(root, diagnostics);
  const isNew = version === "3.1" || version === "3.2";
  checkEnvelope(root, isNew, diagnostics);
  checkReferences(root, isNew, diagnostics);
  if (version === undefined || diagnostics.failed) return undefined;

  const { dialect, schemas } = readersFor(version, reader);
  const operations = readOperations(reader, dialect);
  if (operations.length === 0)
    diagnostics.report(
      "no-operations",
      ["paths"],
      "the document has no operation, so the server has no tool",
      "Add an operation under `paths`.",
    );
  const { servers, securitySchemes } = dialect;
  if (servers.baseUrl === undefined) reportNoBaseUrl(source.name, servers, diagnostics);
  const info = own(root, "info");
  const description = asString(own(info, "description"))?.trim();
  return {
    name: source.name,
    file: source.file,
    title: asString(own(info, "title"))?.trim() || source.name,
    version: asString(own(info, "version"))?.trim() || "0.0.0",
    ...(description && { description }),
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

/** A reference that leads nowhere is a broken document, wherever it stands; from 3.1 on it can be a URI. */
function checkReferences(root: JsonObject, areUris: boolean, diagnostics: Diagnostics): void {
  const good = new Set<string>();
  let resources: Resources | undefined;
  const leads = (target: string, pointer: () => Pointer): boolean => {
    const tokens = parseLocalRef(target);
    if (tokens !== undefined && lookup(root, tokens) !== undefined) {
      good.add(target);
      return true;
    }
    if (!areUris) return false;
    resources ??= new Resources(root);
    return resources.resolve(target, pointer().slice(0, -1)) !== undefined;
  };
  eachReference(root, (target, pointer) => {
    if (good.has(target) || leads(target, pointer)) return;
    diagnostics.report(
      "unresolved-reference",
      pointer(),
      `"${target}" leads nowhere`,
      "Correct the reference, or add what it refers to.",
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
    const item = new PathItem(reader, path, value, ["paths", path]);
    for (const place of item.operations(dialect)) {
      const operation = place.fault === undefined ? operationReader.read(item, place) : undefined;
      if (operation) operations.push(operation);
      else invalid(reader, place.pointer, place.fault ?? "the operation is not an object");
    }
  }
  return operations;
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
