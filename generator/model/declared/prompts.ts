import type { PromptMessage } from "../../../runtime/contract/prompt-definition.ts";
import type { PromptRow } from "../../../runtime/contract/test-rows.ts";
import { byCodePoint, type Json, put } from "../../json.ts";
import type { Completion, SpecMessage, SpecPrompt, ToolSpec } from "../../toolspec/tool-spec.ts";
import type { Examples } from "../examples.ts";
import { exportNames } from "../names.ts";
import type { PromptModel } from "../server-model.ts";
import { plain } from "../wire/styles.ts";
import { expectedValue } from "../wire/template.ts";
import { completionsOf, referenceOf } from "./handlers.ts";

/** The prompts of a spec, in order. */
export function modelPrompts(spec: ToolSpec, examples: Examples): PromptModel[] {
  const exports = exportNames(spec.prompts.map(({ name }) => name));
  const ordered = [...spec.prompts].sort((a, b) => byCodePoint(a.name, b.name));
  return ordered.map((prompt): PromptModel => {
    const { pointer: _, source, complete: __, ...shown } = prompt;
    const complete = completionsOf(suggestionsFor(prompt));
    return {
      ...shown,
      exportName: exports.get(prompt.name) as string,
      ...(shown.arguments.length > 0 && { args: argumentsOf(prompt) }),
      ...(complete && { complete }),
      ...(source.kind === "handler"
        ? { handler: referenceOf(source.handler) }
        : { messages: source.messages.map(messageOf) }),
      tests: testsOf(prompt, spec, examples),
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

/** Suggests the values of an argument's enum unless the spec states suggestions. */
function suggestionsFor({ arguments: args, complete }: SpecPrompt): ReadonlyMap<string, Completion> {
  const all = new Map(complete);
  for (const { name, schema } of args) {
    const values =
      typeof schema === "object" ? schema.enum?.filter((value) => typeof value === "string") : [];
    if (values && values.length > 0 && !all.has(name)) all.set(name, { kind: "values", values });
  }
  return all;
}

/**
 * With the required arguments alone, and with all of them. None where a resource is embedded whose content is not in
 * the spec or beside it.
 */
function testsOf({ arguments: args, source }: SpecPrompt, spec: ToolSpec, examples: Examples): PromptRow[] {
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
    if (embedded.every((uri) => isAtHand(uri, spec))) rows.push({ args: given, texts });
  }
  return rows;
}

function isAtHand(uri: Json | undefined, { resources }: ToolSpec): boolean {
  const found = resources.find((resource) => resource.uri === uri && resource.variables.length === 0);
  return found !== undefined && ["text", "blob", "file"].includes(found.source.kind);
}
