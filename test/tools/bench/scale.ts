/** Measures how the cost of generating grows with the document, up to eleven thousand operations. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate, type Usage } from "./generation.ts";
import { largeDocument } from "./large.ts";
import { line, median, ratios } from "./report.ts";

const SIZES = [2750, 5500, 11_000];
const BUDGET = { wallSeconds: 60, peakMegabytes: 2048 };
/** Four times the document costs at most so many times the CPU time; what is linear costs four times. */
const GROWTH_BUDGET = 4.6;

/** Wall-clock time and the machine influence these figures, so that no verdict decides the exit code. */
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
  process.stdout.write("\nDocuments of thousands of operations, generated (no verdict counts)\n");
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
  growth("  twice that, CPU", ratios(four, two));
  growth("  four times the document, CPU", ratios(four, one), GROWTH_BUDGET);
  const largest = series.at(-1)?.runs ?? [];
  const wall = median(largest.map((run) => run.wallSeconds));
  const peak = median(largest.map((run) => run.peakMegabytes));
  const { wallSeconds, peakMegabytes } = BUDGET;
  line(["  the largest, seconds", "", wall.toFixed(1), "", `≤ ${wallSeconds}`], told(wall <= wallSeconds));
  line(["  the largest, MB", "", "", peak.toFixed(0), `≤ ${peakMegabytes}`], told(peak <= peakMegabytes));
}

function growth(what: string, times: readonly number[], budget?: number): void {
  const value = median(times);
  const limit = budget === undefined ? "" : `≤ ${budget}`;
  line([what, "", "", value.toFixed(2), limit], budget === undefined ? "" : told(value <= budget));
}

function told(kept: boolean): string {
  return kept ? "within" : "over";
}
