/** Runs the built command line in its own process, and measures that process. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { CLI } from "./project.ts";

export interface Usage {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMegabytes: number;
}

/** Runs at the end of the measured process, and reports its resource usage. */
const REPORT_USAGE = `data:text/javascript,${encodeURIComponent(
  'import { writeSync } from "node:fs";' +
    'process.on("exit", () => writeSync(3, JSON.stringify(process.resourceUsage())));',
)}`;

/** Generates the servers of one folder into another. */
export function generate(
  cwd: string,
  { specs, out, flags = [] }: { specs: string; out: string; flags?: readonly string[] },
): Promise<Usage> {
  return runCommandLine(cwd, ["generate", "--specs", specs, "--out", out], flags);
}

/** Runs the command line with arguments, and Node with flags. Throws if it fails. */
export async function runCommandLine(
  cwd: string,
  args: readonly string[],
  flags: readonly string[] = [],
): Promise<Usage> {
  const started = performance.now();
  const child = spawn(process.execPath, ["--import", REPORT_USAGE, ...flags, CLI, ...args], {
    cwd,
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  let text = "";
  child.stdio[3]?.on("data", (chunk: Buffer) => {
    text += chunk.toString("utf8");
  });
  const [code] = await once(child, "close");
  if (code !== 0)
    throw new Error(
      `expected speclathe ${args.join(" ")} to succeed, but it ended with code ${String(code)}`,
    );
  const usage = JSON.parse(text) as NodeJS.ResourceUsage;
  return {
    cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
    wallSeconds: (performance.now() - started) / 1000,
    peakMegabytes: usage.maxRSS / 1024,
  };
}
