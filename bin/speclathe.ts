#!/usr/bin/env node
/**
 * The command line. Each command imports its code only when it runs, so that `--help` and `--version` load neither the
 * generator nor the runtime, and `serve` does not load a compiler.
 */
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { generateCommand } from "./generate-command.ts";
import { serveCommand } from "./serve-command.ts";

// The package is one folder above the sources, and two above the build.
const packageJson = ["../package.json", "../../package.json"]
  .flatMap((path) => {
    try {
      const text = readFileSync(new URL(path, import.meta.url), "utf8");
      return [JSON.parse(text) as { name?: string; version: string }];
    } catch {
      return [];
    }
  })
  .find(({ name }) => name === "speclathe");
const version = packageJson?.version ?? "0.0.0";

const program = new Command("speclathe")
  .description("Commit an OpenAPI document, get a typed, tested MCP server.")
  .version(version)
  .showHelpAfterError("(see --help)");
for (const command of [generateCommand(version), serveCommand()])
  program.addCommand(command.copyInheritedSettings(program));

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`speclathe: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
  process.exitCode = 70;
}
