import type { Diagnostics } from "../diagnostics.ts";
import { asString, type JsonObject, own } from "../json.ts";
import type { Dialect } from "./dialect.ts";
import { OpenApi3, type OpenApi3Version } from "./openapi3/dialect.ts";
import type { Reader } from "./reader.ts";
import { SchemaReader } from "./schema.ts";
import { Swagger2 } from "./swagger2/dialect.ts";

export type Version = "2.0" | OpenApi3Version;

/** The version a document is written in, without its patch number; reported where it is none of ours. */
export function versionOf(root: JsonObject, diagnostics: Diagnostics): Version | undefined {
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

export interface Readers {
  readonly dialect: Dialect;
  readonly schemas: SchemaReader;
}

export function readersFor(version: Version, reader: Reader, hasExplicitBaseUrl: boolean): Readers {
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
