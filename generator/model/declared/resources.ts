/** The resources of a spec. */
import type { ResourceSource } from "../../../runtime/contract/resource-definition.ts";
import type { ResourceRow } from "../../../runtime/contract/test-rows.ts";
import { byCodePoint } from "../../json.ts";
import type { SpecResource } from "../../toolspec/tool-spec.ts";
import type { Argument, ResourceModel } from "../server-model.ts";
import type { SpecContext } from "./context.ts";
import { completionsOf, referenceOf } from "./handlers.ts";
import { given, type SpecTools } from "./tools.ts";

/** The resources in order. Leaves out a resource whose call cannot be resolved, which is reported. */
export function modelResources(
  { spec }: SpecContext,
  tools: SpecTools,
  exports: ReadonlyMap<string, string>,
): ResourceModel[] {
  const ordered = [...spec.resources].sort((a, b) => byCodePoint(a.name, b.name));
  return ordered.flatMap((resource): ResourceModel[] => {
    const source = sourceOf(resource, tools);
    if (!source) return [];
    const { pointer: _, source: __, list, complete, subscribe, ...shown } = resource;
    const completions = completionsOf(complete);
    return [
      {
        ...shown,
        ...source,
        exportName: exports.get(resource.name) as string,
        ...(list && { list: { handler: referenceOf(list) } }),
        ...(completions && { complete: completions }),
        ...(subscribe && { subscribe }),
        tests: testsOf(resource),
      },
    ];
  });
}

function sourceOf(resource: SpecResource, tools: SpecTools): ResourceSource<string> | undefined {
  const { source, name, pointer, variables } = resource;
  switch (source.kind) {
    case "text":
      return { text: source.text };
    case "blob":
      return { blob: source.blob };
    case "file":
      return { file: source.file };
    case "handler":
      return { handler: referenceOf(source.handler) };
    case "call": {
      const known = variables.map(
        (variable): Argument => ({
          name: variable,
          schema: true,
          required: false,
          binding: { in: "body" },
          examples: [],
        }),
      );
      const place = { name: `resources.${name}.read`, pointer, known };
      const resolved = tools.resolve(source.call, source.with, place);
      return resolved && { call: resolved.call, ...given("with", resolved.with) };
    }
  }
}

function testsOf({ uri, variables, source }: SpecResource): ResourceRow[] {
  if (variables.length > 0) return [];
  if (source.kind === "text") return [{ uri, text: source.text }];
  return source.kind === "blob" ? [{ uri, blob: source.blob }] : [];
}
