import type { Diagnostics } from "../diagnostics.ts";
import { isObject } from "../json.ts";
import type { SourceSpec } from "../load/loaded-server.ts";
import { faultsOf } from "./check.ts";
import { milliseconds } from "./duration.ts";
import { checkNames } from "./names.ts";
import { readPrompt } from "./prompt.ts";
import { SpecReader } from "./reader.ts";
import { readResource } from "./resource.ts";
import { Spot } from "./spot.ts";
import { readTool } from "./tool.ts";
import type { SpecServer, ToolSpec } from "./tool-spec.ts";
import { readUpstream } from "./upstream.ts";

/**
 * Checks a tool spec and writes it out. `documents` are the names of the upstreams that have a document. Undefined
 * where an error was reported; all that is wrong with the file is told in one run.
 */
export function normaliseSpec(
  source: SourceSpec,
  documents: readonly string[],
  diagnostics: Diagnostics,
): ToolSpec | undefined {
  const root = new Spot(source.root, []);
  const version = root.at("speclathe");
  if (version.isThere && version.value !== 1) {
    diagnostics.report(
      "unsupported-version",
      version.pointer,
      `${JSON.stringify(version.value)?.slice(0, 60)} is not a version of the format that is supported`,
      "Write `speclathe: 1`.",
    );
    return undefined;
  }
  if (source.root === null) {
    diagnostics.report("missing-key", [], "the file is empty", "Start it with `speclathe: 1`.");
    return undefined;
  }
  for (const { code, pointer, at, message, hint } of faultsOf(source.root))
    diagnostics.report(code, pointer, message, hint, at);

  const upstreams = new Set([...root.at("upstreams").members.map(([name]) => name), ...documents]);
  const reader = new SpecReader(source, upstreams, diagnostics);
  const timeoutMs = milliseconds(root.at("timeout").text);
  const spec: ToolSpec = {
    name: source.name,
    file: source.file,
    server: readServer(root.at("server"), reader),
    ...(timeoutMs !== undefined && { timeoutMs }),
    upstreams: root
      .at("upstreams")
      .members.flatMap(([name, spot]) => (isObject(spot.value) ? readUpstream(name, spot, reader) : [])),
    tools: root.at("tools").members.flatMap(([name, spot]) => readTool(name, spot, reader) ?? []),
    resources: root.at("resources").members.flatMap(([name, spot]) => readResource(name, spot, reader) ?? []),
    prompts: root.at("prompts").members.flatMap(([name, spot]) => readPrompt(name, spot, reader) ?? []),
    schemas: reader.schemas.defs,
    ...(reader.missing.length > 0 && { missing: reader.missing }),
  };
  checkNames(spec, reader);
  if (!diagnostics.failed) return spec;
  for (const { pointer, message } of reader.missing)
    diagnostics.report("missing-export", pointer, message, "Export it, or correct the name.");
  return undefined;
}

function readServer(spot: Spot, reader: SpecReader): SpecServer {
  const title = reader.readable(spot.at("title"));
  const { text: version } = spot.at("version");
  const instructions = reader.description(spot.at("instructions"));
  const { text: websiteUrl } = spot.at("websiteUrl");
  return {
    ...(title !== undefined && { title }),
    ...(version !== undefined && { version }),
    ...(instructions !== undefined && { instructions }),
    ...(websiteUrl !== undefined && { websiteUrl }),
    icons: reader.icons(spot.at("icons")) ?? [],
  };
}
