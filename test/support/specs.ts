/** Tool specs made in a test, and what becomes of them without touching a disk. */
import { type Diagnostic, Diagnostics } from "../../generator/diagnostics.ts";
import { formatPointer, type Json } from "../../generator/json.ts";
import type { SourceSpec } from "../../generator/load/loaded-server.ts";
import { readToolSpec } from "../../generator/toolspec/spec.ts";
import type { SpecTool, ToolSpec } from "../../generator/toolspec/tool-spec.ts";
import { fromYaml } from "./documents.ts";

/** A tool spec that is called `acme`, with files that it names. */
export function specSource(root: Json, files: Partial<SourceSpec> = {}): SourceSpec {
  return {
    name: "acme",
    file: "specs/acme.mcp.yaml",
    root,
    locate: (pointers) => pointers.map(() => ({ line: 1, column: 1 })),
    locateKeys: (pointers) => pointers.map(() => ({ line: 1, column: 1 })),
    code: new Map(),
    media: new Map(),
    files: new Map(),
    ...files,
  };
}

interface ReadSpec {
  readonly spec: ToolSpec | undefined;
  readonly items: readonly Diagnostic[];
  /** `code at /pointer: message`. */
  readonly problems: readonly string[];
}

/** Reads a tool spec that is written as YAML without its first line. */
export function readSpec(
  yaml: string,
  files: Partial<SourceSpec> = {},
  documents: readonly string[] = [],
): ReadSpec {
  const diagnostics = new Diagnostics("specs/acme.mcp.yaml");
  const root = fromYaml(`speclathe: 1\n${yaml}`);
  const spec = readToolSpec(specSource(root, files), documents, diagnostics);
  const problems = diagnostics.items.map(
    ({ code, pointer, message }) => `${code} at ${formatPointer(pointer)}: ${message}`,
  );
  return { spec, items: diagnostics.items, problems };
}

/** The one tool of a spec that is right. */
export function readTool(yaml: string, files?: Partial<SourceSpec>): SpecTool {
  const { spec, problems } = readSpec(
    `upstreams: { api: { baseUrl: "https://api.example" } }\ntools:\n  tool:\n    description: A tool.\n${yaml.replaceAll(/^/gm, "    ")}`,
    files,
  );
  const [tool] = spec?.tools ?? [];
  if (!tool) throw new Error(problems.join("\n"));
  return tool;
}
