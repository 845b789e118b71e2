import type { ResourceAnnotations } from "../../runtime/contract/surface.ts";
import { isObject } from "../json.ts";
import { didYouMean } from "../suggest.ts";
import { SOURCES } from "./format/resource.ts";
import type { SpecReader } from "./reader.ts";
import type { Scope } from "./scope.ts";
import type { Spot } from "./spot.ts";
import { readCall } from "./steps.ts";
import type { Completion, ResourceSource, SpecResource } from "./tool-spec.ts";
import { UriFault, variablesOf } from "./uri.ts";

export function readResource(name: string, spot: Spot, reader: SpecReader): SpecResource | undefined {
  if (!isObject(spot.value)) return undefined;
  const uri = spot.at("uri");
  const variables = readVariables(uri, reader);
  const isTemplate = variables !== undefined && variables.length > 0;
  const source = readSource(spot, variables, reader);
  const complete = readCompletions(spot.at("complete"), variables, "variable of the URI", reader);
  const list = reader.code(spot.at("list"));
  for (const key of ["list", "complete"])
    if (variables && !isTemplate && spot.has(key))
      reader.reportKey(
        "conflicting-keys",
        [...spot.pointer, key],
        `\`${key}\` is for templates, and the URI has no variables`,
        "Leave it out, or write variables into the URI: repo://{owner}/{repo}.",
      );
  const title = reader.readable(spot.at("title"));
  const description = reader.description(spot.at("description"));
  const { text: mimeType } = spot.at("mimeType");
  const annotations = readAnnotations(spot.at("annotations"));
  const icons = reader.icons(spot.at("icons"));
  if (uri.text === undefined || !variables || !source) return undefined;
  return {
    name,
    uri: uri.text,
    variables,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(mimeType !== undefined && { mimeType }),
    ...(annotations && { annotations }),
    ...(icons && icons.length > 0 && { icons }),
    source,
    ...(list && { list }),
    complete,
    subscribe: spot.at("subscribe").flag === true,
    pointer: spot.pointer,
  };
}

function readVariables(uri: Spot, reader: SpecReader): string[] | undefined {
  if (uri.text === undefined) return undefined;
  try {
    return variablesOf(uri.text);
  } catch (error) {
    if (!(error instanceof UriFault)) throw error;
    reader.report(
      "invalid-value",
      uri,
      `${JSON.stringify(uri.text.slice(0, 100))} is neither a URI nor a URI template: ${error.message}`,
      "Write for example acme://runbook, or repo://{owner}/{repo}/contents{+path}{?ref}.",
    );
    return undefined;
  }
}

function readSource(
  spot: Spot,
  variables: readonly string[] | undefined,
  reader: SpecReader,
): ResourceSource | undefined {
  const kind = reader.exactlyOne(spot, SOURCES, "a resource");
  if (kind === undefined) return undefined;
  if (spot.has("with") && kind !== "call" && kind !== "http")
    reader.reportKey(
      "conflicting-keys",
      [...spot.pointer, "with"],
      `\`with\` has no effect beside \`${kind}\``,
      "Leave it out.",
    );
  switch (kind) {
    case "text":
    case "blob": {
      const { text } = spot.at(kind);
      if (text === undefined) return undefined;
      return kind === "text" ? { kind, text } : { kind, blob: text.replaceAll(/\s/g, "") };
    }
    case "file": {
      const file = reader.source.files.get(spot.at("file").text ?? "");
      return file === undefined ? undefined : { kind, file };
    }
    case "handler": {
      const handler = reader.code(spot.at("handler"));
      return handler && { kind, handler };
    }
    default: {
      const scope: Scope = {
        inputs: variables ? new Set(variables) : "any",
        noun: "variable of the URI",
        uri: true,
      };
      const call = readCall(spot, scope, reader);
      const given = spot.has("with")
        ? reader.templates(spot.at("with"), scope)
        : new Map((variables ?? []).map((name) => [name, `$inputs.${name}`]));
      return call && { kind: "call", call, with: kind === "http" ? new Map() : given };
    }
  }
}

function readAnnotations(spot: Spot): ResourceAnnotations | undefined {
  const audience = spot
    .at("audience")
    .items.map(({ text }) => text)
    .filter((text) => text === "user" || text === "assistant");
  const { number: priority } = spot.at("priority");
  const { text: lastModified } = spot.at("lastModified");
  if (audience.length === 0 && priority === undefined && lastModified === undefined) return undefined;
  return {
    ...(audience.length > 0 && { audience }),
    ...(priority !== undefined && { priority }),
    ...(lastModified !== undefined && { lastModified }),
  };
}

/** Where suggestions come from, by the name of the argument. */
export function readCompletions(
  spot: Spot,
  names: readonly string[] | undefined,
  noun: string,
  reader: SpecReader,
): ReadonlyMap<string, Completion> {
  return new Map(
    spot.members.flatMap(([name, given]): [string, Completion][] => {
      if (names && !names.includes(name))
        reader.reportKey(
          "invalid-value",
          given.pointer,
          `there is no ${noun} "${name}"${didYouMean(name, names)}`,
          names.length > 0 ? `There are: ${names.join(", ")}.` : "Leave it out.",
        );
      if (Array.isArray(given.value)) {
        const values = given.items.flatMap(({ text }) => text ?? []);
        return [[name, { kind: "values", values }]];
      }
      const handler = reader.code(given);
      return handler ? [[name, { kind: "handler", handler }]] : [];
    }),
  );
}
