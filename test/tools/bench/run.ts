/**
 * `npm run bench`: measures the built package against hand-written floors and budgets. Ends with code 1 if a request
 * exceeds its budget. `--quick` takes fewer and shorter rounds, and `--no-build` the dist folder as it is.
 * `--only=tools/call,legacy`, `--only=cli`, `--only=github` and `--only=scale` measure one part. `--profile` writes a
 * CPU profile of each server under test, and of each generation of a growing document.
 */
import { join } from "node:path";
import { generate, runCommandLine, type Usage } from "./generation.ts";
import { firstList } from "./github.ts";
import { measure, type Plan, type Series } from "./measure.ts";
import { build, createProject } from "./project.ts";
import { line, median, ratios, spread } from "./report.ts";
import type { Era, Method } from "./requests.ts";
import { scale } from "./scale.ts";

/** The limit of a request's CPU time, as a multiple of the floor's. */
const BUDGETS = { "tools/list": 2, "tools/call": 4 } as const satisfies Record<Method, number>;
/** The limit of a call's cost among 1,000 tools relative to 10 tools. They should be equal; the difference is noise. */
const GROWTH_BUDGET = 1.15;
const GENERATION_BUDGET = { cpuSeconds: 3, peakMegabytes: 400 };
/** CPU seconds. */
const CLI_BUDGETS = { version: 0.2, fresh: 0.8, unchanged: 0.45 };
const FIRST_LIST_BUDGET_MS = 1000;
const SIZES = [10, 100, 1000];

const flags = new Set(process.argv.slice(2));
const quick = flags.has("--quick");
const only = [...flags].find((flag) => flag.startsWith("--only="))?.slice("--only=".length);
let failed = false;
let measured = false;

function verdict(kept: boolean): string {
  failed ||= !kept;
  return kept ? "PASS" : "FAIL";
}

function wanted(...names: readonly string[]): boolean {
  const isWanted = only === undefined || only.split(",").every((name) => names.includes(name));
  measured ||= isWanted;
  return isWanted;
}

function report(method: Method, era: Era, all: readonly Series[]): void {
  const budget = BUDGETS[method];
  for (const { size, floor, subject } of all) {
    const times = ratios(subject, floor);
    const ratio = median(times);
    line(
      [
        `${method}, ${era}, ${size} tools`,
        median(floor),
        median(subject),
        ratio.toFixed(2),
        `≤ ${budget}`,
        spread(times),
      ],
      verdict(ratio <= budget),
    );
  }
  const [least, most] = [all[0], all.at(-1)];
  if (method !== "tools/call" || !least || !most) return;
  const growth = ratios(most.subject, least.subject);
  line(
    [
      `  ${most.size} tools against ${least.size}`,
      median(least.subject),
      median(most.subject),
      median(growth).toFixed(2),
      `≤ ${GROWTH_BUDGET}`,
      spread(growth),
    ],
    verdict(median(growth) <= GROWTH_BUDGET),
  );
}

/** These figures depend on the machine and its load, so that their verdicts do not affect the exit code. */
async function github(cwd: string): Promise<void> {
  const runs = [];
  for (let i = 0; i < (quick ? 1 : 3); i++)
    runs.push(await generate(cwd, { specs: "github-specs", out: "github" }));
  const starts = [];
  for (let i = 0; i < (quick ? 2 : 5); i++) starts.push(await firstList(cwd));
  const { cpuSeconds, peakMegabytes } = GENERATION_BUDGET;
  process.stdout.write("\nGitHub's document (verdicts do not count)\n");
  printFigure(
    "generation, CPU seconds",
    runs.map((run) => run.cpuSeconds),
    cpuSeconds,
    2,
  );
  printFigure(
    "generation, peak memory in MB",
    runs.map((run) => run.peakMegabytes),
    peakMegabytes,
    0,
  );
  printFigure("start to first tools/list, ms", starts, FIRST_LIST_BUDGET_MS, 0);
}

/** These figures depend on the machine, so that their verdicts do not affect the exit code. */
async function commandLine(cwd: string): Promise<void> {
  const starts: Usage[] = [];
  const fresh: Usage[] = [];
  const unchanged: Usage[] = [];
  for (let i = 0; i < (quick ? 3 : 9); i++) {
    const out = `small-${i}`;
    starts.push(await runCommandLine(cwd, ["--version"]));
    fresh.push(await generate(cwd, { specs: "small-specs", out }));
    unchanged.push(await generate(cwd, { specs: "small-specs", out }));
  }
  const cpuOf = (runs: readonly Usage[]): number[] => runs.map((run) => run.cpuSeconds);
  process.stdout.write("\nThe command line, CPU seconds (verdicts do not count)\n");
  printFigure("--version", cpuOf(starts), CLI_BUDGETS.version, 2);
  printFigure("generate, 7 operations, fresh", cpuOf(fresh), CLI_BUDGETS.fresh, 2);
  printFigure("generate, 7 operations, unchanged", cpuOf(unchanged), CLI_BUDGETS.unchanged, 2);
}

function printFigure(name: string, values: readonly number[], budget: number, digits: number): void {
  const value = median(values);
  line(
    [name, "", value.toFixed(digits), "", `≤ ${budget}`, spread(values, digits)],
    value <= budget ? "within" : "over",
  );
}

const started = performance.now();
if (!flags.has("--no-build")) build();
const project = createProject(SIZES);
try {
  const plan: Plan = {
    cwd: project.dir,
    sizes: SIZES,
    rounds: quick ? 5 : 15,
    seconds: 22,
    share: quick ? 0.5 : 1,
    flags: flags.has("--profile") ? ["--cpu-prof", `--cpu-prof-dir=${join(project.dir, "../profiles")}`] : [],
  };
  process.stdout.write(
    `Node ${process.version}; CPU µs per request, median of up to ${plan.rounds} rounds\n`,
  );
  line(["", "floor", "speclathe", "ratio", "budget", "middle half (all)"]);
  for (const method of ["tools/list", "tools/call"] as const)
    for (const era of ["modern", "legacy"] as const)
      if (wanted(method, era)) report(method, era, await measure(method, era, plan));
  if (wanted("cli")) await commandLine(project.dir);
  if (wanted("github")) await github(project.dir);
  if (wanted("scale")) await scale(project.dir, quick ? 1 : 3, plan.flags);
} finally {
  project.remove();
}
process.stdout.write(`\n${Math.round((performance.now() - started) / 1000)} s\n`);
if (!measured) process.stderr.write(`Expected the name of a part after --only=, found ${only}.\n`);
process.exitCode = failed || !measured ? 1 : 0;
