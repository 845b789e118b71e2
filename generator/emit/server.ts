import { CONTRACT_VERSION } from "../../runtime/contract/contract-version.ts";
import type { SurfaceOrigin } from "../../runtime/contract/surface.ts";
import type { ServerModel, UpstreamModel } from "../model/server-model.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { block, header } from "./layout.ts";
import { escapeUnsafe, literal, propertyKey } from "./literal.ts";
import { type Place, pathTo } from "./paths.ts";

/** `index.ts`: the server, whose tools are imported when the first of them is called. */
export function emitIndex(model: ServerModel, { out }: Place): GeneratedFile {
  const groups = model.groups.map(
    ({ name }) => `${propertyKey(name)}: () => import(${literal(`./tools/${name}.ts`)})`,
  );
  const schemes = model.securitySchemes.map(([name, scheme]) => `${propertyKey(name)}: ${literal(scheme)}`);
  const own = model.upstreams.find(({ name }) => name === model.name);
  const others = model.upstreams
    .filter((upstream) => upstream !== own)
    .map((upstream) => `${propertyKey(upstream.name)}: ${block("{", upstreamMembers(upstream), "}")}`);
  const members = [
    `name: ${literal(model.name)}`,
    ...(own ? upstreamMembers(own) : []),
    ...(others.length > 0 ? [`upstreams: ${block("{", others, "}")}`] : []),
    `surface: new URL("./surface.json", import.meta.url)`,
    ...(schemes.length > 0 ? [`securitySchemes: ${block("{", schemes, "}")}`] : []),
    `groups: ${block("{", groups, "}")}`,
    ...(model.resources.length > 0 ? ['resources: () => import("./resources.ts")'] : []),
    ...(model.prompts.length > 0 ? ['prompts: () => import("./prompts.ts")'] : []),
    ...(model.handlers.length > 0 ? ["handlers: handlers"] : []),
    ...(model.hooks === undefined
      ? []
      : [`hooks: () => import(${pathTo(model.hooks, `${out}/${model.name}`)})`]),
  ];
  const imports = [
    `import { defineServer } from "speclathe/server";\n`,
    ...(model.handlers.length > 0 ? [`import { handlers } from "./handlers.ts";\n`] : []),
  ].join("");
  const declaration = `export default ${block("defineServer({", members, "})")};\n`;
  return { path: `${model.name}/index.ts`, text: [header(model.file), imports, declaration].join("\n") };
}

function upstreamMembers({ baseUrl, operatorConfigured, headers }: UpstreamModel): string[] {
  const sent = headers.map(([name, value]) => `${propertyKey(name)}: ${literal(value)}`);
  return [
    ...(baseUrl === undefined ? [] : [`baseUrl: ${literal(baseUrl)}`]),
    ...(operatorConfigured ? ["operatorConfigured: true"] : []),
    ...(sent.length > 0 ? [`headers: ${block("{", sent, "}")}`] : []),
  ];
}

/**
 * `surface.json`: exactly what a client sees. The versions of the generator and of the contract stand here and
 * nowhere else, so that another version shows in one line of one file.
 */
export function emitSurface(model: ServerModel, generator: string): GeneratedFile {
  const origin: SurfaceOrigin = { generator, contract: CONTRACT_VERSION, source: model.file };
  const surface = { ...origin, ...model.surface };
  return { path: `${model.name}/surface.json`, text: `${escapeUnsafe(JSON.stringify(surface, null, 2))}\n` };
}
