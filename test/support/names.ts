import { expect } from "vitest";

/** Names as wanted, a text or a pattern each, and no two the same. */
export function expectNames(names: readonly string[], want: readonly (string | RegExp)[]): void {
  for (const [i, name] of names.entries())
    expect(name).toMatch(want[i] instanceof RegExp ? want[i] : new RegExp(`^${want[i]}$`));
  expect(new Set(names).size).toBe(names.length);
}
