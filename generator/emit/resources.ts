import type { ResourceModel, ServerModel } from "../model/server-model.ts";
import type { Completion } from "../toolspec/tool-spec.ts";
import { members, referenceOf } from "./action.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { block, header } from "./layout.ts";
import { literal, propertyKey } from "./literal.ts";
import { type Place, pathTo } from "./paths.ts";

/** `resources.ts`: where the content of each resource comes from. What clients are told is in surface.json. */
export function emitResources(model: ServerModel, { out }: Place): GeneratedFile {
  const imports = `import { defineResource } from "speclathe/resource";\n`;
  const declarations = model.resources.map(
    (resource) =>
      `export const ${resource.exportName} = ${block(
        "defineResource({",
        membersOf(resource, `${out}/${model.name}`),
        "})",
      )};\n`,
  );
  return {
    path: `${model.name}/resources.ts`,
    text: [header(model.file), imports, ...declarations].join("\n"),
  };
}

function membersOf(resource: ResourceModel, folder: string): string[] {
  const { name, uri, mimeType, list, complete, subscribe } = resource;
  return [
    `name: ${literal(name)}`,
    `uri: ${literal(uri)}`,
    ...(mimeType === undefined ? [] : [`mimeType: ${literal(mimeType)}`]),
    ...sourceOf(resource, folder),
    ...(list ? [`list: { handler: ${literal(referenceOf(list))} }`] : []),
    ...completionsOf(complete),
    ...(subscribe ? ["subscribe: true"] : []),
  ];
}

function sourceOf({ source }: ResourceModel, folder: string): string[] {
  switch (source.kind) {
    case "text":
      return [`text: ${literal(source.text)}`];
    case "blob":
      return [`blob: ${literal(source.blob)}`];
    case "file":
      return [`file: new URL(${pathTo(source.file, folder)}, import.meta.url)`];
    case "call":
      return [
        `call: ${literal(source.call)}`,
        ...(source.with.size > 0 ? [`with: ${block("{", members(source.with), "}")}`] : []),
      ];
    case "handler":
      return [`handler: ${literal(referenceOf(source.handler))}`];
  }
}

/** Where suggestions for an argument come from, of resources and of prompts. */
export function completionsOf(complete: ReadonlyMap<string, Completion>): string[] {
  if (complete.size === 0) return [];
  const lines = [...complete].map(([name, from]) => {
    const code =
      from.kind === "values" ? literal(from.values) : `{ handler: ${literal(referenceOf(from.handler))} }`;
    return `${propertyKey(name)}: ${code}`;
  });
  return [`complete: ${block("{", lines, "}")}`];
}
