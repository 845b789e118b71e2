/** The names of the tools that operations become. */
import type { Diagnostics, Reports } from "../diagnostics.ts";
import { effectiveOverride, type Selected } from "./select.ts";
import { assignUniqueNames, groupBy, type NameRule, toolNames, withPrefix } from "./unique-names.ts";

/**
 * Names settle in rounds. In each document all operations are named as if it were alone, so that what is left out
 * changes no name. A name that the spec gave, to an operation or to a tool of its own (`taken`), is kept; one that a
 * document gave is, where nobody else has it. Where others are the same, all get their upstream before them. What is not offered is called by its upstream, a dot
 * and the name it has in its document.
 */
export function nameOperations(
  selected: readonly Selected[],
  taken: readonly string[],
  reports: Reports,
): ReadonlyMap<Selected, string> {
  const alone = new Map<Selected, string>();
  for (const [upstream, members] of groupBy(selected, (item) => item.upstream))
    for (const [item, name] of nameAlone(members, reports.of(upstream))) alone.set(item, name);

  const rulesOf = (item: Selected | string): readonly NameRule[] => {
    if (typeof item === "string") return [() => item];
    const given = effectiveOverride(item, "name");
    if (given?.by === "spec") return [() => given.value];
    const { upstream, operation } = item;
    const name = alone.get(item) ?? "";
    const identity = `${upstream} ${operation.method} ${operation.path}`;
    return [...(given ? [() => given.value] : []), () => name, ...withPrefix(upstream, name, identity)];
  };
  const offered = selected.filter((item) => item.offered);
  const settled = assignUniqueNames<Selected | string>([...taken, ...offered], rulesOf);
  for (const members of groupBy(settled.keys(), (item) => settled.get(item) ?? "").values())
    if (members.length > 1) reportDuplicates(members);
  return new Map(
    selected.map((item) => {
      const name = settled.get(item);
      if (name === undefined) return [item, `${item.upstream}.${alone.get(item)}`];
      const before = effectiveOverride(item, "name")?.value ?? alone.get(item);
      if (name !== before)
        reports
          .of(item.upstream)
          .report(
            "name-collision",
            item.operation.pointer,
            `another tool would be called "${before}" too; this one is called "${name}"`,
            "Give it a name of its own under `operations` in the tool spec.",
          );
      return [item, name];
    }),
  );
}

/** The names that the operations of a document have if there is no other. */
function nameAlone(members: readonly Selected[], diagnostics: Diagnostics): ReadonlyMap<Selected, string> {
  const rules = ({ operation: { method, path, operationId } }: Selected): readonly NameRule[] =>
    toolNames(method, path, operationId);
  const names = assignUniqueNames(members, rules);
  for (const [item, name] of names) {
    const wanted = rules(item)[0]?.() ?? "";
    if (name !== wanted && item.offered && !effectiveOverride(item, "name"))
      diagnostics.report(
        "name-collision",
        item.operation.pointer,
        `another operation would be called "${wanted}" too; this one's tool is called "${name}"`,
        "Give each operation an operationId of its own.",
      );
  }
  return names;
}

/** Names that were given are not changed, so whoever gave them has to. */
function reportDuplicates(members: readonly (Selected | string)[]): void {
  for (const item of members) {
    const given = typeof item === "string" ? undefined : effectiveOverride(item, "name");
    given?.diagnostics.report(
      "duplicate-tool",
      [...given.pointer, "name"],
      `another tool is called "${given.value}" too`,
      "Give each tool a name of its own.",
    );
  }
}
