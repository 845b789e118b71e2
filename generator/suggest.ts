/** What somebody may have meant by a name that does not exist. */

/** `; did you mean "listPets"?`, or nothing where no candidate is near. Candidates are texts of documents. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const found = nearest(name, candidates);
  return found === undefined ? "" : `; did you mean "${found}"?`;
}

/** Longer than any name that somebody mistypes; comparing takes time that grows with the square. */
const MAX_LENGTH = 200;

/** The candidate with the fewest letters to change, if these are few enough for a slip. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  const wanted = plain(name);
  // A third of the letters, so that short names are not taken for any other short name.
  let limit = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | undefined;
  for (const candidate of candidates) {
    const distance = changes(wanted, plain(candidate), limit);
    if (distance > limit || (best !== undefined && distance === limit)) continue;
    limit = distance;
    best = candidate;
  }
  return best;
}

/** Case and separators are what people mix up most, and cost nothing. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");
}

/** Letters to add, drop, replace or swap with their neighbour; anything above the limit where it is more. */
function changes(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[j - 2] ?? 0) + 1 : Infinity,
      );
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
