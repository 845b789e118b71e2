import { vi } from "vitest";

/** Resolves when `check` no longer throws; with time enough for a machine that is busy. */
export function eventually(check: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: 10_000, interval: 10 });
}
