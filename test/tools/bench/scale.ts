/** Measures how the cost of generating grows with the size of the document, up to 11,000 operations. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate, type Usage } from "./generation.ts";
import { largeDocument } from "./large.ts";
import { line, median, ratios } from "./report.ts";

const SIZES = [2750, 5500, 11_000];
const BUDGET = { wallSeconds: 60, peakMegabytes: 2048 };
/** The limit of the CPU time for four times the document, as a multiple; linear growth would be 4. */
const GROWTH_BUDGET = 4.6;

/** These figures depend on the machine and its load, so that their verdicts do not affect the exit code. */
export async function scale(cwd: string, rounds: number, flags: readonly string[]): Promise<void> {
  const series = SIZES.map((size) => ({ size, runs: [] as Usage[] }));
  for (const { size } of series) {
    mkdirSync(join(cwd, `scale-${size}-specs`));
    writeFileSync(
      join(cwd, `scale-${size}-specs/large.openapi.json`),
      JSON.stringify(largeDocument(size), null, 2),
    );
  }
  for (let round = 0; round < rounds; round++)
    for (const { size, runs } of series) {
      const out = `scale-${size}`;
      runs.push(await generate(cwd, { specs: `scale-${size}-specs`, out, flags }));
      rmSync(join(cwd, out), { recursive: true });
    }

  const cpuOf = (runs: readonly Usage[]): number[] => runs.map((run) => run.cpuSeconds);
  process.stdout.write("\nDocuments of thousands of operations, generated (verdicts do not count)\n");
  line(["", "CPU s", "wall s", "MB"]);
  for (const { size, runs } of series)
    line([
      `${size} operations`,
      median(cpuOf(runs)).toFixed(2),
      median(runs.map((run) => run.wallSeconds)).toFixed(2),
      median(runs.map((run) => run.peakMegabytes)).toFixed(0),
    ]);
  const [one, two, four] = series.map(({ runs }) => cpuOf(runs)) as [number[], number[], number[]];
  growth("  twice the document, CPU", ratios(two, one));
  growth("  twice again, CPU", ratios(four, two));
  growth("  four times the document, CPU", ratios(four, one), GROWTH_BUDGET);
  const largest = series.at(-1)?.runs ?? [];
  const wall = median(largest.map((run) => run.wallSeconds));
  const peak = median(largest.map((run) => run.peakMegabytes));
  const { wallSeconds, peakMegabytes } = BUDGET;
  line(["  the largest, seconds", "", wall.toFixed(1), "", `≤ ${wallSeconds}`], verdict(wall <= wallSeconds));
  line(["  the largest, MB", "", "", peak.toFixed(0), `≤ ${peakMegabytes}`], verdict(peak <= peakMegabytes));
}

function growth(name: string, times: readonly number[], budget?: number): void {
  const value = median(times);
  const limit = budget === undefined ? "" : `≤ ${budget}`;
  line([name, "", "", value.toFixed(2), limit], budget === undefined ? "" : verdict(value <= budget));
}

function verdict(kept: boolean): string {
  return kept ? "within" : "over";
}
