import { resolve } from "node:path";
import type { Command } from "commander";
import { formatDiagnostic } from "./diagnostics.ts";
import { type GenerateResult, generate } from "./generate.ts";
import { parseHost } from "./load/remote.ts";

/** The options of `speclathe generate`, as the command line parsed them. */
export interface GenerateFlags {
  readonly specs: string;
  readonly out: string;
  readonly refRoot?: string;
  readonly allowRefHost?: readonly string[];
  readonly prefer?: readonly string[];
  readonly maxOutputSchema?: number;
  readonly check?: true;
  readonly json?: true;
}

/** Lines of difference that --check prints; it counts the rest. */
const MAX_DIFF_LINES = 400;

/** Runs `speclathe generate`, prints its result, and sets the exit code. */
export async function runGenerate(
  names: readonly string[],
  flags: GenerateFlags,
  { command, version }: { command: Command; version: string },
): Promise<void> {
  for (const host of flags.allowRefHost ?? []) {
    try {
      parseHost(host);
    } catch (error) {
      command.error(`error: option '--allow-ref-host <host>' is invalid: ${(error as Error).message}`);
    }
  }
  const onProgress = process.stderr.isTTY && !flags.json ? progressLine : undefined;
  const result = await generate({
    specs: flags.specs,
    out: flags.out,
    names,
    check: flags.check === true,
    generator: `speclathe ${version}`,
    ...(flags.refRoot !== undefined && { refRoot: flags.refRoot }),
    ...(flags.allowRefHost && { refHosts: flags.allowRefHost }),
    ...(flags.prefer && { prefer: flags.prefer }),
    ...(flags.maxOutputSchema !== undefined && { maxOutputSchema: flags.maxOutputSchema }),
    ...(onProgress && { onProgress }),
  });
  if (onProgress) progressLine("");
  if (flags.json) printJson(result);
  else await printText(result, flags);
  if (result.failed || (flags.check && result.changes.length + result.stubs.length > 0)) process.exitCode = 1;
}

function progressLine(message: string): void {
  process.stderr.write(`\r\u001B[K${message}`);
}

function printJson({ diagnostics, failed, changes, stubs, servers }: GenerateResult): void {
  const report = {
    ok: !failed,
    servers,
    changes: changes.map(({ path, kind }) => ({ path, kind })),
    ...(stubs.length > 0 && { stubs: stubs.map(({ path }) => path) }),
    diagnostics,
  };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
}

async function printText(result: GenerateResult, flags: GenerateFlags): Promise<void> {
  for (const item of result.diagnostics) process.stderr.write(`${formatDiagnostic(item)}\n`);
  const count = (severity: string): number =>
    result.diagnostics.filter((d) => d.severity === severity).length;
  if (result.failed) {
    process.stderr.write(`${plural(count("error"), "error")}; nothing was written.\n`);
    return;
  }
  if (flags.check) {
    await printCheck(result, flags);
    return;
  }
  const warnings = count("warning") > 0 ? `, ${plural(count("warning"), "warning")}` : "";
  for (const { name, tools } of result.servers) process.stdout.write(`${name}: ${plural(tools, "tool")}\n`);
  for (const { path } of result.stubs) {
    const what = path.endsWith(".ts") ? "for you to fill in" : "to declare that the code beside it is ESM";
    process.stdout.write(`${path}: written once, ${what}\n`);
  }
  const kinds = (["added", "changed", "removed"] as const)
    .map((kind) => ({ kind, n: result.changes.filter((change) => change.kind === kind).length }))
    .filter(({ n }) => n > 0)
    .map(({ kind, n }) => `${n} ${kind}`);
  process.stdout.write(`${resolve(flags.out)}: ${kinds.join(", ") || "nothing changed"}${warnings}\n`);
}

async function printCheck({ changes, stubs }: GenerateResult, flags: GenerateFlags): Promise<void> {
  for (const { path } of stubs)
    process.stderr.write(
      `${path} does not exist: run \`speclathe generate\` to write a first version of it\n`,
    );
  if (changes.length === 0) {
    if (stubs.length > 0) return;
    process.stdout.write(`${flags.out} is up to date\n`);
    return;
  }
  const { createTwoFilesPatch } = await import("diff");
  const lines = changes.flatMap(({ path, before, after }) =>
    createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, "", "", { context: 2 }).split("\n"),
  );
  process.stdout.write(`${lines.slice(0, MAX_DIFF_LINES).join("\n")}\n`);
  if (lines.length > MAX_DIFF_LINES)
    process.stdout.write(`… and ${lines.length - MAX_DIFF_LINES} more lines of difference\n`);
  process.stderr.write(
    `${plural(changes.length, "file")} in ${flags.out} ${changes.length === 1 ? "is" : "are"} out of date: run \`speclathe generate\`\n`,
  );
}

function plural(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
