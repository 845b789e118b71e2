/** Documents made in a test, and what the generator makes of them without touching a disk. */
import { type Diagnostic, Diagnostics } from "../../generator/diagnostics.ts";
import type { GeneratedFile } from "../../generator/emit/generated-file.ts";
import { render } from "../../generator/generate.ts";
import type { Json, JsonObject } from "../../generator/json.ts";
import type { SourceDocument } from "../../generator/load/loaded-server.ts";
import { Failure } from "../../generator/load/local-files.ts";
import { parseYaml } from "../../generator/load/yaml.ts";

export const GENERATOR = "speclathe 0.0.0-golden";

export function source(root: JsonObject, name = "api"): SourceDocument {
  return {
    name,
    file: `specs/${name}.openapi.yaml`,
    root,
    locate: (pointers) => pointers.map(() => ({ line: 1, column: 1 })),
  };
}

/** The files of a document by path, and its diagnostics. */
export function renderDocument(root: JsonObject): {
  files: ReadonlyMap<string, string>;
  diagnostics: readonly Diagnostic[];
} {
  const diagnostics = new Diagnostics("specs/api.openapi.yaml");
  const files = renderSource(source(root), diagnostics);
  return { files: new Map(files.map(({ path, text }) => [path, text])), diagnostics: diagnostics.items };
}

/** The files of a server that is made from one document. */
export function renderSource(document: SourceDocument, diagnostics: Diagnostics): GeneratedFile[] {
  const { name } = document;
  const reports = { spec: diagnostics, of: () => diagnostics };
  const documents = [{ upstream: name, source: document, hasExplicitBaseUrl: false }];
  return render({ name, documents }, GENERATOR, reports).files;
}

export function fromYaml(text: string): JsonObject {
  const parsed = parseYaml(text);
  if (parsed instanceof Failure) throw new Error(parsed.message);
  return parsed.value as JsonObject;
}

/** A document of some paths and component schemas, with everything else it needs. */
export function documentOf(paths: Json, schemas: Json = {}, version = "3.1.0"): JsonObject {
  return {
    openapi: version,
    info: { title: "API", version: "1" },
    servers: [{ url: "https://api.example" }],
    paths,
    components: { schemas },
  };
}
