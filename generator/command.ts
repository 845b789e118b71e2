import { statSync } from "node:fs";
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { formatDiagnostic } from "./diagnostics.ts";
import { type GenerateResult, generate } from "./generate.ts";
import { parseHost } from "./load/remote.ts";

interface Flags {
  readonly specs: string;
  readonly out: string;
  readonly refRoot?: string;
  readonly allowRefHost?: readonly string[];
  readonly prefer?: readonly string[];
  readonly maxOutputSchema?: number;
  readonly check?: true;
  readonly json?: true;
}

/** Lines of a diff that somebody reads in a terminal; the rest is counted. */
const MAX_DIFF_LINES = 400;

export function generateCommand(version: string): Command {
  return new Command("generate")
    .description("Generate MCP servers from the OpenAPI documents and tool specs of a folder.")
    .argument("[name...]", "servers to generate (all, if none is named)")
    .option("--specs <dir>", "folder of the documents", "specs")
    .option("--out <dir>", "folder of the output", "generated")
    .option("--ref-root <dir>", "folder that $refs must not leave (the folder of the documents)", folder)
    .option("--allow-ref-host <host>", "host that $refs may lead to; can be repeated", hosts)
    .option("--prefer <type>", "media type of bodies to take before all others; can be repeated", types)
    .option("--max-output-schema <n>", "characters up to which output schemas are advertised (1024)", count)
    .option("--check", "write nothing; print the difference and fail if there is one")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 1 errors in a document (nothing was written) or, with --check, a difference.",
    )
    .action(async (names: string[], flags: Flags) => {
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
      if (result.failed || (flags.check && result.changes.length + result.stubs.length > 0))
        process.exitCode = 1;
    });
}

function folder(path: string): string {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new InvalidArgumentError("There is no such folder.");
  return path;
}

function hosts(host: string, before: readonly string[] = []): readonly string[] {
  try {
    parseHost(host);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
  return [...before, host];
}

/** Collects the media types of a repeated flag. */
function types(value: string, before: readonly string[] = []): readonly string[] {
  if (!/^[^\s/;*]+\/[^\s/;*]+$/.test(value))
    throw new InvalidArgumentError("It has to be a media type such as multipart/form-data.");
  return [...before, value];
}

function count(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError("It has to be a whole number; 0 is none.");
  return Number(value);
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

async function printText(result: GenerateResult, flags: Flags): Promise<void> {
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
    const what = path.endsWith(".ts") ? "for you to fill in" : "which says that the code beside it is ESM";
    process.stdout.write(`${path}: written once, ${what}\n`);
  }
  const kinds = (["added", "changed", "removed"] as const)
    .map((kind) => ({ kind, n: result.changes.filter((change) => change.kind === kind).length }))
    .filter(({ n }) => n > 0)
    .map(({ kind, n }) => `${n} ${kind}`);
  process.stdout.write(`${resolve(flags.out)}: ${kinds.join(", ") || "nothing changed"}${warnings}\n`);
}

async function printCheck({ changes, stubs }: GenerateResult, flags: Flags): Promise<void> {
  for (const { path } of stubs)
    process.stderr.write(
      `${path} is missing: run \`speclathe generate\`, which writes a first version of it\n`,
    );
  if (changes.length === 0) {
    if (stubs.length > 0) return;
    process.stdout.write(`${flags.out} is up to date\n`);
    return;
  }
  const { patch } = await import("./patch.ts");
  const lines = changes.flatMap((change) => patch(change).split("\n"));
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
