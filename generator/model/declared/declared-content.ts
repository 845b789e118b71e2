/** The resources and prompts of a tool spec, in the shapes of the contract. */
import type { PromptMessage } from "../../../runtime/contract/prompt-definition.ts";
import type { Completion, ResourceSource } from "../../../runtime/contract/resource-definition.ts";
import type { Template, Templates } from "../../../runtime/contract/template.ts";
import type { PromptRow, ResourceRow } from "../../../runtime/contract/test-rows.ts";
import { byCodePoint, type Json, put } from "../../json.ts";
import type {
  CodeReference,
  Completion as SpecCompletion,
  SpecMessage,
  SpecPrompt,
  SpecResource,
  ToolSpec,
} from "../../toolspec/tool-spec.ts";
import type { DeclarationContext } from "../context.ts";
import type { Examples } from "../examples.ts";
import type { Argument, PromptModel, ResourceModel } from "../server-model.ts";
import { exportNames } from "../unique-names.ts";
import { plain } from "../wire/styles.ts";
import { expectedValue } from "../wire/template-values.ts";
import type { CallResolver } from "./declared-calls.ts";

/** A reference to a handler as definitions have it: `specs/acme.handlers.ts#createIssue`. */
export function referenceOf({ file, name }: CodeReference): string {
  return `${file}#${name}`;
}

/** Templates as a member of a definition; no member if there are none. */
export function given<Name extends string>(
  member: Name,
  templates: ReadonlyMap<string, Template>,
): { readonly [N in Name]?: Templates } {
  return (templates.size === 0 ? {} : { [member]: Object.fromEntries(templates) }) as {
    readonly [N in Name]?: Templates;
  };
}

/** Returns the resources of a spec, without those whose call has no target, which is reported. */
export function modelResources({ spec }: DeclarationContext, tools: CallResolver): ResourceModel[] {
  const exports = exportNames(spec.resources.map(({ name }) => name));
  const ordered = [...spec.resources].sort((a, b) => byCodePoint(a.name, b.name));
  return ordered.flatMap((resource): ResourceModel[] => {
    const source = sourceOf(resource, tools);
    if (!source) return [];
    const { pointer: _, source: __, list, complete, subscribe, ...shown } = resource;
    return [
      {
        ...shown,
        ...source,
        exportName: exports.get(resource.name) as string,
        ...(list && { list: { handler: referenceOf(list) } }),
        ...completionsOf(complete),
        ...(subscribe && { subscribe }),
        tests: resourceRows(resource),
      },
    ];
  });
}

function sourceOf(resource: SpecResource, tools: CallResolver): ResourceSource<string> | undefined {
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

/** The suggestions for arguments; no member if there are none. */
function completionsOf(complete: ReadonlyMap<string, SpecCompletion>): {
  readonly complete?: { readonly [argument: string]: Completion };
} {
  if (complete.size === 0) return {};
  const suggestions = [...complete].map(([name, from]): [string, Completion] => [
    name,
    from.kind === "values" ? from.values : { handler: referenceOf(from.handler) },
  ]);
  return { complete: Object.fromEntries(suggestions) };
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
  return ordered.map((prompt): PromptModel => {
    const { pointer: _, source, complete: __, ...shown } = prompt;
    return {
      ...shown,
      exportName: exports.get(prompt.name) as string,
      ...(shown.arguments.length > 0 && { args: argumentsOf(prompt) }),
      ...completionsOf(suggestionsOf(prompt)),
      ...(source.kind === "handler"
        ? { handler: referenceOf(source.handler) }
        : { messages: source.messages.map(messageOf) }),
      tests: promptRows(prompt, spec, examples),
    };
  });
}

function argumentsOf({ arguments: args }: SpecPrompt): NonNullable<PromptModel["args"]> {
  return Object.fromEntries(
    args.map(({ name, required, schema }) => {
      const values = typeof schema === "object" ? (schema.enum as string[] | undefined) : undefined;
      return [name, { ...(required && { required }), ...(values && { enum: values }) }];
    }),
  );
}

function messageOf({ role, content }: SpecMessage): PromptMessage {
  switch (content.kind) {
    case "text":
      return { role, content: { text: content.text } };
    case "resource":
      return { role, content: { resource: content.uri } };
    case "image":
      return { role, content: { image: content.data, mimeType: content.mimeType } };
    case "audio":
      return { role, content: { audio: content.data, mimeType: content.mimeType } };
  }
}

/** The choices of an argument are its suggestions, unless the spec has others. */
function suggestionsOf({ arguments: args, complete }: SpecPrompt): ReadonlyMap<string, SpecCompletion> {
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
