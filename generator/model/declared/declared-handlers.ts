/** The handlers of a server by file, from the references in its definitions. */
import type { Completion } from "../../../runtime/contract/resource-definition.ts";
import { byCodePoint } from "../../json.ts";
import type { HandlerFile, HandlerUse, PromptModel, ResourceModel, ToolGroup } from "../server-model.ts";
import { RESERVED_WORDS } from "../unique-names.ts";

/** Returns all handlers, files and names in order. */
export function handlersOf(
  groups: readonly ToolGroup[],
  resources: readonly ResourceModel[],
  prompts: readonly PromptModel[],
): HandlerFile[] {
  const files = new Map<string, Map<string, { purpose: string; uses: HandlerUse[] }>>();
  const add = (reference: string, purpose: string, use: HandlerUse): void => {
    const hash = reference.lastIndexOf("#");
    const [file, name] = [reference.slice(0, hash), reference.slice(hash + 1)];
    const handlers = files.get(file) ?? new Map();
    files.set(file, handlers);
    const known = handlers.get(name);
    if (known) known.uses.push(use);
    else handlers.set(name, { purpose, uses: [use] });
  };
  const addCompletions = (complete: { readonly [argument: string]: Completion } = {}): void => {
    for (const from of Object.values(complete))
      if ("handler" in from)
        add(from.handler, "Values that start with what was typed.", { kind: "complete" });
  };
  for (const { name: group, tools } of groups)
    for (const { handler, exportName, description } of tools)
      if (handler !== undefined) add(handler, description, { kind: "tool", group, exportName });
  for (const resource of resources) {
    const { list, complete, exportName } = resource;
    if ("handler" in resource) add(resource.handler, purposeOf(resource), { kind: "resource", exportName });
    if (list) add(list.handler, "The resources that there are.", { kind: "list" });
    addCompletions(complete);
  }
  for (const prompt of prompts) {
    const { complete, exportName } = prompt;
    if ("handler" in prompt) add(prompt.handler, purposeOf(prompt), { kind: "prompt", exportName });
    addCompletions(complete);
  }
  return inOrder(files).map(([file, handlers]) => ({
    file,
    handlers: inOrder(handlers).map(([name, { purpose, uses }]) => ({
      name,
      local: UNDECLARABLE.has(name) ? `${name}_` : name,
      purpose,
      uses,
    })),
  }));
}

function inOrder<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => byCodePoint(a, b));
}

function purposeOf({ name, title, description }: ResourceModel | PromptModel): string {
  return description ?? title ?? name;
}

/** Names that a stub cannot declare: reserved words of TypeScript, and the names that the stub imports. */
const UNDECLARABLE: ReadonlySet<string> = new Set([
  ...RESERVED_WORDS,
  ...["ToolError", "Handler", "ResourceHandler", "PromptHandler", "ListHandler", "CompletionHandler"],
  ...["tools", "resources", "prompts"],
]);
