/** Reads the rows of generated tests, as a second source of arguments. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { JsonObject } from "./validator/json.ts";

interface ToolTests {
  readonly args?: JsonObject;
  readonly sends: readonly { readonly with?: JsonObject }[];
}

const found = new Map<string, ToolTests>();

/** Stands in for `testTool` of `speclathe/testing`, so that generated tests can be read instead of run. */
export function testTool(_server: unknown, tool: { readonly name: string }, tests: ToolTests): void {
  found.set(tool.name, tests);
}

/** Returns the test rows of each tool of a generated server. */
export async function readRows(serverDir: string): Promise<ReadonlyMap<string, ToolTests>> {
  found.clear();
  const tools = join(serverDir, "tools");
  for (const file of existsSync(tools) ? readdirSync(tools) : []) {
    if (!file.endsWith(".test.ts")) continue;
    const text = readFileSync(join(tools, file), "utf8");
    const copy = join(tools, file.replace(/\.test\.ts$/, ".rows.ts"));
    writeFileSync(copy, text.replace('"speclathe/testing"', JSON.stringify(fileURLToPath(import.meta.url))));
    await import(pathToFileURL(copy).href);
  }
  return new Map(found);
}

/** Returns the values of an argument in the test rows of a tool. */
export function valuesOf(rows: ToolTests | undefined, argument: string): JsonObject[string][] {
  const given = [rows?.args, ...(rows?.sends ?? []).map((row) => row.with)];
  return given.flatMap((args) => {
    const value = args && Object.hasOwn(args, argument) ? args[argument] : undefined;
    return value === undefined ? [] : [value];
  });
}

export type { ToolTests };
