import type { GeneratedFile, ServerModel } from "../types.ts";
import { block, header } from "./layout.ts";
import { escapeUnsafe, literal, propertyKey } from "./literal.ts";

/** `index.ts`: the server, whose tools are imported when the first of them is called. */
export function emitIndex(model: ServerModel): GeneratedFile {
  const groups = model.groups.map(
    ({ name }) => `${propertyKey(name)}: () => import(${literal(`./tools/${name}.ts`)})`,
  );
  const schemes = model.securitySchemes.map(([name, scheme]) => `${propertyKey(name)}: ${literal(scheme)}`);
  const own = model.upstreams.find(({ name }) => name === model.name);
  const members = [
    `name: ${literal(model.name)}`,
    ...(own?.baseUrl === undefined ? [] : [`baseUrl: ${literal(own.baseUrl)}`]),
    `surface: new URL("./surface.json", import.meta.url)`,
    ...(schemes.length > 0 ? [`securitySchemes: ${block("{", schemes, "}")}`] : []),
    `groups: ${block("{", groups, "}")}`,
  ];
  const imports = `import { defineServer } from "speclathe/server";\n`;
  const declaration = `export default ${block("defineServer({", members, "})")};\n`;
  return { path: `${model.name}/index.ts`, text: [header(model.file), imports, declaration].join("\n") };
}

/**
 * `surface.json`: exactly what a client sees. The version of the generator stands here and nowhere else, so
 * that another version shows in one line of one file.
 */
export function emitSurface(model: ServerModel, generator: string): GeneratedFile {
  const surface = {
    generator,
    source: model.file,
    server: {
      name: model.name,
      title: model.title,
      version: model.version,
      ...(model.description !== undefined && { instructions: model.description }),
    },
    tools: model.surface.tools,
  };
  return { path: `${model.name}/surface.json`, text: `${escapeUnsafe(JSON.stringify(surface, null, 2))}\n` };
}
