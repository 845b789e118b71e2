/** The resources and prompts of a tool spec, and all the code that it refers to. */
import type { PromptRow, ResourceRow } from "../../../runtime/contract/test-rows.ts";
import { byCodePoint, type Json, put } from "../../json.ts";
import type {
  CodeReference,
  Completion,
  SpecPrompt,
  SpecResource,
  ToolSpec,
} from "../../toolspec/tool-spec.ts";
import type { DeclarationContext } from "../context.ts";
import type { Examples } from "../examples.ts";
import type { Argument, HandlerModel, PromptModel, ResourceModel, ToolGroup } from "../server-model.ts";
import { exportNames } from "../unique-names.ts";
import { plain } from "../wire/styles.ts";
import { expectedValue } from "../wire/template-values.ts";
import type { CallResolver } from "./declared-calls.ts";

/** Returns the resources of a spec, without those whose call has no target, which is reported. */
export function modelResources({ spec }: DeclarationContext, tools: CallResolver): ResourceModel[] {
  const exports = exportNames(spec.resources.map(({ name }) => name));
  const ordered = [...spec.resources].sort((a, b) => byCodePoint(a.name, b.name));
  return ordered.flatMap((resource) => {
    const source = sourceOf(resource, tools);
    const { pointer: _, source: __, ...shown } = resource;
    const exportName = exports.get(resource.name) as string;
    return source ? [{ ...shown, exportName, source, tests: resourceRows(resource) }] : [];
  });
}

function sourceOf(resource: SpecResource, tools: CallResolver): ResourceModel["source"] | undefined {
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

function resourceRows({ uri, variables, source }: SpecResource): ResourceRow[] {
  if (variables.length > 0) return [];
  if (source.kind === "text") return [{ uri, text: source.text }];
  return source.kind === "blob" ? [{ uri, blob: source.blob }] : [];
}

/** Returns the prompts of a spec, with their tests. */
export function modelPrompts(spec: ToolSpec, examples: Examples): PromptModel[] {
  const exports = exportNames(spec.prompts.map(({ name }) => name));
  const ordered = [...spec.prompts].sort((a, b) => byCodePoint(a.name, b.name));
  return ordered.map((prompt) => {
    const { pointer: _, ...shown } = prompt;
    return {
      ...shown,
      exportName: exports.get(prompt.name) as string,
      complete: completionsOf(prompt),
      tests: promptRows(prompt, spec, examples),
    };
  });
}

/** The choices of an argument are its suggestions, unless the spec has others. */
function completionsOf({ arguments: args, complete }: SpecPrompt): ReadonlyMap<string, Completion> {
  const all = new Map(complete);
  for (const { name, schema } of args) {
    const values =
      typeof schema === "object" ? schema.enum?.filter((value) => typeof value === "string") : [];
    if (values && values.length > 0 && !all.has(name)) all.set(name, { kind: "values", values });
  }
  return all;
}

/**
 * A row for the required arguments, and one for all of them. There is none if a resource is embedded whose content is
 * neither in the spec nor in a file.
 */
function promptRows(
  { arguments: args, source }: SpecPrompt,
  spec: ToolSpec,
  examples: Examples,
): PromptRow[] {
  if (source.kind === "handler") return [];
  const rows: PromptRow[] = [];
  const required = args.filter((argument) => argument.required);
  for (const set of required.length === args.length ? [args] : [required, args]) {
    const given: { [name: string]: string } = {};
    for (const { name, schema } of set) put(given, name, plain(examples.value(schema) ?? "a"));
    const texts = source.messages.map(({ content }) => {
      if (content.kind !== "text") return null;
      return plain(expectedValue(content.text, { inputs: given }) ?? "");
    });
    const embedded = source.messages.flatMap(({ content }) =>
      content.kind === "resource" ? [expectedValue(content.uri, { inputs: given })] : [],
    );
    if (embedded.every((uri) => isLocal(uri, spec))) rows.push({ args: given, texts });
  }
  return rows;
}

function isLocal(uri: Json | undefined, { resources }: ToolSpec): boolean {
  const found = resources.find((resource) => resource.uri === uri && resource.variables.length === 0);
  return found !== undefined && ["text", "blob", "file"].includes(found.source.kind);
}

/** Returns every reference to code, ordered by file and export. */
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
