import type { PromptRow } from "../../../runtime/contract/test-rows.ts";
import { byCodePoint, type Json, put } from "../../json.ts";
import type { Completion, SpecPrompt, ToolSpec } from "../../toolspec/tool-spec.ts";
import type { Examples } from "../examples.ts";
import type { PromptModel } from "../server-model.ts";
import { exportNames } from "../unique-names.ts";
import { plain } from "../wire/styles.ts";
import { expectedValue } from "../wire/template-values.ts";

/** The prompts of a spec. */
export function modelPrompts(spec: ToolSpec, examples: Examples): PromptModel[] {
  const exports = exportNames(spec.prompts.map(({ name }) => name));
  const ordered = [...spec.prompts].sort((a, b) => byCodePoint(a.name, b.name));
  return ordered.map((prompt) => {
    const { pointer: _, ...shown } = prompt;
    return {
      ...shown,
      exportName: exports.get(prompt.name) as string,
      complete: completionsOf(prompt),
      tests: testsOf(prompt, spec, examples),
    };
  });
}

/** What an argument may be is what is suggested for it, where nothing else is said. */
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
