#!/usr/bin/env node
/**
 * The command line. Each command is imported when it is the one that was asked for: `serve` must not wait
 * for a compiler to load, nor `generate` for a server.
 */
import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { Command } from "commander";

// From the sources the package is one folder up, from the build two.
const packageJson = [
  new URL("../package.json", import.meta.url),
  new URL("../../package.json", import.meta.url),
]
  .flatMap((url) => {
    try {
      return [JSON.parse(readFileSync(url, "utf8")) as { name?: string; version: string }];
    } catch {
      return [];
    }
  })
  .find(({ name }) => name === "speclathe");
const version = packageJson?.version ?? "0.0.0";

const program = new Command("speclathe")
  .description("Commit an OpenAPI document, get a typed, tested MCP server.")
  .version(version)
  .showHelpAfterError("(--help says what there is)");

const [wanted] = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
if (wanted !== "serve") {
  // Generating takes a second or two, and is over before most optimised code pays for its compilation: with
  // a quick baseline compiler and a patient optimising one, GitHub's document takes 30 % less CPU time. The
  // V8 of Node 20 has to be told; later ones have compilers in between, and not these flags.
  if (process.versions.v8.startsWith("11."))
    for (const flag of ["--sparkplug", "--interrupt-budget=500000"]) setFlagsFromString(flag);
  const { generateCommand } = await import("../generator/command.ts");
  program.addCommand(generateCommand(version).copyInheritedSettings(program));
}
if (wanted !== "generate") {
  const { serveCommand } = await import("../runtime/command.ts");
  program.addCommand(serveCommand().copyInheritedSettings(program));
}

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`speclathe: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
  process.exitCode = 70;
}
