/** Servers made from several documents and a tool spec, without touching a disk. */
import { Diagnostics } from "../../generator/diagnostics.ts";
import { emit } from "../../generator/emit/emit.ts";
import { gate } from "../../generator/emit/syntax-gate.ts";
import { formatPointer, type JsonObject } from "../../generator/json.ts";
import { modelServer } from "../../generator/model/model.ts";
import type { ServerModel, ToolModel } from "../../generator/model/server-model.ts";
import { normalise } from "../../generator/normalise/document.ts";
import type {
  OperationOverride,
  Selector,
  SpecUpstream,
  ToolSpec,
} from "../../generator/toolspec/tool-spec.ts";
import { fromYaml, GENERATOR, source } from "./documents.ts";

type Plain<T> = Partial<Omit<T, "pointer">>;

/** A document, and what the spec says of its upstream. */
export interface GivenUpstream {
  readonly document?: string | JsonObject;
  readonly spec?: Omit<Plain<SpecUpstream>, "include" | "exclude" | "operations" | "headers"> & {
    readonly headers?: JsonObject;
    readonly include?: readonly Plain<Selector>[];
    readonly exclude?: readonly Plain<Selector>[];
    readonly operations?: { readonly [key: string]: Plain<OperationOverride> | false };
  };
}

interface Built {
  readonly model: ServerModel;
  readonly files: ReadonlyMap<string, string>;
  /** `code at /pointer: message`, without warnings that every small document gives. */
  readonly problems: readonly string[];
  /** The same with their hints. */
  readonly hints: readonly string[];
  tool(name: string): ToolModel;
  /** Names of the tools that clients see. */
  readonly offered: readonly string[];
}

/** The server `acme`. Without any `spec` there is none. */
export function build(
  upstreams: { readonly [name: string]: GivenUpstream },
  more: Plain<ToolSpec> = {},
): Built {
  const reports = new Map(
    Object.keys(upstreams).map((name) => [name, new Diagnostics(`specs/${name}.openapi.yaml`)]),
  );
  const ofSpec = new Diagnostics("specs/acme.mcp.yaml");
  const of = (name: string): Diagnostics => reports.get(name) ?? ofSpec;
  const documents = Object.entries(upstreams).flatMap(([upstream, { document }]) => {
    if (document === undefined) return [];
    const root = typeof document === "string" ? fromYaml(document) : document;
    const normalised = normalise(source(root, upstream), of(upstream));
    if (!normalised)
      throw new Error(
        of(upstream)
          .items.map(({ message }) => message)
          .join("\n"),
      );
    return [{ upstream, document: normalised }];
  });
  const hasSpec = Object.keys(more).length > 0 || Object.values(upstreams).some(({ spec }) => spec);
  const spec = toolSpec(upstreams, more);
  const file = hasSpec ? spec.file : "specs/acme.openapi.yaml";
  const server = { name: "acme", file, documents, ...(hasSpec && { spec }) };
  const model = modelServer(server, { spec: ofSpec, of });
  const files = emit(model, { generator: GENERATOR, out: "generated" });
  for (const one of files) gate(one);
  const items = [ofSpec, ...reports.values()].flatMap(({ items }) => items);
  const reported = items.filter(({ code }) => code !== "no-base-url");
  return {
    model,
    files: new Map(files.map(({ path, text }) => [path, text])),
    problems: reported.map(
      ({ code, pointer, message }) => `${code} at ${formatPointer(pointer)}: ${message}`,
    ),
    hints: reported.map(({ hint }) => hint),
    offered: model.surface.tools.map(({ name }) => String(name)),
    tool: (name) => {
      const found = model.groups.flatMap(({ tools }) => tools).find((tool) => tool.name === name);
      if (!found) throw new Error(`there is no tool ${name}`);
      return found;
    },
  };
}

function toolSpec(upstreams: { readonly [name: string]: GivenUpstream }, more: Plain<ToolSpec>): ToolSpec {
  return {
    name: "acme",
    file: "specs/acme.mcp.yaml",
    server: {},
    tools: [],
    schemas: new Map(),
    resources: [],
    prompts: [],
    ...more,
    upstreams: Object.entries(upstreams).flatMap(([name, { spec }]) => {
      if (!spec) return [];
      const pointer = ["upstreams", name];
      const selectors = (key: "include" | "exclude"): Selector[] =>
        (spec[key] ?? []).map((given, i) => ({ ...given, pointer: [...pointer, key, i] }));
      const operations = Object.entries(spec.operations ?? {}).map(
        ([key, word]) => [key, word && { ...word, pointer: [...pointer, "operations", key] }] as const,
      );
      return [
        {
          ...spec,
          name,
          pointer,
          headers: new Map(Object.entries(spec.headers ?? {})),
          include: selectors("include"),
          exclude: selectors("exclude"),
          operations: new Map(operations),
        },
      ];
    }),
  };
}

/** A document with an operation a line: `get /pets listPets #pets deprecated`. */
export function operations(lines: readonly string[], schemas: JsonObject = {}): JsonObject {
  const paths: { [path: string]: JsonObject } = {};
  for (const line of lines) {
    const [method = "", path = "", ...more] = line.split(" ");
    const id = more.find((word) => !word.startsWith("#") && word !== "deprecated");
    paths[path] ??= {};
    paths[path][method] = {
      ...(id !== undefined && { operationId: id }),
      tags: more.filter((word) => word.startsWith("#")).map((word) => word.slice(1)),
      deprecated: more.includes("deprecated"),
      responses: { "200": { description: "ok" } },
    };
  }
  return {
    openapi: "3.1.0",
    info: { title: "API", version: "1" },
    servers: [{ url: "https://api.example" }],
    paths,
    components: { schemas },
  };
}
