/** The output of a run: a row for each document, a line for each failure, and totals. */
import type { Findings } from "./findings.ts";

const COLUMNS = [
  ["document", 28],
  ["version", 7],
  ["operations", 10],
  ["tools", 6],
  ["diagnostics", 11],
  ["generate s", 10],
  ["list ms", 8],
  ["calls ok", 10],
  ["failures", 8],
] as const;

export function headline(): string {
  return row(COLUMNS.map(([title]) => title));
}

export function documentRow(found: Findings): string {
  const shown = (value: number | undefined, digits = 0): string => value?.toFixed(digits) ?? "-";
  return row([
    found.document,
    found.version ?? "-",
    shown(found.operations),
    shown(found.tools),
    shown(found.diagnostics),
    shown(found.generateSeconds, 2),
    shown(found.listMilliseconds),
    `${found.calls - found.wrongCalls}/${found.calls}`,
    found.refused === undefined ? String(found.failures.length) : "refused",
  ]);
}

function row(cells: readonly string[]): string {
  return cells
    .map((cell, i) => {
      const width = COLUMNS[i]?.[1] ?? 0;
      return i < 2 ? cell.padEnd(width) : cell.padStart(width);
    })
    .join("  ")
    .trimEnd();
}

export function failureLines(found: Findings): string[] {
  return found.failures.map(
    ({ stage, at, what }) => `FAIL ${found.document} ${stage}${at === "" ? "" : ` ${at}`}: ${oneLine(what)}`,
  );
}

/** Removes control characters: hostile text must not add lines to the report. */
function oneLine(text: string): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ");
  return clean.length > 600 ? `${clean.slice(0, 600)}…` : clean;
}

export function noteLines(found: Findings): string[] {
  return [
    ...(found.refused === undefined ? [] : [`REFUSED ${found.document}: ${oneLine(found.refused)}`]),
    ...found.notes.map((note) => `NOTE ${found.document} ${oneLine(note)}`),
  ];
}

export function totals(all: readonly Findings[], seconds: number): string {
  const valid = all.filter(({ refused }) => refused === undefined);
  const sum = (of: (found: Findings) => number | undefined): number =>
    valid.reduce((total, found) => total + (of(found) ?? 0), 0);
  const count = (is: (found: Findings) => boolean): string => `${valid.filter(is).length}/${valid.length}`;
  const operations = sum((f) => f.operations);
  const covered = sum((f) => f.covered);
  const share = operations === 0 ? "-" : `${((100 * covered) / operations).toFixed(2)} %`;
  const generated = (f: Findings): boolean => f.tools !== undefined;
  return [
    `documents: ${all.length}, refused as invalid: ${all.length - valid.length}`,
    `generated ${count(generated)}, type-checked ${count((f) => generated(f) && f.typeErrors === 0)}, ` +
      `started ${count((f) => f.started)}, listed ${count((f) => f.listed)}`,
    `operations with a tool: ${covered}/${operations} (${share}), without a tool or diagnostic: ${sum((f) => f.unreported)}`,
    `calls checked: ${sum((f) => f.calls)}, wrong: ${sum((f) => f.wrongCalls)}`,
    `failures: ${sum((f) => f.failures.length)}, in ${valid.filter((f) => f.failures.length > 0).length} documents`,
    `${Math.round(seconds)} s`,
  ].join("\n");
}
