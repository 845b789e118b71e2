import { DURATION } from "./format/common.ts";

const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** What Node's timers can wait for, almost 25 days: told of more they do not wait at all. */
const LONGEST = 2 ** 31 - 1;

/** `20s` in milliseconds; undefined where it is no duration. */
export function milliseconds(text: string | undefined): number | undefined {
  if (text === undefined || !DURATION.test(text)) return undefined;
  const unit = /[a-z]+$/.exec(text)?.[0] as keyof typeof MILLISECONDS;
  return Math.min(Math.round(Number.parseFloat(text) * MILLISECONDS[unit]), LONGEST);
}
