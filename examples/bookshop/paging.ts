import type { Check } from "./check.ts";
import { Problem } from "./problems.ts";

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface Ordering<T> {
  /** Part of the cursor, which is only valid for the same order. */
  name: string;
  key: (item: T) => string | number;
  descending?: boolean;
}

type Position = [key: string | number, id: string];

/**
 * Returns one page. A cursor holds the position of the last returned item instead of an offset, so that items that are
 * added or removed between two calls neither repeat nor hide others.
 */
export function paginate<T extends { id: string }>(all: T[], ordering: Ordering<T>, query: Check): Page<T> {
  const limit = query.has("limit") ? query.integer("limit", 1, 50) : 20;
  const cursor = query.has("cursor") ? query.text("cursor", { max: 500 }) : undefined;
  const after = cursor === undefined ? undefined : decodeCursor(ordering.name, cursor);
  const sign = ordering.descending ? -1 : 1;
  const position = (item: T): Position => [ordering.key(item), item.id];

  const rest = all
    .filter((item) => after === undefined || sign * compare(position(item), after) > 0)
    .sort((a, b) => sign * compare(position(a), position(b)));
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = last && rest.length > limit ? encodeCursor(ordering.name, position(last)) : null;
  return { items, nextCursor };
}

function compare([keyA, idA]: Position, [keyB, idB]: Position): number {
  if (keyA !== keyB) return keyA < keyB ? -1 : 1;
  return idA < idB ? -1 : Number(idA > idB);
}

function encodeCursor(name: string, position: Position): string {
  return Buffer.from(JSON.stringify([name, ...position])).toString("base64url");
}

function decodeCursor(name: string, cursor: string): Position {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(decoded) && decoded.length === 3 && decoded[0] === name) {
      const [, key, id]: unknown[] = decoded;
      if ((typeof key === "string" || typeof key === "number") && typeof id === "string") return [key, id];
    }
  } catch {
    // The cursor is not valid JSON; the error below covers this too.
  }
  throw new Problem(400, "The cursor is not valid for this list.", {
    errors: [{ field: "cursor", message: "must be the nextCursor of an earlier page, with the same sort" }],
  });
}
