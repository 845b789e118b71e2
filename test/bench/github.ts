/** The largest document anybody has: what it costs to generate, and how soon its server answers. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { CLI } from "./project.ts";
import { requestsOf } from "./requests.ts";

export interface Generation {
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

/** Runs at the end of the measured process, and tells what it used. */
const REPORT_USAGE = `data:text/javascript,${encodeURIComponent(
  'import { writeSync } from "node:fs";' +
    'process.on("exit", () => writeSync(3, JSON.stringify(process.resourceUsage())));',
)}`;

/** Generates GitHub's server with the built command line, into a folder that is empty the first time. */
export async function generateGithub(cwd: string): Promise<Generation> {
  const child = spawn(
    process.execPath,
    ["--import", REPORT_USAGE, CLI, "generate", "--specs", "github-specs", "--out", "github"],
    { cwd, stdio: ["ignore", "ignore", "inherit", "pipe"] },
  );
  let text = "";
  child.stdio[3]?.on("data", (chunk: Buffer) => {
    text += chunk.toString("utf8");
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`generating GitHub's document ended with code ${String(code)}`);
  const usage = JSON.parse(text) as NodeJS.ResourceUsage;
  return {
    cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
    peakMegabytes: usage.maxRSS / 1024,
  };
}

/** Milliseconds from starting the process to the last byte of the first list. */
export async function firstList(cwd: string): Promise<number> {
  const [request] = requestsOf("tools/list", "legacy", 0);
  const started = performance.now();
  const child = spawn(process.execPath, [CLI, "serve", "github", "--out", "github", "--port", "0"], {
    cwd,
    env: { ...process.env, SPECLATHE_LOG_LEVEL: "error" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const answer = await fetch(await urlOf(child), { ...request, method: "POST" });
    const { result } = (await answer.json()) as { readonly result: { readonly tools: unknown[] } };
    if (result.tools.length < 1000) throw new Error(`GitHub's server has ${result.tools.length} tools`);
    return performance.now() - started;
  } finally {
    child.removeAllListeners("exit");
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }
}

function urlOf(child: ChildProcess): Promise<URL> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the server ended with code ${code}`)));
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = /http:\/\/\S+\/github\/mcp/.exec(line)?.[0];
      if (found) resolve(new URL(found));
    });
  });
}
