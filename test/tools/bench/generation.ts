/** What generating costs: the built command line in a process of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { CLI } from "./project.ts";

export interface Generation {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMegabytes: number;
}

/** Runs at the end of the measured process, and tells what it used. */
const REPORT_USAGE = `data:text/javascript,${encodeURIComponent(
  'import { writeSync } from "node:fs";' +
    'process.on("exit", () => writeSync(3, JSON.stringify(process.resourceUsage())));',
)}`;

/** Generates the servers of one folder into another, which is empty the first time. */
export async function generate(
  cwd: string,
  { specs, out, flags = [] }: { specs: string; out: string; flags?: readonly string[] },
): Promise<Generation> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ["--import", REPORT_USAGE, ...flags, CLI, "generate", "--specs", specs, "--out", out],
    { cwd, stdio: ["ignore", "ignore", "inherit", "pipe"] },
  );
  let text = "";
  child.stdio[3]?.on("data", (chunk: Buffer) => {
    text += chunk.toString("utf8");
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`generating ${specs} ended with code ${String(code)}`);
  const usage = JSON.parse(text) as NodeJS.ResourceUsage;
  return {
    cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
    wallSeconds: (performance.now() - started) / 1000,
    peakMegabytes: usage.maxRSS / 1024,
  };
}
