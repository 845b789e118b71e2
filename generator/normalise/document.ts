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
import { quoted, Reader } from "./reader.ts";
import { SchemaReader } from "./schema.ts";
import { SchemaResources } from "./schema-ids.ts";
import { Swagger2 } from "./swagger2.ts";

/**
 * Converts a document of any version to an `ApiDocument`. Undefined if an error was reported. `hasExplicitBaseUrl`: the
 * tool spec gives the base URL, so that a document without a server is not reported.
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
      "expected at least one operation, found none: the server has no tools",
      "Add an operation under `paths`.",
    );
  const { servers, securitySchemes } = dialect;
  // Each operation can have a server of its own.
  const haveServers = operations.length > 0 && operations.every(({ server }) => server !== undefined);
  if (servers.baseUrl === undefined && !haveServers && !hasExplicitBaseUrl)
    reportNoBaseUrl(source.name, servers, diagnostics);
  const info = own(root, "info");
  const text = (key: string, max?: number): string | undefined =>
    reader.readable(own(info, key), ["info", key], max);
  const description = text("description", MAX_DESCRIPTION);
  return {
    name: source.name,
    file: source.file,
    title: text("title") ?? source.name,
    version: text("version") ?? "0.0.0",
    ...(description !== undefined && { description }),
    ...(servers.baseUrl !== undefined && { baseUrl: servers.baseUrl }),
    operations,
    schemas: schemas.defs,
    securitySchemes,
  };
}

/** Reports a document without its required fields. From 3.1 on, `paths` is optional. */
function checkEnvelope(root: JsonObject, pathsOptional: boolean, diagnostics: Diagnostics): void {
  const info = own(root, "info");
  if (!isObject(info))
    diagnostics.report(
      "invalid-document",
      ["info"],
      `expected an object in \`info\`, found ${quoted(info)}`,
      "Add `info` with a `title` and a `version`.",
    );
  const paths = own(root, "paths");
  if (paths === undefined ? !pathsOptional : !isObject(paths))
    diagnostics.report(
      "invalid-document",
      ["paths"],
      `expected an object in \`paths\`, found ${quoted(paths)}`,
      "Add `paths`, a map from paths such as /pets to their operations.",
    );
}

/** Reports each `$ref` without a target. `areUris`: references can be URIs (from 3.1 on). */
function checkReferences(source: SourceDocument, areUris: boolean, diagnostics: Diagnostics): void {
  const { root } = source;
  const resolved = new Set<string>();
  let resources: SchemaResources | undefined;
  const resolves = (target: string, at: Pointer): boolean => {
    const tokens = parseLocalRef(target);
    if (tokens !== undefined && lookup(root, tokens) !== undefined) {
      resolved.add(target);
      return true;
    }
    if (!areUris) return false;
    resources ??= new SchemaResources(root);
    return resources.resolve(target, at) !== undefined;
  };
  eachReference(root, ({ text, at: { pointer }, holder }) => {
    // Without a holder it is a mapping of a discriminator, which is not used; broken ones have been reported.
    if (!holder || source.broken?.has(holder) || resolved.has(text) || resolves(text, pointer)) return;
    diagnostics.report(
      "unresolved-reference",
      [...pointer, "$ref"],
      `expected a target of "${text}", found none`,
      "Correct the reference, or add its target. Operations that need it have no tool.",
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
      invalid(reader, ["paths", path], `expected a path that starts with a slash, found "${path}"`);
      continue;
    }
    const layers = reader.layers(value, ["paths", path]);
    if (layers.unresolved !== undefined) {
      invalid(reader, ["paths", path], needs(layers.unresolved));
      continue;
    }
    const item = new PathItem(path, layers.value);
    for (const field of item.operations(dialect)) {
      if (field.fault !== undefined) {
        invalid(reader, field.pointer, field.fault);
        continue;
      }
      const { value: operation, unresolved } = operationReader.read(item, field);
      if (unresolved !== undefined) invalid(reader, field.pointer, needs(unresolved));
      else if (operation) operations.push(operation);
      else invalid(reader, field.pointer, `expected an object, found ${quoted(field.value)}`);
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
  return `expected a target of "${reference}", which it needs, found none`;
}

function invalid(reader: Reader, pointer: Pointer, message: string): void {
  reader.diagnostics.report(
    "invalid-operation",
    pointer,
    message,
    "Correct it. It has no tool; other operations are not affected.",
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
    "expected a server with an absolute URL, found none",
    `Start the server with --base-url ${name}=${url}, or ${remedy}.`,
  );
}

/** The version of a document, without its patch number. Undefined if it is not supported, which is reported. */
function versionOf(root: JsonObject, diagnostics: Diagnostics): Version | undefined {
  const field = Object.hasOwn(root, "openapi") ? "openapi" : "swagger";
  const version = own(root, field);
  // YAML reads a version without quotes as a number.
  const written = typeof version === "number" ? version.toFixed(1) : asString(version);
  const found = /^(\d\.\d)(?:\.\d+)?(?:-\S+)?$/.exec(written ?? "")?.[1];
  if (field === "swagger" && found === "2.0") return found;
  if (field === "openapi" && (found === "3.0" || found === "3.1" || found === "3.2")) return found;
  diagnostics.report(
    "unsupported-version",
    [field],
    `expected a supported version in \`${field}\`, found ${quoted(version)}`,
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

/** Collects the names of the schemas that a schema refers to. */
function namesIn(schema: Schema, names = new Set<string>()): Set<string> {
  if (typeof schema === "boolean") return names;
  if (schema.$ref !== undefined) names.add(schema.$ref.slice("#/$defs/".length));
  for (const key of SCHEMA_MAPS) for (const child of Object.values(schema[key] ?? {})) namesIn(child, names);
  for (const key of SINGLE_SCHEMAS) namesIn(schema[key] ?? true, names);
  for (const key of SCHEMA_LISTS) for (const child of schema[key] ?? []) namesIn(child, names);
  return names;
}
