import type { Condition, Template } from "../../runtime/contract/template.ts";
import type { SpecReader } from "./reader.ts";
import type { Scope } from "./scope.ts";
import type { Spot } from "./spot.ts";

const COMPARISONS = ["is", "not", "in", "exists", "gt", "gte", "lt", "lte"] as const;

/** One condition or a list of them, all of which must hold. */
export function readConditions(spot: Spot, scope: Scope, reader: SpecReader): readonly Condition[] {
  return spot.oneOrMore.flatMap((one) => readCondition(one, scope, reader) ?? []);
}

function readCondition(spot: Spot, scope: Scope, reader: SpecReader): Condition | undefined {
  if (spot.members.length === 0 && typeof spot.value !== "object") return undefined;
  const kind = reader.exactlyOne(spot, ["value", "any", "all"], "a condition");
  if (kind === "any") return { any: readConditions(spot.at("any"), scope, reader) };
  if (kind === "all") return { all: readConditions(spot.at("all"), scope, reader) };
  for (const key of COMPARISONS)
    if (kind === undefined || !spot.has(key)) continue;
    else if (key === "is" || key === "not" || key === "in") reader.template(spot.at(key), scope);
  if (kind === undefined) return undefined;
  const value = reader.expression(spot.at("value"), scope) ?? null;
  const given = COMPARISONS.filter((key) => spot.has(key));
  if (given.length === 0) {
    reader.report(
      "missing-key",
      spot,
      "the condition does not say what its value is compared with",
      "Add for example `is: high`, `in: [a, b]`, `exists: true` or `gt: 0`.",
    );
    return undefined;
  }
  return { value, ...Object.fromEntries(given.map((key) => [key, spot.at(key).value as Template])) };
}
