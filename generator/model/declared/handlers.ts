import { byCodePoint } from "../../json.ts";
import type { CodeReference, Completion } from "../../toolspec/tool-spec.ts";
import type { HandlerModel, PromptModel, ResourceModel, ToolGroup } from "../server-model.ts";

/** All the code that something refers to, in order. */
export function handlersOf(
  groups: readonly ToolGroup[],
  resources: readonly ResourceModel[],
  prompts: readonly PromptModel[],
): HandlerModel[] {
  const found: HandlerModel[] = [];
  const add = (reference: CodeReference, of: HandlerModel["of"]): void => void found.push({ reference, of });
  const addCompletions = (complete: ReadonlyMap<string, Completion>): void => {
    for (const from of complete.values())
      if (from.kind === "handler") add(from.handler, { kind: "complete" });
  };
  for (const { name: group, tools } of groups)
    for (const tool of tools)
      if ("handler" in tool) add(tool.handler, { kind: "tool", group, exportName: tool.exportName });
  for (const { source, list, complete, exportName } of resources) {
    if (source.kind === "handler") add(source.handler, { kind: "resource", exportName });
    if (list) add(list, { kind: "list" });
    addCompletions(complete);
  }
  for (const { source, complete, exportName } of prompts) {
    if (source.kind === "handler") add(source.handler, { kind: "prompt", exportName });
    addCompletions(complete);
  }
  const keyOf = ({ reference }: HandlerModel): string => `${reference.file}#${reference.name}`;
  return found.sort((a, b) => byCodePoint(keyOf(a), keyOf(b)));
}
