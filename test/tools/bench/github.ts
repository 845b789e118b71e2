/** Measures the time until the server of a large real document responds. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { CLI } from "./project.ts";
import { requestsOf } from "./requests.ts";

/** Returns the milliseconds from starting the process to the last byte of the first list. */
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
    if (result.tools.length < 1000)
      throw new Error(`expected at least 1000 tools of GitHub's server, found ${result.tools.length}`);
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
    child.once("exit", (code) =>
      reject(new Error(`expected the server to start, but it ended with code ${code}`)),
    );
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = /http:\/\/\S+\/github\/mcp/.exec(line)?.[0];
      if (found) resolve(new URL(found));
    });
  });
}
