/** True if two values are equal as JSON: members in any order, and 0 equal to -0. */
export function jsonEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other))
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, i) => jsonEqual(item, other[i]))
    );
  const entries = Object.entries(one);
  return (
    entries.length === Object.keys(other).length &&
    entries.every(
      ([key, member]) => Object.hasOwn(other, key) && jsonEqual(member, other[key as keyof typeof other]),
    )
  );
}
