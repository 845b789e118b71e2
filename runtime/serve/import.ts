/** Imports generated servers. They are TypeScript without a build step: Node strips the types, or else tsx does. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ServerDefinition } from "../server.ts";

let registered = false;

async function importTypeScript(path: string): Promise<{ readonly default?: unknown }> {
  const url = pathToFileURL(path).href;
  // Node strips types from 22.18 on.
  const strips = (process.features as { readonly typescript?: unknown }).typescript;
  if (!strips && !registered) {
    const { register } = await import("tsx/esm/api");
    register();
    registered = true;
  }
  return (await import(url)) as { readonly default?: unknown };
}

/** A mistake of the user, with a message that says what to do. */
export class NothingToServe extends Error {}

/** Imports the named servers of an output folder, or all of them. */
export async function importServers(outDir: string, names: readonly string[]): Promise<ServerDefinition[]> {
  const entries = await readdir(outDir, { withFileTypes: true }).catch(() => {
    throw new NothingToServe(
      `There is no folder ${outDir}: run \`speclathe generate\`, or choose another folder with --out.`,
    );
  });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const missing = names.filter((name) => !folders.includes(name));
  if (missing.length > 0)
    throw new NothingToServe(
      `There is no server called ${missing.join(", ")} in ${outDir}. There are: ${folders.sort().join(", ")}.`,
    );
  const wanted = names.length > 0 ? [...new Set(names)] : folders.sort();
  if (wanted.length === 0)
    throw new NothingToServe(`There is no server in ${outDir}: run \`speclathe generate\` first.`);
  return Promise.all(
    wanted.map(async (name) => {
      const module = await importTypeScript(join(outDir, name, "index.ts"));
      return module.default as ServerDefinition;
    }),
  );
}
