import type { ResourceRow } from "../../../runtime/contract/test-rows.ts";
import { byCodePoint } from "../../json.ts";
import type { SpecResource } from "../../toolspec/tool-spec.ts";
import type { Argument, ResourceModel } from "../server-model.ts";
import type { SpecContext } from "./context.ts";
import type { SpecTools } from "./tools.ts";

/** The resources of a spec; one whose content cannot be had is left out, which is reported. */
export function modelResources(
  { spec }: SpecContext,
  tools: SpecTools,
  exports: ReadonlyMap<string, string>,
): ResourceModel[] {
  const ordered = [...spec.resources].sort((a, b) => byCodePoint(a.name, b.name));
  return ordered.flatMap((resource) => {
    const source = sourceOf(resource, tools);
    const { pointer: _, source: __, ...shown } = resource;
    const exportName = exports.get(resource.name) as string;
    return source ? [{ ...shown, exportName, source, tests: testsOf(resource) }] : [];
  });
}

function sourceOf(resource: SpecResource, tools: SpecTools): ResourceModel["source"] | undefined {
  const { source, name, pointer, variables } = resource;
  if (source.kind !== "call") return source;
  const known = variables.map(
    (variable): Argument => ({
      name: variable,
      schema: true,
      required: false,
      binding: { in: "body" },
      examples: [],
    }),
  );
  const resolved = tools.resolve(source.call, source.with, {
    name: `resources.${name}.read`,
    pointer,
    known,
  });
  return resolved && { kind: "call", ...resolved };
}

function testsOf({ uri, variables, source }: SpecResource): ResourceRow[] {
  if (variables.length > 0) return [];
  if (source.kind === "text") return [{ uri, text: source.text }];
  return source.kind === "blob" ? [{ uri, blob: source.blob }] : [];
}
