import { DURATION } from "./format/common.ts";

const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** `20s` in milliseconds; undefined where it is no duration. */
export function milliseconds(text: string | undefined): number | undefined {
  if (text === undefined || !DURATION.test(text)) return undefined;
  const unit = /[a-z]+$/.exec(text)?.[0] as keyof typeof MILLISECONDS;
  return Math.round(Number.parseFloat(text) * MILLISECONDS[unit]);
}
