/** Prints the figures of a benchmark as lines of a table. */

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** Returns the ratios of two series, round by round. */
export function ratios(of: readonly number[], to: readonly number[]): number[] {
  return of.map((value, i) => value / (to[i] ?? Number.NaN));
}

/** Formats the interquartile range of the values, and in parentheses the whole range. */
export function spread(values: readonly number[], digits = 2): string {
  const show = (q: number): string => quantile(values, q).toFixed(digits);
  return `${show(0.25)}–${show(0.75)} (${show(0)}–${show(1)})`;
}

const WIDTHS = [34, 11, 12, 8, 8, 26] as const;

/** Prints one line: the name left-aligned, figures right-aligned. */
export function line(cells: readonly (string | number)[], verdict = ""): void {
  const padded = cells.map((cell, i) => {
    const text = typeof cell === "number" ? cell.toFixed(cell < 100 ? 1 : 0) : cell;
    const width = WIDTHS[i] ?? 0;
    return i === 0 ? text.padEnd(width) : text.padStart(width);
  });
  process.stdout.write(`${`${padded.join(" ")}  ${verdict}`.trimEnd()}\n`);
}
