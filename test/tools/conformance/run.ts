/**
 * `npm run conformance`: tests the generated server of specs/conformance.mcp.yaml with the official suite: the
 * requirements of the two revisions, and all scenarios. known-failures.yaml lists known failures, each with its
 * reason. The run fails for a failure that is not listed, and for a listed scenario that passes.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLogger } from "../../../runtime/log.ts";
import { listen } from "../../../runtime/serve/serve.ts";
import { install, required, run } from "./suite.ts";

interface Plan {
  readonly title: string;
  readonly args: readonly string[];
  /** Counts only the requirements of this revision; by default, all scenarios that ran. */
  readonly revision?: string;
}

const RUNS: readonly Plan[] = [
  ...["2026-07-28", "2025-11-25"].map((revision) => ({
    title: `required by ${revision}`,
    args: ["--requirements", revision],
    revision,
  })),
  {
    title: "all scenarios",
    args: [
      "--suite",
      "all",
      "--expected-failures",
      fileURLToPath(new URL("known-failures.yaml", import.meta.url)),
    ],
  },
];

interface Check {
  readonly id: string;
  readonly status: "SUCCESS" | "FAILURE" | "WARNING" | "SKIPPED" | "INFO";
  readonly errorMessage?: string;
}

install();
const { default: server } = await import("../../../generated/conformance/index.ts");
const listening = await listen({
  servers: [server],
  sessions: true,
  host: "localhost",
  port: 0,
  logger: createLogger("silent"),
});
let failed = false;
try {
  for (const { title, args, revision } of RUNS) {
    const folder = mkdtempSync(join(tmpdir(), "conformance-"));
    const { exitCode, output } = await run(`${listening.origin}/conformance/mcp`, [...args, "-o", folder]);
    const scenarios = readScenarios(folder);
    rmSync(folder, { recursive: true });
    report(title, scenarios, revision === undefined ? [...scenarios.keys()] : required(revision), exitCode);
    if (exitCode === 0) continue;
    failed = true;
    process.stdout.write(`${output.split("\n").slice(-60).join("\n")}\n`);
  }
} finally {
  await listening.close(0);
}
process.exitCode = failed ? 1 : 0;

/** Reads the checks of each scenario that ran. */
function readScenarios(folder: string): Map<string, Check[]> {
  const scenarios = new Map<string, Check[]>();
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!entry.endsWith("checks.json")) continue;
    const name = entry.replace(/^.*?server-(.+)-\d{4}-\d\d-\d\dT.*$/, "$1");
    scenarios.set(name, JSON.parse(readFileSync(join(folder, entry), "utf8")) as Check[]);
  }
  return scenarios;
}

function report(
  title: string,
  scenarios: ReadonlyMap<string, readonly Check[]>,
  counted: readonly string[],
  exitCode: number,
): void {
  const count = (status: Check["status"]): number =>
    [...scenarios.values()].flat().filter((check) => check.status === status).length;
  const isGood = (name: string): boolean | undefined => {
    const checks = scenarios.get(name);
    return checks?.every(({ status }) => status !== "FAILURE");
  };
  const passed = counted.filter(isGood).length;
  process.stdout.write(
    `${title}: ${passed} of ${counted.length} scenarios (${scenarios.size} ran); checks: ` +
      `${count("SUCCESS")} passed, ${count("FAILURE")} failed, ${count("WARNING")} warnings, ` +
      `${count("SKIPPED")} skipped; exit code ${exitCode}\n`,
  );
  for (const [name, checks] of scenarios)
    for (const { id, status, errorMessage } of checks)
      if (status === "FAILURE" || status === "WARNING")
        process.stdout.write(`  ${status} ${name} ${id}: ${errorMessage ?? ""}\n`);
}
