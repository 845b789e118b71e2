import type { Diagnostics } from "../diagnostics.ts";
import { asString, isObject, type JsonObject, lookup, own, parseLocalRef } from "../json.ts";
import { eachReference } from "../references.ts";
import type { ApiDocument, ApiOperation, HttpMethod, SourceDocument } from "../types.ts";
import { OperationReader } from "./operation.ts";
import { Reader } from "./reader.ts";
import { SchemaReader } from "./schema.ts";
import { serverUrl } from "./servers.ts";

const METHODS: readonly HttpMethod[] = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];

/** Makes OpenAPI 3.0 and 3.1 look the same. Undefined where an error was reported. */
export function normalise(source: SourceDocument, diagnostics: Diagnostics): ApiDocument | undefined {
  const { root } = source;
  const version = checkVersion(root, diagnostics);
  const info = own(root, "info");
  if (!isObject(info))
    diagnostics.report(
      "invalid-document",
      ["info"],
      "`info` is missing or not an object",
      "Add `info` with a `title` and a `version`.",
    );
  const paths = own(root, "paths");
  // 3.1 allows a document of webhooks or components alone; there is then nothing to call.
  if (paths === undefined ? version !== "3.1" : !isObject(paths))
    diagnostics.report(
      "invalid-document",
      ["paths"],
      "`paths` is missing or not an object",
      "Add `paths`, a map from paths such as /pets to their operations.",
    );
  checkReferences(root, diagnostics);
  if (version === undefined || diagnostics.failed) return undefined;

  const reader = new Reader(root, diagnostics);
  const schemas = new SchemaReader(reader, { siblings: version === "3.1" });
  const operations = readOperations(reader, schemas);
  if (operations.length === 0)
    diagnostics.report(
      "no-operations",
      ["paths"],
      "the document has no operation, so the server has no tool",
      "Add an operation under `paths`.",
    );
  const baseUrl = serverUrl(own(root, "servers"));
  if (baseUrl === undefined)
    diagnostics.report(
      "no-base-url",
      ["servers"],
      "the document does not say at which absolute URL the API is",
      `Start the server with --base-url ${source.name}=URL, or add a server with an http or https URL.`,
    );
  const description = asString(own(info, "description"))?.trim();
  return {
    name: source.name,
    file: source.file,
    title: asString(own(info, "title"))?.trim() || source.name,
    version: asString(own(info, "version"))?.trim() || "0.0.0",
    ...(description && { description }),
    ...(baseUrl !== undefined && { baseUrl }),
    operations,
    schemas: schemas.defs,
    securitySchemes: new Map(
      [
        ...reader.entries(own(own(root, "components"), "securitySchemes"), ["components", "securitySchemes"]),
      ].map(([name, node]) => [name, node.value]),
    ),
  };
}

function checkVersion(root: JsonObject, diagnostics: Diagnostics): "3.0" | "3.1" | undefined {
  const field = Object.hasOwn(root, "openapi") ? "openapi" : "swagger";
  const version = own(root, field);
  const found = /^(3\.[01])(?:\.\d+)?(?:-\S+)?$/.exec(String(version))?.[1];
  if (field === "openapi" && (found === "3.0" || found === "3.1")) return found;
  diagnostics.report(
    "unsupported-version",
    [field],
    `${field} ${JSON.stringify(version)} is not a version that is supported`,
    "Use OpenAPI 3.0 or 3.1.",
  );
  return undefined;
}

/** A reference that leads nowhere is a broken document, wherever it stands. */
function checkReferences(root: JsonObject, diagnostics: Diagnostics): void {
  const good = new Set<string>();
  eachReference(root, (target, pointer) => {
    if (good.has(target)) return;
    const tokens = parseLocalRef(target);
    if (tokens !== undefined && lookup(root, tokens) !== undefined) good.add(target);
    else
      diagnostics.report(
        "unresolved-reference",
        pointer(),
        `"${target}" leads nowhere`,
        "Correct the reference, or add what it refers to.",
      );
  });
}

function readOperations(reader: Reader, schemas: SchemaReader): ApiOperation[] {
  const operations: ApiOperation[] = [];
  const operationReader = new OperationReader(reader, schemas);
  const paths = own(reader.root, "paths");
  for (const [path, item] of reader.entries(paths, ["paths"], true)) {
    if (!path.startsWith("/")) {
      invalid(reader, ["paths", path], `the path "${path}" does not start with a slash`);
      continue;
    }
    for (const method of METHODS) {
      const key = method.toLowerCase();
      const value = own(item.value, key);
      if (value === undefined) continue;
      const operation = reader.object(value, [...item.pointer, key]);
      if (operation) operations.push(operationReader.read(method, path, item, operation));
      else invalid(reader, [...item.pointer, key], "the operation is not an object");
    }
  }
  return operations;
}

function invalid(reader: Reader, pointer: readonly (string | number)[], message: string): void {
  reader.diagnostics.report(
    "invalid-operation",
    pointer,
    message,
    "Correct it; no tool was generated for it, and all others were.",
  );
}
